import Policy

extension Section {
  /// The limits of the listeners: name, default, least, most.
  func server() -> ServerSettings? {
    ServerSettings(
      maximumConnections: integer("max_connections", default: 10_000, 1...1_000_000),
      maximumHeadBytes: size("max_head_bytes", default: "32KiB", "1KiB", "1MiB"),
      maximumBodyBytes: size("max_body_bytes", default: "32MiB", "1KiB", "1GiB"),
      maximumBufferedBytes: size("max_buffered_bytes", default: "256MiB", "1MiB", "64GiB"),
      headerTimeout: duration("header_timeout", default: "10s", "1s", "5m"),
      bodyTimeout: duration("body_timeout", default: "60s", "1s", "1h"),
      idleTimeout: duration("idle_timeout", default: "75s", "1s", "1h"),
      sendTimeout: duration("send_timeout", default: "60s", "1s", "1h"),
      drainTimeout: duration("drain_timeout", default: "30s", "1s", "1h"))
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
