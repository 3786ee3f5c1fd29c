import Cryptography

/// The 128-bit name of one request; 32 lower-case hexadecimal digits where people read it.
public struct RequestID: Hashable, Sendable {
  /// The first 16 digits.
  public let high: UInt64
  /// The last 16 digits.
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The id that 32 hexadecimal digits name; nil for anything else.
  public init?(_ text: String) {
    guard text.utf8.count == 32, let bytes = Hex.decode(text) else { return nil }
    high = bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// 32 lower-case hexadecimal digits.
  public var text: String {
    let bytes = (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 % 8))) }
    return Hex.encode(bytes.span)
  }
}
