import Glibc

/// Whole contents through an open descriptor.
enum DescriptorBytes {
  /// Why the contents could not be read.
  struct Flaw: Error {
    let reason: String
  }

  /// Everything up to the end, at most `limit` bytes.
  static func read(_ descriptor: Int32, limit: Int) throws(Flaw) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Flaw(reason: PathText.reason(errno)) }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw Flaw(reason: "it is larger than \(limit) bytes") }
    }
  }

  /// Writes all of `bytes`; false with `errno` set when that fails.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
