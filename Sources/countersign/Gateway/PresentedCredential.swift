import Bytes
import HTTP

/// The credential of a request: `Authorization: Bearer …`, or `x-api-key` as Anthropic's clients send it.
enum PresentedCredential {
  case none
  /// Two headers that disagree.
  case contradictory
  /// A scheme that is not Bearer, or nothing behind it.
  case malformed
  /// Where it stands in the head's bytes.
  case token(ByteRange)

  init(_ head: RequestHead, _ bytes: Span<UInt8>) {
    let key = head.apiKey
    guard head.authorization != .none else {
      self = key == .none ? .none : key.isEmpty ? .malformed : .token(key)
      return
    }
    guard let bearer = Self.bearer(head.authorization, bytes) else {
      self = .malformed
      return
    }
    if key != .none && !bytes.slice(key).equals(bytes.slice(bearer)) {
      self = .contradictory
    } else {
      self = .token(bearer)
    }
  }

  // "Bearer" SP token (RFC 6750, 2.1); the scheme's case does not matter (RFC 9110, 11.1).
  private static func bearer(_ range: ByteRange, _ bytes: Span<UInt8>) -> ByteRange? {
    let value = bytes.slice(range)
    guard value.count > 7, value.extracting(0..<7).equalsFolded("bearer ") else { return nil }
    var start = 7
    while start < value.count, value[start] == 0x20 { start += 1 }
    guard start < value.count, value.firstOffset(of: 0x20, from: start) == nil else { return nil }
    return ByteRange(Int(range.start) + start, value.count - start)
  }
}
