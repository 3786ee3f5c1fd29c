import Glibc

/// Operational events of the control plane, one JSON line each, on standard error or another descriptor.
///
/// May be called from any thread but a loop's: it asks the clock, allocates and may wait for the reader.
public struct DiagnosticLog: Sendable {
  /// How much an event matters.
  public enum Level: Int, Sendable, Comparable {
    case debug, information, warning, error

    public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

    var word: String {
      switch self {
      case .debug: "debug"
      case .information: "info"
      case .warning: "warning"
      case .error: "error"
      }
    }
  }

  /// Bytes of one field's contents that are kept.
  static let fieldLimit = 2048

  private let descriptor: Int32
  private let minimum: Level

  /// Events below `minimum` are left out.
  public init(descriptor: Int32 = 2, minimum: Level = .information) {
    self.descriptor = descriptor
    self.minimum = minimum
  }

  /// Writes one event; `message` is a fixed sentence, what varies stands in `fields`. Secrets stand in neither.
  public func write(_ level: Level, _ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
    guard level >= minimum else { return }
    var line = LineBuffer(capacity: 256 + (2 * fields.count + 2) * (Self.fieldLimit + 16))
    var time = TimeText()
    line.append("{\"time\":\"")
    time.append(Self.milliseconds(), to: &line)
    line.append("\"")
    Self.append("level", level.word, to: &line)
    Self.append("message", message, to: &line)
    for (key, value) in fields { Self.append(key, value, to: &line) }
    line.append("}\n")
    while line.count > 0 {
      let written = line.write(line.count, to: descriptor)
      guard written > 0 || errno == EINTR else { return }
      line.removeFirst(max(0, written))
    }
  }

  private static func append(_ key: String, _ value: String, to line: inout LineBuffer) {
    line.append(",")
    JSONText.append(Array(key.utf8).span, to: &line, limit: fieldLimit)
    line.append(":")
    JSONText.append(Array(value.utf8).span, to: &line, limit: fieldLimit)
  }

  private static func milliseconds() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }
}
