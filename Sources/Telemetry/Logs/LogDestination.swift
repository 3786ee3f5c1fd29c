import Glibc

/// Where a log's bytes go: a file opened for appending, or a descriptor that somebody else owns.
///
/// Owns its file. A write never waits: what is not a regular file is asked first and given one page at a time.
@safe
struct LogDestination: ~Copyable {
  /// How much a pipe that says it is ready takes without waiting (`PIPE_BUF`).
  static let pipeLimit = 4096

  private var descriptor: Int32
  private let path: [CChar]?
  private var isRegular: Bool

  /// Appends to a file, made with mode 0640 where it is missing; nil when it cannot be opened, with `errno` set.
  init?(path: String) {
    let name = Array(path.utf8CString)
    let opened = Self.open(name)
    guard opened >= 0 else { return nil }
    descriptor = opened
    isRegular = Self.isRegular(opened)
    self.path = name
  }

  /// Writes to a descriptor that stays the caller's.
  init(borrowing descriptor: Int32) {
    self.descriptor = descriptor
    isRegular = Self.isRegular(descriptor)
    path = nil
  }

  deinit {
    if path != nil { close(descriptor) }
  }

  /// Opens the file again under the same name; the old one stays when that fails. False when it failed.
  mutating func reopen() -> Bool {
    guard let path else { return true }
    let opened = Self.open(path)
    guard opened >= 0 else { return false }
    close(descriptor)
    descriptor = opened
    isRegular = Self.isRegular(opened)
    return true
  }

  /// What became of an attempt to write.
  enum Attempt {
    case wrote(Int)
    case notReady
    case failed
  }

  /// Writes whole lines from the front of `buffer`, as many as go without waiting.
  func write(_ buffer: borrowing LineBuffer) -> Attempt {
    guard isRegular || isReady else { return .notReady }
    let length = isRegular ? buffer.count : buffer.wholeLines(within: Self.pipeLimit)
    var written = buffer.write(length, to: descriptor)
    while written < 0 && errno == EINTR { written = buffer.write(length, to: descriptor) }
    if written < 0 && errno == EAGAIN { return .notReady }
    return written <= 0 ? .failed : .wrote(written)
  }

  private var isReady: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&request, 1, 0) > 0
  }

  private static func open(_ path: [CChar]) -> Int32 {
    unsafe Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
  }

  private static func isRegular(_ descriptor: Int32) -> Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
