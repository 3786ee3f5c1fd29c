import Glibc
import Synchronization

/// A counter in eight bytes of shared memory, backed by a file, that all processes using one store see at once.
///
/// Whoever maps the file counts with atomic instructions; nobody ever shortens it, which would make a load trap.
@safe
final class GenerationFile: Sendable {
  // Sendable: the pointer never changes and what it points to is an atomic.
  nonisolated(unsafe) private let counter: UnsafeMutablePointer<Atomic<UInt64>>
  private static let size = MemoryLayout<UInt64>.size

  /// Maps the file, made with mode 0600 where it is missing.
  init(path: String) throws(StorageError) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
    if Int(status.st_size) < Self.size {
      // Allocated, not only sized: a store into a hole of a full disk would be SIGBUS.
      let code = posix_fallocate(descriptor, 0, off_t(Self.size))
      guard code == 0 else { throw Self.failure(path, code) }
    }
    let memory = unsafe mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { throw Self.failure(path) }
    unsafe counter = memory.bindMemory(to: Atomic<UInt64>.self, capacity: 1)
  }

  deinit { unsafe munmap(counter, Self.size) }

  /// The count now: one plain load.
  var value: UInt64 { unsafe counter.pointee.load(ordering: .acquiring) }

  /// Counts up by one, for every process.
  func advance() { unsafe counter.pointee.wrappingAdd(1, ordering: .acquiringAndReleasing) }

  private static func failure(_ path: String, _ code: Int32 = errno) -> StorageError {
    .cannotOpen(path: path, reason: unsafe String(cString: strerror(code)))
  }
}
