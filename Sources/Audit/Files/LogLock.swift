import Glibc

/// The right to append to a log: one process at a time holds it, and the kernel takes it back when that process ends.
final class LogLock: Sendable {
  private let file: DiskFile

  /// Throws `EWOULDBLOCK` while another process appends to the log.
  init(in folder: Folder) throws(DiskFailure) {
    file = try LogLock.locked(DiskFile(folder.path(of: "lock"), flags: O_RDWR | O_CREAT))
  }

  private static func locked(_ file: consuming DiskFile) throws(DiskFailure) -> DiskFile {
    guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw DiskFailure(.lock, path: file.path) }
    return file
  }
}
