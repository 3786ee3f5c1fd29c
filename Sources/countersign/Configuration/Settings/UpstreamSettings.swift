/// One or several servers behind the gateway that serve the same: where they are, what they speak, how they know us.
struct UpstreamSettings: Sendable, Equatable {
  enum Address: Sendable, Equatable {
    /// A DNS name or an IP address without brackets.
    case tcp(host: String, port: UInt16)
    case unix(path: String)
  }

  /// One server, or as many as its name has addresses.
  struct Target: Sendable, Equatable {
    /// The URL without its path, for logs and metrics.
    let name: String
    let address: Address
    /// Whether the connection is TLS.
    let isSecure: Bool
    /// In front of every path; empty, or from a slash, without a trailing one.
    let basePath: String
  }

  /// The dialects a model server may speak.
  enum API: String, Sendable, CaseIterable {
    case openai
    case anthropic
    case ollama
  }

  /// When a target is left out for its failures.
  struct Ejection: Sendable, Equatable {
    let failures: Int
    let statuses: [Int]
    let time: UInt64
    let maximumTime: UInt64
    let maximumPercent: Int
  }

  /// How targets are asked whether they are well.
  struct Health: Sendable, Equatable {
    let path: String
    let interval: UInt64
    let timeout: UInt64
    let unhealthyAfter: Int
    let healthyAfter: Int
  }

  /// How often requests are sent again.
  struct Retries: Sendable, Equatable {
    /// Tries of one request, the first included.
    let attempts: Int
    /// For each hundred requests.
    let percent: Int
    /// That may always be made in a second.
    let floor: Int
  }

  let name: String
  /// At least one.
  let targets: [Target]
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
  /// For a request that waits in line for a connection.
  let waitTimeout: UInt64
  /// Unused connections kept ready, by each loop to each target.
  let minimumIdle: Int
  /// How often names are resolved again.
  let resolutionInterval: UInt64
  /// Whether addresses are allowed where clouds answer for their machines' secrets.
  let allowsLinkLocal: Bool
  /// nil for `off`.
  let ejection: Ejection?
  /// nil where nothing is asked.
  let health: Health?
  let retries: Retries
}
