/// A place in a loop's table of sources: slot and generation, so that a stale event or message finds nothing.
public struct SourceToken: Hashable, Sendable {
  let rawValue: UInt64

  init(slot: Int, generation: UInt32) { rawValue = UInt64(generation) << 32 | UInt64(slot) }

  init(rawValue: UInt64) { self.rawValue = rawValue }

  var slot: Int { Int(rawValue & 0xffff_ffff) }
  var generation: UInt32 { UInt32(rawValue >> 32) }
}

/// Something with a descriptor that a loop watches: a listener or a channel.
open class EventSource {
  /// The loop that watches this source for as long as it lives.
  public final let loop: EventLoop
  final let kernel: Kernel
  /// The descriptor, -1 once closed.
  public internal(set) final var descriptor: Int32
  /// How messages from other threads name this source.
  public internal(set) final var token = SourceToken(rawValue: 0)
  /// When `deadlinePassed` is due on the monotonic clock, 0 for never.
  final var deadline: UInt64 = 0
  /// The wheel tick this source stands in, 0 for none.
  final var armedTick: UInt64 = 0

  init(loop: EventLoop, descriptor: Int32) {
    self.loop = loop
    kernel = loop.kernel
    self.descriptor = descriptor
  }

  func ready(_ readiness: Readiness) {}

  /// Called once when the deadline has passed; the deadline is then unset.
  open func deadlinePassed() {}

  /// Sets the one deadline of this source, in nanoseconds of the monotonic clock; 0 unsets it.
  public final func setDeadline(_ time: UInt64) {
    deadline = time
    if time != 0 { loop.arm(self) }
  }

  /// Whether the descriptor has been closed.
  public final var isClosed: Bool { descriptor < 0 }
}
