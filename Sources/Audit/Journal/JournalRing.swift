import CLinux
import Glibc
import Synchronization

/// One journal file in memory: written by one loop, emptied by the appender.
///
/// `head` and `tail` are distances from the beginning of the journal's life, not of the file; they only rise. The loop
/// writes between `head` and `tail + capacity`, the appender reads and wipes between `tail` and `head`.
@safe final class JournalRing: Sendable {
  /// Which file this is, in the log's state.
  let name: String
  let loop: Int
  let capacity: UInt64
  /// What the checksums begin with.
  let seed: UInt32
  /// The mapped ring. The two sides never touch the same bytes: `head` and `tail`, released and acquired, part them.
  private nonisolated(unsafe) let base: UnsafeMutableRawPointer
  private let file: DiskFile

  let head = Atomic<UInt64>(0)
  let tail = Atomic<UInt64>(0)
  /// The sequence number of the last published record.
  let published = Atomic<UInt64>(0)
  /// The sequence number of the last record that somebody waits for.
  let awaited = Atomic<UInt64>(0)
  /// Keeps the synchroniser from touching what the appender gives back meanwhile; the loop never takes it.
  private let releasing = Mutex<Void>(())
  /// The sequence number of the last record known to be on the disk.
  let durable = Atomic<UInt64>(0)
  /// Whether a loop writes here already.
  let isTaken = Atomic<Bool>(false)
  /// Strangers' refusals that found no room.
  let uncounted = Atomic<UInt64>(0)

  init(name: String, loop: Int, capacity: UInt64, seed: UInt32, base: UnsafeMutableRawPointer, file: consuming DiskFile)
  {
    self.name = name
    self.loop = loop
    self.capacity = capacity
    self.seed = seed
    unsafe self.base = unsafe base
    self.file = file
  }

  deinit {
    unsafe munmap(base - JournalFile.headerSize, JournalFile.headerSize + Int(capacity))
  }

  /// The memory at a distance; the bytes from there to the ring's end are contiguous.
  @inline(__always)
  func memory(at distance: UInt64) -> UnsafeMutableRawPointer {
    unsafe base + Int(distance & (capacity - 1))
  }

  /// The whole ring; only what lies between `tail` and `head` may be read.
  var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get {
      let start = unsafe UnsafePointer(base.assumingMemoryBound(to: UInt8.self))
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: Int(capacity)), borrowing: self)
    }
  }

  /// How many bytes lie between a distance and the ring's end.
  @inline(__always)
  func room(at distance: UInt64) -> Int {
    Int(capacity - distance & (capacity - 1))
  }

  /// Whether the appender should not wait for its interval.
  var isHalfFull: Bool {
    head.load(ordering: .acquiring) - tail.load(ordering: .relaxed) > capacity / 2
  }

  /// Whether somebody waits for records that are not known to be on the disk.
  var isAwaited: Bool {
    awaited.load(ordering: .sequentiallyConsistent) > durable.load(ordering: .relaxed)
  }

  /// Brings everything published so far to the disk.
  func synchronise() throws(DiskFailure) {
    try file.synchroniseData()
  }

  /// Writes the published bytes anew, so that a later `synchronise` cannot pass over pages the kernel gave up on.
  func touch() {
    releasing.withLock { _ in
      let end = head.load(ordering: .acquiring)
      var distance = tail.load(ordering: .relaxed)
      while distance < end {
        let count = min(Int(end - distance), room(at: distance), 4096)
        unsafe countersign_rewrite(memory(at: distance), count)
        distance += UInt64(count)
      }
    }
  }

  /// Wipes what the tree holds and gives it back to the loop.
  func release(to distance: UInt64) {
    releasing.withLock { _ in
      var position = tail.load(ordering: .relaxed)
      while position < distance {
        let count = min(Int(distance - position), room(at: position))
        unsafe memset(memory(at: position), 0, count)
        position += UInt64(count)
      }
      tail.store(distance, ordering: .releasing)
    }
  }
}
