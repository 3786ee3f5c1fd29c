/// One server behind the gateway: where it is, what it speaks, and how it knows us.
struct UpstreamSettings: Sendable, Equatable {
  enum Address: Sendable, Equatable {
    /// A DNS name or an IP address without brackets.
    case tcp(host: String, port: UInt16)
    case unix(path: String)
  }

  /// The dialects a model server may speak.
  enum API: String, Sendable, CaseIterable {
    case openai
    case anthropic
    case ollama
  }

  let name: String
  let address: Address
  /// Whether the connection is TLS.
  let isSecure: Bool
  /// In front of every path; empty, or from a slash, without a trailing one.
  let basePath: String
  /// Empty for a server of plain routes only.
  let apis: [API]
  /// What the upstream knows us by; the caller's own credential never gets there.
  let credential: SecretText?
  /// The field that carries the credential as it is; nil for the dialect's own way (`Authorization: Bearer …`).
  let credentialField: String?
  /// PEM certificates that vouch for the upstream; nil for the system's.
  let authorityFile: String?
  let connectTimeout: UInt64
  /// From the last byte of the request to the first of the answer.
  let firstByteTimeout: UInt64
  /// Between two bytes of an answer.
  let idleTimeout: UInt64
  /// In all, over every loop.
  let maximumConnections: Int
  /// How long an unused connection is kept.
  let keepAliveTimeout: UInt64
}
