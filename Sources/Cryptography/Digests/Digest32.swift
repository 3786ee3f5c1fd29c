/// Thirty-two bytes: a SHA-256 digest or an HMAC-SHA-256 tag; equality takes constant time.
///
/// Lives on the stack; copying it allocates nothing.
public struct Digest32: Sendable {
  var storage: InlineArray<32, UInt8>

  /// The length in bytes.
  public static let count = 32

  /// Thirty-two zero bytes.
  public init() {
    storage = InlineArray(repeating: 0)
  }

  /// Takes over exactly 32 bytes; nil for any other length.
  public init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Digest32.count else { return nil }
    storage = InlineArray { bytes[$0] }
  }

  /// The bytes, borrowed.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { storage.span }
  }

  /// The bytes as an array of their own.
  public var array: [UInt8] {
    [UInt8](bytes)
  }

  /// The bytes in lower-case hexadecimal, 64 characters.
  public var hex: String {
    Hex.encode(bytes)
  }
}

extension Digest32: Hashable {
  public static func == (left: Digest32, right: Digest32) -> Bool {
    constantTimeEqual(left.bytes, right.bytes)
  }

  public func hash(into hasher: inout Hasher) {
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}

extension Digest32: CustomStringConvertible {
  public var description: String { hex }
}
