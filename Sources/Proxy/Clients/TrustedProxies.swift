import Bytes
import HTTP
public import Policy
public import Transport

/// The proxies whose word on who their client is counts; nobody else's does.
public struct TrustedProxies: Sendable {
  private let networks: [Network]

  /// By default nobody is trusted.
  public init(_ networks: [Network] = []) { self.networks = networks }

  /// Whether an address is that of a trusted proxy.
  public func contains(_ address: IPAddress) -> Bool {
    if networks.isEmpty { return false }
    let address = NetworkAddress(v6High: address.high, low: address.low)
    for network in networks where address.isIn(network) { return true }
    return false
  }
}

/// What a trusted proxy's `X-Forwarded-For` says.
enum ForwardedClient: Equatable {
  /// The header is missing: whom the request comes from is not known.
  case unnamed
  case named(IPAddress)
  /// Where the client should stand there is no address.
  case malformed
}

extension TrustedProxies {
  /// Who a request of a trusted proxy comes from: read from the right, the first address that is no trusted proxy's;
  /// of trusted proxies alone, the one farthest away. What stands left of it is the client's own word and not read.
  func client(_ head: RequestHead, _ bytes: Span<UInt8>) -> ForwardedClient {
    var farthest = ForwardedClient.unnamed
    for index in stride(from: head.fields.count - 1, through: 0, by: -1) {
      let field = head.fields[index]
      guard field.kind == .identity, bytes.slice(field.name).equalsFolded("x-forwarded-for") else { continue }
      let list = bytes.slice(field.value)
      var end = list.count
      while end >= 0 {
        let start = Self.elementStart(list, end)
        guard let address = Self.address(list.extracting(start..<end)) else { return .malformed }
        farthest = .named(address)
        if !contains(address) { return farthest }
        end = start - 1
      }
    }
    return farthest
  }

  // The offset behind the last comma before `end`.
  private static func elementStart(_ list: Span<UInt8>, _ end: Int) -> Int {
    var start = end
    while start > 0 && list[start - 1] != UInt8(ascii: ",") { start -= 1 }
    return start
  }

  /// An address, with or without a port: `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]:443`.
  static func address(_ element: Span<UInt8>) -> IPAddress? {
    let text = trimmed(element)
    guard !text.isEmpty else { return nil }
    if text[0] == UInt8(ascii: "[") {
      guard let close = text.firstOffset(of: UInt8(ascii: "]")), isPort(text.extracting(close + 1..<text.count)) else {
        return nil
      }
      let inside = text.extracting(1..<close)
      return inside.firstOffset(of: UInt8(ascii: ":")) == nil ? nil : IPAddress(parsing: inside)
    }
    guard let colon = text.firstOffset(of: UInt8(ascii: ":")) else { return IPAddress(parsing: text) }
    if text.firstOffset(of: UInt8(ascii: ":"), from: colon + 1) != nil { return IPAddress(parsing: text) }
    guard isPort(text.extracting(colon..<text.count)) else { return nil }
    return IPAddress(parsing: text.extracting(0..<colon))
  }

  // Nothing, or a colon and one to five digits.
  private static func isPort(_ text: Span<UInt8>) -> Bool {
    if text.isEmpty { return true }
    guard text[0] == UInt8(ascii: ":"), (2...6).contains(text.count) else { return false }
    for index in 1..<text.count where text[index] < 0x30 || text[index] > 0x39 { return false }
    return true
  }

  @_lifetime(copy text)
  private static func trimmed(_ text: Span<UInt8>) -> Span<UInt8> {
    var (start, end) = (0, text.count)
    while start < end, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
    while end > start, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    return text.extracting(start..<end)
  }
}
