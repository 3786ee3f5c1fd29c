import Glibc

/// Which file a path leads to, and when it was last written: differs after every edit, also one by renaming.
struct FileStamp: Equatable, Sendable {
  private var device: UInt64 = 0
  private var inode: UInt64 = 0
  private var size: Int64 = 0
  private var seconds: Int = 0
  private var nanoseconds: Int = 0

  /// All zero where there is no such file.
  init(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }
}

extension TLSSettings {
  /// The stamps of every certificate and key.
  var stamps: [FileStamp] {
    guard case .on(let settings) = self else { return [] }
    return settings.certificates.flatMap { [FileStamp($0.certificateFile), FileStamp($0.keyFile)] }
  }
}
