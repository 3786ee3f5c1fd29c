import Dispatch
import Glibc

/// Starts the program anew, perhaps another version of it, to take this process's place without a gap: it inherits the
/// listening sockets, in which clients wait meanwhile.
struct Successor: Sendable {
  /// The program's file, asked for at the start: later another one may lie at its path.
  private let program: String
  private let arguments: [String]
  private let environment: [String: String]

  /// How long a successor may take until it could serve, in milliseconds.
  static let patience: Int32 = 60_000

  init(environment: [String: String]) {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = unsafe readlink("/proc/self/exe", &path, path.count - 1)
    program = String(decoding: path.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    arguments = CommandLine.arguments
    self.environment = environment
  }

  /// Starts it; whether it has read its configuration, opened everything and waits for the audit log alone.
  func start(inheriting sockets: [Int32]) async -> Bool {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: startAndWait(sockets)) }
    }
  }

  private func startAndWait(_ sockets: [Int32]) -> Bool {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return false }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let pid = start(sockets + [ends[1]])
    close(ends[1])
    guard pid > 0 else { return false }
    var waiting = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    var word: UInt8 = 0
    let isReady = unsafe poll(&waiting, 1, Self.patience) == 1 && read(ends[0], &word, 1) == 1
    if !isReady {
      kill(pid, SIGKILL)
      _ = waitpid(pid, nil, 0)
    }
    return isReady
  }

  // Descriptors are first copied to numbers beyond those they shall have, so that none is overwritten before its turn.
  // All others of this process are closed by the kernel (O_CLOEXEC).
  private func start(_ descriptors: [Int32]) -> pid_t {
    let copies = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, 3 + Int32(descriptors.count)) }
    defer { for copy in copies where copy >= 0 { close(copy) } }
    guard copies.allSatisfy({ $0 >= 0 }) else { return -1 }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    for (index, copy) in copies.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, copy, 3 + Int32(index))
    }
    return unsafe spawn(&actions, variables(descriptors.count - 1))
  }

  // What threads of this process block and ignore is no concern of the next.
  private func spawn(_ actions: UnsafePointer<posix_spawn_file_actions_t>, _ variables: [String]) -> pid_t {
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
    var (nothing, everything) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&nothing)
    unsafe sigfillset(&everything)
    unsafe posix_spawnattr_setsigmask(&attributes, &nothing)
    unsafe posix_spawnattr_setsigdefault(&attributes, &everything)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var settings = unsafe variables.map { unsafe strdup($0) } + [nil]
    defer {
      for index in 0...arguments.count { unsafe free(words[index]) }
      for index in 0...variables.count { unsafe free(settings[index]) }
    }
    var pid: pid_t = -1
    return unsafe posix_spawn(&pid, program, actions, &attributes, &words, &settings) == 0 ? pid : -1
  }

  private func variables(_ count: Int) -> [String] {
    var all = environment
    all["LISTEN_PID"] = "\(getpid())"
    all["LISTEN_FDS"] = "\(count)"
    all["LISTEN_FDNAMES"] = nil
    all["WATCHDOG_PID"] = nil
    all[Predecessor.variable] = "\(3 + count)"
    return all.map { "\($0)=\($1)" }
  }
}
