import Dispatch
import Glibc

/// The signals that tell the gateway what to do.
enum Signals {
  /// Each of `numbers` as it arrives; their default action is switched off.
  static func stream(_ numbers: [Int32]) -> AsyncStream<Int32> {
    AsyncStream { continuation in
      let sources = numbers.map { number in
        _ = signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { continuation.yield(number) }
        source.resume()
        return source
      }
      // Only kept alive and cancelled here, which Dispatch allows from any thread.
      nonisolated(unsafe) let kept = sources
      continuation.onTermination = { _ in
        for source in unsafe kept { source.cancel() }
      }
    }
  }
}
