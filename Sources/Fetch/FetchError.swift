/// Why there is no response.
public enum FetchError: Error, Sendable, Equatable {
  /// The address is not an `http` or `https` URL that may be asked.
  case invalidURL
  /// A field's name or value holds characters that no field can hold.
  case invalidField(name: String)
  /// The host's name has no address.
  case nameNotResolved
  /// Nobody answered at the address, or the connection broke.
  case connectionFailed(String)
  /// The certificate or the handshake is not acceptable.
  case tlsFailed(String)
  case timedOut
  /// The head or body is larger than its limit in bytes.
  case tooLarge(limit: Int)
  /// Too many transfers at once.
  case overloaded
  case cancelled
  /// What libcurl said otherwise: its code and text.
  case failed(code: Int, String)

  /// Whether the same request may succeed later.
  public var isTemporary: Bool {
    switch self {
    case .nameNotResolved, .connectionFailed, .timedOut, .overloaded: true
    case .invalidURL, .invalidField, .tlsFailed, .tooLarge, .cancelled, .failed: false
    }
  }
}

extension FetchError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidURL: "not an http or https address that may be asked"
    case .invalidField(let name): "the field \(name) holds characters that no field can hold"
    case .nameNotResolved: "the host's name has no address"
    case .connectionFailed(let why): "no connection: \(why)"
    case .tlsFailed(let why): "no trusted connection: \(why)"
    case .timedOut: "no answer in time"
    case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
    case .overloaded: "too many requests at once"
    case .cancelled: "cancelled"
    case .failed(let code, let why): "\(why) (\(code))"
    }
  }
}
