import Bytes

/// The request methods Countersign tells apart (RFC 9110, 9.1; RFC 5789); every other is refused before policy sees it.
public enum Method: UInt8, Sendable, CaseIterable {
  case get, head, post, put, patch, delete, options

  /// The method of exactly these bytes; methods are case-sensitive.
  public init?(_ bytes: Span<UInt8>) {
    switch bytes.count {
    case 3 where bytes.equals("GET"): self = .get
    case 3 where bytes.equals("PUT"): self = .put
    case 4 where bytes.equals("POST"): self = .post
    case 4 where bytes.equals("HEAD"): self = .head
    case 5 where bytes.equals("PATCH"): self = .patch
    case 6 where bytes.equals("DELETE"): self = .delete
    case 7 where bytes.equals("OPTIONS"): self = .options
    default: return nil
    }
  }

  /// The name as it stands in a request line.
  public var name: StaticString {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .patch: "PATCH"
    case .delete: "DELETE"
    case .options: "OPTIONS"
    }
  }

  /// The name as bytes.
  public var bytes: [UInt8] { Self.names[Int(rawValue)] }

  private static let names: [[UInt8]] = allCases.map { Array("\($0.name)".utf8) }

  /// Whether a request only reads (RFC 9110, 9.2.1), so that it may be sent again.
  public var isSafe: Bool { self == .get || self == .head || self == .options }
}
