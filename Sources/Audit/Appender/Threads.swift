import Glibc

/// Threads of the log's own.
enum Threads {
  /// Runs the body on a new thread, to be joined.
  static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    let context = unsafe Unmanaged.passRetained(Body(run: body)).toOpaque()
    var started = pthread_t()
    let code = unsafe pthread_create(&started, nil, main, context)
    precondition(code == 0, "a thread of the audit log could not be made")
    return started
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    unsafe Unmanaged<Body>.fromOpaque(context!).takeRetainedValue().run()
    return nil
  }
}
