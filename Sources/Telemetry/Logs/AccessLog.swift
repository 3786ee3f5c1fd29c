/// One event loop's access log: a JSON line per request, gathered in a buffer and written in pieces.
///
/// For the loop's own thread. It never fails a request and never waits for a reader: a line that finds the buffer full
/// is dropped, a write that fails is tried again at the next flush, and both are counted.
public final class AccessLog {
  /// Bytes gathered before a write without being asked.
  public static let flushThreshold = 32 * 1024
  /// Bytes kept while nobody takes them.
  public static let capacity = 256 * 1024
  /// The longest line; the limits of the fields in `AccessLine` add up to less.
  static let lineLimit = 4096

  private var buffer = LineBuffer(capacity: capacity)
  private var time = TimeText()
  private var destination: LogDestination
  private let rotation: LogRotation
  private var rotations: UInt64
  private let metrics: LoopMetrics

  /// Appends to the file at `path`; nil when it cannot be opened, with `errno` set.
  public init?(path: String, rotation: LogRotation, metrics: LoopMetrics) {
    guard let opened = LogDestination(path: path) else { return nil }
    destination = opened
    self.rotation = rotation
    rotations = rotation.count
    self.metrics = metrics
  }

  /// Writes to a descriptor that stays the caller's: standard output.
  public init(descriptor: Int32, rotation: LogRotation, metrics: LoopMetrics) {
    destination = LogDestination(borrowing: descriptor)
    self.rotation = rotation
    rotations = rotation.count
    self.metrics = metrics
  }

  deinit { flush() }

  /// Adds one request's line; `id` is the request's id, `path` its path without the query, which may hold secrets.
  public func append(_ record: borrowing AccessRecord, id: Span<UInt8>, path: Span<UInt8>) {
    if buffer.room < Self.lineLimit {
      flush()
      buffer.compact()
    }
    guard buffer.room >= Self.lineLimit else {
      metrics.add(.accessLogLinesDropped)
      return
    }
    AccessLine.append(record, id: id, path: path, time: &time, to: &buffer)
    metrics.add(.accessLogLines)
    if buffer.count >= Self.flushThreshold { flush() }
  }

  /// Writes what is gathered, as far as it goes without waiting; called by a timer and before the loop ends.
  public func flush() {
    reopenIfAsked()
    while buffer.count > 0 {
      switch destination.write(buffer) {
      case .wrote(let length): buffer.removeFirst(length)
      case .notReady: return
      case .failed:
        metrics.add(.accessLogWriteFailures)
        return
      }
    }
  }

  private func reopenIfAsked() {
    let asked = rotation.count
    guard asked != rotations else { return }
    rotations = asked
    if !destination.reopen() { metrics.add(.accessLogWriteFailures) }
  }
}
