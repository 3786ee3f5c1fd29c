/// What a proxy says in front of a connection: whose it is (PROXY protocol, version 2).
///
/// The source is HAProxy's proxy-protocol.txt, section 2.2. Version 1, a line of text, is not spoken: it has no length,
/// and nothing needs it that does not speak version 2.
public struct ProxyHeader: Equatable, Sendable {
  /// Why bytes are no header that says who the client is.
  public enum Flaw: Error, Equatable, Sendable {
    case wrongSignature, unsupportedVersion, unknownCommand
    /// A client that is no TCP connection over IP has no address that policy could judge.
    case noAddress
    case tooShort, tooLong
  }

  /// What reading came to.
  public enum Progress: Equatable, Sendable {
    case incomplete
    case complete(ProxyHeader)
    case invalid(Flaw)
  }

  /// The client; nil where the proxy connects on its own behalf (LOCAL), to see whether anybody is there.
  public let client: IPAddress?
  /// How many bytes the header takes.
  public let length: Int

  /// The longest header that is read, its type-length-values included.
  public static let maximumLength = 2048
  private static let fixedLength = 16
  private static let signature: [UInt8] = [
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
  ]

  /// Reads a header from the start of `bytes`; type-length-values are skipped.
  public static func read(_ bytes: Span<UInt8>) -> Progress {
    for index in 0..<min(bytes.count, signature.count) where bytes[index] != signature[index] {
      return .invalid(.wrongSignature)
    }
    guard bytes.count >= fixedLength else { return .incomplete }
    let length = fixedLength + Int(bytes[14]) << 8 + Int(bytes[15])
    if length > maximumLength { return .invalid(.tooLong) }
    guard bytes[12] >> 4 == 2 else { return .invalid(.unsupportedVersion) }
    if bytes.count < length { return .incomplete }
    do throws(Flaw) {
      return .complete(ProxyHeader(client: try client(bytes.extracting(0..<length)), length: length))
    } catch {
      return .invalid(error)
    }
  }

  private static func client(_ header: Span<UInt8>) throws(Flaw) -> IPAddress? {
    switch header[12] & 15 {
    case 0: return nil
    case 1: break
    default: throw .unknownCommand
    }
    switch header[13] {
    case 0x11:
      guard header.count >= fixedLength + 12 else { throw .tooShort }
      return IPAddress(ipv4: UInt32(number(header, at: fixedLength, bytes: 4)))
    case 0x21:
      guard header.count >= fixedLength + 36 else { throw .tooShort }
      return IPAddress(
        high: number(header, at: fixedLength, bytes: 8), low: number(header, at: fixedLength + 8, bytes: 8))
    default: throw .noAddress
    }
  }

  private static func number(_ bytes: Span<UInt8>, at start: Int, bytes count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in start..<start + count { value = value << 8 | UInt64(bytes[index]) }
    return value
  }
}
