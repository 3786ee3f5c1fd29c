import Telemetry

/// Opens a loop's access log where the configuration wants it.
enum AccessLogs {
  /// Where `access: off`, there is none.
  struct Opened {
    let log: AccessLog?
  }

  /// Nil where the file cannot be opened.
  static func open(_ destination: LogSettings.Destination, rotation: LogRotation, metrics: LoopMetrics) -> Opened? {
    switch destination {
    case .off: return Opened(log: nil)
    case .standardOutput: return Opened(log: AccessLog(descriptor: 1, rotation: rotation, metrics: metrics))
    case .file(let path):
      guard let log = AccessLog(path: path, rotation: rotation, metrics: metrics) else { return nil }
      return Opened(log: log)
    }
  }
}
