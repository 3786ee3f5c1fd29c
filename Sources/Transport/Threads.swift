import CLinux
import Glibc

private final class ThreadStart {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

/// Starts a thread. A C callback that is a closure literal in `main.swift` would be main-actor isolated and trap, so it
/// is here.
func startThread(name: String, _ body: @escaping @Sendable () -> Void) -> pthread_t {
  var thread = pthread_t()
  let start = unsafe Unmanaged.passRetained(ThreadStart(name: name, body: body)).toOpaque()
  let status = unsafe pthread_create(&thread, nil, threadMain, start)
  precondition(status == 0, "pthread_create failed: \(status)")
  return thread
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  let start = unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
  unsafe countersign_name_thread(String(start.name.prefix(15)))
  start.body()
  return nil
}
