import Policy

extension Section {
  /// The limits of the listeners: name, default, least, most.
  func server() -> ServerSettings? {
    ServerSettings(
      maximumConnections: integer("max_connections", default: 16_384, 1...1_000_000),
      maximumConnectionsPerAddress: integer("max_connections_per_address", default: 1024, 1...1_000_000),
      maximumRequestsPerConnection: integer("max_requests_per_connection", default: 1_000_000, 1...1_000_000_000),
      maximumHeadBytes: size("max_head_bytes", default: "32KiB", "1KiB", "1MiB"),
      maximumHeaders: integer("max_headers", default: 100, 1...10_000),
      maximumTargetBytes: size("max_target_bytes", default: "8KiB", "64", "1MiB"),
      maximumBodyBytes: size("max_body_bytes", default: "32MiB", "1KiB", "1GiB"),
      maximumBufferedBytes: size("max_buffered_bytes", default: "256MiB", "1MiB", "64GiB"),
      maximumUnsentBytes: size("max_unsent_bytes", default: "256KiB", "4KiB", "64MiB"),
      headerTimeout: duration("header_timeout", default: "10s", "1s", "5m"),
      bodyTimeout: duration("body_timeout", default: "60s", "1s", "1h"),
      minimumBodyRate: size("min_body_rate", default: "1KiB", "1", "1GiB"),
      idleTimeout: duration("idle_timeout", default: "75s", "1s", "1h"),
      sendTimeout: duration("send_timeout", default: "60s", "1s", "1h"),
      drainTimeout: duration("drain_timeout", default: "30s", "1s", "1h"),
      drainGrace: duration("drain_grace", default: "500ms", "0ms", "1m"))
  }

  /// Where log lines go.
  func log() -> LogSettings? {
    guard let text = text("access") else { return LogSettings(access: .standardOutput) }
    switch text.value {
    case "off": return LogSettings(access: .off)
    case "stdout": return LogSettings(access: .standardOutput)
    default: return LogSettings(access: .file(context.resolve(text.value)))
    }
  }
}
