/// What a caller proved who they are with, as the log names it: never the secret itself.
public enum Credential: Sendable {
  /// An API key by its public id; the id is written as it is.
  case apiKey(id: [UInt8])
  /// A token by its own id (`jti`), empty where it has none; a commitment is written.
  case token(id: [UInt8])
  /// A client certificate by its fingerprint; a commitment is written.
  case certificate(fingerprint: [UInt8])
  /// A session by its id; a commitment is written.
  case session(id: [UInt8])

  var code: UInt8 {
    switch self {
    case .apiKey: 0
    case .token: 1
    case .certificate: 2
    case .session: 3
    }
  }

  var name: [UInt8] {
    switch self {
    case .apiKey(let id), .token(let id), .certificate(let id), .session(let id): id
    }
  }
}
