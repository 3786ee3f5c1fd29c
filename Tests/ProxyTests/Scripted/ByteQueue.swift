import Glibc

/// Bytes in order, taken from the front; quick also in a build without optimisation.
struct ByteQueue {
  private var bytes: [UInt8] = []
  private var head = 0

  var count: Int { bytes.count - head }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

  mutating func append(_ source: UnsafeRawPointer, _ count: Int) {
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: source, count: count))
  }

  mutating func take(_ count: Int) -> [UInt8] {
    let taken = Array(bytes[head..<head + count])
    drop(count)
    return taken
  }

  mutating func take(_ count: Int, into target: UnsafeMutableRawPointer) {
    bytes.withUnsafeBytes { _ = memcpy(target, $0.baseAddress! + head, count) }
    drop(count)
  }

  mutating func drop(_ count: Int) {
    head += count
    if head == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      head = 0
    }
  }

  mutating func removeAll() { drop(count) }

  /// How many bytes there are up to and with the first `mark`, which ends with a line feed; nil where it is not there.
  func count(through mark: StaticString) -> Int? {
    let length = mark.utf8CodeUnitCount
    return bytes.withUnsafeBytes { all in
      var from = head
      while from < all.count, let found = memchr(all.baseAddress! + from, 10, all.count - from) {
        let end = UnsafeRawPointer(found) - all.baseAddress! + 1
        if end - head >= length, memcmp(all.baseAddress! + end - length, mark.utf8Start, length) == 0 {
          return end - head
        }
        from = end
      }
      return nil
    }
  }
}

/// Whether two arrays hold the same bytes; `==` looks at each byte by itself in a build without optimisation.
func areSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
  one.count == other.count && begins(one, with: other)
}

/// Whether `whole` begins with `part`.
func begins(_ whole: [UInt8], with part: [UInt8]) -> Bool {
  if part.isEmpty { return true }
  guard part.count <= whole.count else { return false }
  return whole.withUnsafeBytes { a in part.withUnsafeBytes { memcmp(a.baseAddress!, $0.baseAddress!, part.count) } }
    == 0
}
