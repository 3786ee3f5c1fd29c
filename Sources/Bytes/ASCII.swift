import CScan
import Glibc

/// Searching and comparing bytes. Case folding is of ASCII letters only: `"K".lowercased()` of the Kelvin sign is `k`.
extension Span where Element == UInt8 {
  /// The offset of the first `byte` at or after `start`, or nil; the one place that searches for a delimiter.
  public func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < count else { return nil }
    let length = count - start
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, let found = unsafe memchr(base + start, Int32(byte), length) else {
        return nil
      }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  /// The offset of the first byte in `range` that is `first` or `second`, or the range's end.
  public func firstOffset(ofEither first: UInt8, or second: UInt8, in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return range.upperBound }
      return unsafe range.lowerBound + countersign_find_either(base + range.lowerBound, range.count, first, second)
    }
  }

  /// Whether no byte is a control character but the tab.
  public var isFreeOfControls: Bool {
    unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return true }
      return unsafe countersign_find_control(base, buffer.count) == buffer.count
    }
  }

  /// Whether these bytes are exactly those of `other`.
  public func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    if count == 0 { return true }
    return unsafe withUnsafeBufferPointer { a in
      unsafe other.withUnsafeBufferPointer { b in unsafe memcmp(a.baseAddress!, b.baseAddress!, a.count) } == 0
    }
  }

  /// Whether these bytes are exactly those of a literal.
  public func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    if count == 0 { return true }
    return unsafe withUnsafeBufferPointer { a in unsafe memcmp(a.baseAddress!, text.utf8Start, a.count) == 0 }
  }

  /// Whether these bytes are those of a lower-case literal when ASCII letters are folded.
  public func equalsFolded(_ lowercase: StaticString) -> Bool {
    guard count == lowercase.utf8CodeUnitCount else { return false }
    for i in indices {
      let wanted = unsafe lowercase.utf8Start[i]
      if ASCII.lowercased(self[i]) != wanted { return false }
    }
    return true
  }

  /// Whether these bytes are equal to `other` when ASCII letters are folded on both sides.
  public func equalsFolded(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for i in indices {
      if ASCII.lowercased(self[i]) != ASCII.lowercased(other[i]) { return false }
    }
    return true
  }

  /// Whether these bytes begin with those of a literal.
  public func hasPrefix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && extracting(0..<text.utf8CodeUnitCount).equals(text)
  }

  /// A copy on the heap; not for the path of a request.
  public func array() -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      for i in indices { unsafe target[i] = self[i] }
      filled = count
    }
  }
}

/// Properties of single ASCII bytes.
public enum ASCII {
  /// The lower-case form of an ASCII letter; any other byte as it is.
  @inlinable
  public static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
}
