import Glibc

/// An open file; closed when it goes out of scope.
struct DiskFile: ~Copyable, Sendable {
  let descriptor: Int32
  let path: String

  /// Takes over an open descriptor.
  init(owning descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Opens a file with the flags of open(2); a new one is readable by its owner only.
  init(_ path: String, flags: Int32) throws(DiskFailure) {
    let descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DiskFailure(.open, path: path) }
    self.init(owning: descriptor, path: path)
  }

  deinit {
    close(descriptor)
  }

  /// The file's length in bytes.
  func count() throws(DiskFailure) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw DiskFailure(.read, path: path) }
    return Int(status.st_size)
  }

  /// Writes all bytes at the file's position.
  func write(_ bytes: Span<UInt8>) throws(DiskFailure) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw DiskFailure(.write, path: path)
      }
      written += count
    }
  }

  /// All bytes from an offset to the end, or the first `limit` of them.
  func read(from offset: Int = 0, limit: Int = .max) throws(DiskFailure) -> [UInt8] {
    let size = min(max(0, try count() - offset), limit)
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = unsafe pread(descriptor, buffer.baseAddress! + filled, size - filled, off_t(offset + filled))
        if count < 0 && errno == EINTR { continue }
        failed = count < 0
        if count <= 0 { break }
        filled += count
      }
    }
    if failed { throw DiskFailure(.read, path: path) }
    return bytes
  }

  /// Brings data and metadata to the disk.
  func synchronise() throws(DiskFailure) {
    guard fsync(descriptor) == 0 else { throw DiskFailure(.synchronise, path: path) }
  }

  /// Brings data, and the metadata needed to read it, to the disk.
  func synchroniseData() throws(DiskFailure) {
    guard fdatasync(descriptor) == 0 else { throw DiskFailure(.synchronise, path: path) }
  }

  /// Allocates real blocks, so that later writes into the mapping cannot meet a full disk.
  func allocate(_ count: Int) throws(DiskFailure) {
    let code = posix_fallocate(descriptor, 0, off_t(count))
    guard code == 0 else { throw DiskFailure(.allocate, path: path, code: code) }
  }
}
