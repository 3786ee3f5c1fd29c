import Glibc

/// A step on the disk that failed: what, where and the kernel's reason.
public struct DiskFailure: Error, Equatable, Sendable {
  /// The step.
  public enum Step: String, Sendable {
    case open, read, write, allocate, map, synchronise, rename, remove, list, lock, seal
  }

  /// What was to be done.
  public let step: Step
  /// To which file or folder.
  public let path: String
  /// The kernel's `errno`; `ENOSPC` is a full disk, `EIO` a broken one.
  public let code: Int32

  /// What was read is not what was written.
  static let inconsistent = EIO

  init(_ step: Step, path: String, code: Int32 = errno) {
    self.step = step
    self.path = path
    self.code = code
  }
}

extension DiskFailure: CustomStringConvertible {
  /// `cannot write tile/0/000.p/3: No space left on device`.
  public var description: String {
    "cannot \(step.rawValue) \(path): \(unsafe String(cString: strerror(code)))"
  }
}
