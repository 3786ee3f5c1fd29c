import Glibc
import Testing

@testable import Transport

/// Abuse case 38: a process without descriptors must not spin on a connection that it cannot accept.
@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
  @Test func doesNotSpinWithoutDescriptors() async {
    // In a process of its own, for it takes all descriptors of the process.
    await #expect(processExitsWith: .success) {
      let loop = EventLoop(index: 0, mailbox: LoopMailbox())
      let socket = try Sockets.listen(on: .internet(.loopback, port: 0)).get()
      let port = localPort(socket)
      var (accepted, refused) = (0, 0)
      let listener = Listener(
        loop: loop, descriptor: socket,
        refused: { descriptor in
          refused += 1
          Kernel.close(descriptor)
        },
        accepted: { descriptor, _ in
          accepted += 1
          Kernel.close(descriptor)
        })
      precondition(listener != nil)
      for _ in 0..<3 { _ = try loop.connect(to: .internet(.loopback, port: port)).get() }
      var limit = rlimit(rlim_cur: 64, rlim_max: 64)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      var taken: [Int32] = []
      while true {
        let copy = dup(0)
        if copy < 0 { break }
        taken.append(copy)
      }
      var turns = 0
      let end = Clock.monotonic() + 2500 * Nanoseconds.perMillisecond
      while Clock.monotonic() < end {
        loop.turn(maximumSleep: 100)
        turns += 1
      }
      precondition(accepted == 0, "accepted without a descriptor")
      precondition(turns < 60, "turned \(turns) times")
      // Whoever waits is refused and not left hanging: the descriptor in reserve makes room for one at a time.
      precondition(refused == 3, "refused \(refused)")
      for copy in taken { close(copy) }
      for _ in 0..<3 { _ = try loop.connect(to: .internet(.loopback, port: port)).get() }
      let later = Clock.monotonic() + 10 * Nanoseconds.perSecond
      while Clock.monotonic() < later && accepted < 3 { loop.turn(maximumSleep: 100) }
      precondition(accepted == 3 && refused == 3, "accepted \(accepted) once descriptors were free again")
      exit(0)
    }
  }
}
