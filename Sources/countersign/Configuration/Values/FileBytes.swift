import Glibc

/// Reads whole small files: configuration, secrets, time zones.
enum FileBytes {
  /// Why a file could not be read, in words that follow its name: `does not exist`.
  struct Flaw: Error, Sendable {
    let reason: String
  }

  /// The bytes of a file of at most `limit` bytes.
  static func read(_ path: String, limit: Int) throws(Flaw) -> [UInt8] {
    guard !path.utf8.contains(0) else { throw Flaw(reason: "is not a file name") }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Flaw(reason: reason(errno)) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Flaw(reason: reason(errno)) }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw Flaw(reason: "is larger than \(limit) bytes") }
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "does not exist"
    case EACCES: "may not be read by this user"
    case EISDIR: "is a directory"
    default: unsafe "cannot be read: " + String(cString: strerror(code))
    }
  }
}
