import Glibc
import Synchronization

/// A short-lived thread for one transfer.
enum FetchThread {
  /// Transfers at one time.
  static let limit = 64

  private static let running = Atomic<Int>(0)

  /// Performs the job on a new thread; fails it at once when there are too many.
  static func start(_ job: FetchJob) {
    guard running.wrappingAdd(1, ordering: .relaxed).newValue <= limit, spawn(job) else {
      running.wrappingSubtract(1, ordering: .relaxed)
      job.completed(.failure(.overloaded))
      return
    }
  }

  private static func spawn(_ job: FetchJob) -> Bool {
    let context = unsafe Unmanaged.passRetained(job)
    var thread = pthread_t()
    guard unsafe pthread_create(&thread, nil, performJob, context.toOpaque()) == 0 else {
      unsafe context.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  /// Runs what `spawn` handed over; a thread's first function, and so without any isolation.
  static func perform(_ context: UnsafeMutableRawPointer) {
    let job = unsafe Unmanaged<FetchJob>.fromOpaque(context).takeRetainedValue()
    let result = job.perform()
    running.wrappingSubtract(1, ordering: .relaxed)
    job.completed(result)
  }
}

private func performJob(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context = unsafe context { unsafe FetchThread.perform(context) }
  return unsafe UnsafeMutableRawPointer?.none
}
