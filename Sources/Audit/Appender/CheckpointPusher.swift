import Glibc

/// Hands checkpoints out, at most one per interval and the last one at the end.
struct CheckpointPusher {
  private let sinks: [CheckpointSink]
  private let interval: Int64
  private var waiting: [UInt8]?
  private var last = Int64.min / 2
  /// Why the last push to a file failed; the log itself goes on.
  private(set) var failure: DiskFailure?

  init(sinks: [CheckpointSink], interval: Int) {
    self.sinks = sinks
    self.interval = Int64(interval)
  }

  /// Pushes the checkpoint out if the interval is over, else keeps it for later.
  mutating func offer(_ checkpoint: [UInt8], now: Int64) {
    waiting = checkpoint
    pushDue(now: now)
  }

  /// Pushes out what waits since its interval is over.
  mutating func pushDue(now: Int64) {
    if waiting != nil, now - last >= interval { push(now: now) }
  }

  /// Pushes out what waits.
  mutating func push(now: Int64) {
    guard let checkpoint = waiting else { return }
    waiting = nil
    last = now
    failure = nil
    for sink in sinks {
      do {
        try CheckpointPusher.push(checkpoint, to: sink)
      } catch {
        failure = error
      }
    }
  }

  private static func push(_ checkpoint: [UInt8], to sink: CheckpointSink) throws(DiskFailure) {
    switch sink {
    case .call(let call): call(checkpoint)
    case .file(let path):
      let file = try DiskFile(path, flags: O_WRONLY | O_CREAT | O_APPEND)
      try file.write((checkpoint + [0x0a]).span)
      try file.synchroniseData()
    }
  }
}
