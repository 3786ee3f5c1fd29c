import CLinux
import Glibc
import Synchronization

/// One loop's side of its journal: the only way onto the record from the data plane.
///
/// Every call copies one record into mapped memory and returns: no allocation, no lock, no system call (except one
/// wake-up of the appender when the ring is half full, and one a group under `Durability.power`). The record survives
/// the end of the process from then on. Bound to the thread of its loop.
public final class Journal {
  private let ring: JournalRing
  private let gate: JournalGate
  private let waitsForDisk: Bool
  private var isAwaited = false
  private var head: UInt64 = 0
  private var tail: UInt64 = 0
  private var sequence: UInt64 = 0
  private var nextWake: UInt64
  /// Intents whose outcome is still to come; each keeps room for it.
  public private(set) var openCalls = 0

  init(ring: JournalRing, gate: JournalGate, durability: Durability) {
    let wasTaken = ring.isTaken.exchange(true, ordering: .sequentiallyConsistent)
    precondition(!wasTaken, "a journal has one loop")
    self.ring = ring
    self.gate = gate
    waitsForDisk = durability == .power
    nextWake = ring.capacity / 2
  }

  /// Records what a call is about to do. Nothing may go upstream unless this returned.
  ///
  /// `tools` are the tools' names, one per line; the path and the tools are kept up to their `RecordLimit`.
  public func append(
    _ intent: borrowing Intent, path: Span<UInt8>, tools: Span<UInt8> = Span()
  ) throws(JournalError) -> Ticket {
    guard gate.isOpen else { throw .unwritable }
    let record = try IntentRecord(intent, path: path, tools: tools)
    let place = unsafe try place(record.size, keeping: reserved(outcomes: openCalls + 1))
    var writer = unsafe RecordWriter(at: place)
    record.write(intent, path: path, tools: tools, to: &writer)
    openCalls += 1
    isAwaited = waitsForDisk
    return unsafe publish(place, size: record.size, written: writer.count, kind: .intent)
  }

  /// Asks, under `Durability.power`, that the intents taken so far be brought to the disk: once for all of a turn of
  /// the loop, which makes them one group.
  @inline(__always)
  public func bringToDisk() {
    guard isAwaited else { return }
    isAwaited = false
    ring.awaited.store(sequence, ordering: .sequentiallyConsistent)
    gate.synchroniser.ring()
  }

  /// Records how a call ended. Has room by reservation, also while the disk fails.
  @discardableResult
  public func append(_ outcome: Outcome) throws(JournalError) -> Ticket {
    let place = unsafe try place(RecordLayout.outcome, keeping: 0)
    var writer = unsafe RecordWriter(at: place)
    outcome.write(to: &writer)
    openCalls = max(0, openCalls - 1)
    return unsafe publish(place, size: RecordLayout.outcome, written: writer.count, kind: .outcome)
  }

  /// Records that an identified caller was refused.
  @discardableResult
  public func append(_ refusal: borrowing Refusal, path: Span<UInt8>) throws(JournalError) -> Ticket {
    guard gate.isOpen else { throw .unwritable }
    let record = try RefusalRecord(refusal, path: path)
    let place = unsafe try place(record.size, keeping: reserved(outcomes: openCalls))
    var writer = unsafe RecordWriter(at: place)
    record.write(refusal, path: path, to: &writer)
    return unsafe publish(place, size: record.size, written: writer.count, kind: .refusal)
  }

  /// Counts the refusal of a stranger. Never fails: without room in the strangers' quarter of the journal it is
  /// counted without its reason and place.
  public func count(_ refusal: borrowing StrangerRefusal) {
    let size = refusal.recordSize
    let isCrowded = head - tail > ring.capacity / 4 && head - refreshedTail() > ring.capacity / 4
    guard gate.isOpen, !isCrowded, let place = unsafe try? place(size, keeping: reserved(outcomes: openCalls)) else {
      ring.uncounted.add(1, ordering: .relaxed)
      return
    }
    var writer = unsafe RecordWriter(at: place)
    refusal.write(to: &writer)
    _ = unsafe publish(place, size: size, written: writer.count, kind: .stranger)
  }
}

extension Journal {
  /// Room for the outcomes of open calls, and for what the ring's end may waste on the way.
  @inline(__always)
  private func reserved(outcomes: Int) -> UInt64 {
    UInt64((outcomes + 1) * RecordLayout.outcome)
  }

  private func refreshedTail() -> UInt64 {
    tail = ring.tail.load(ordering: .acquiring)
    return tail
  }

  /// Contiguous memory for a record; skips what is left of the ring when the record does not fit there.
  @inline(__always)
  private func place(_ size: Int, keeping reserve: UInt64) throws(JournalError) -> UnsafeMutableRawPointer {
    let room = ring.room(at: head)
    let skipped = size > room ? room : 0
    let end = head + UInt64(skipped + size) + reserve
    if end - tail > ring.capacity, end - refreshedTail() > ring.capacity { throw .full }
    if skipped > 0 { skip(skipped) }
    return unsafe ring.memory(at: head)
  }

  private func skip(_ count: Int) {
    if count >= RecordLayout.header {
      let place = unsafe ring.memory(at: head)
      _ = unsafe publish(place, size: count, written: count, kind: .padding)
    } else {
      head += UInt64(count)
    }
  }

  /// Completes the record with its header and shows it to the appender.
  @inline(__always)
  private func publish(
    _ place: UnsafeMutableRawPointer, size: Int, written: Int, kind: RecordKind
  ) -> Ticket {
    sequence += 1
    if size > written { unsafe (place + written).initializeMemory(as: UInt8.self, repeating: 0, count: size - written) }
    unsafe place.storeBytes(of: UInt32(size).littleEndian, as: UInt32.self)
    unsafe place.storeBytes(of: sequence.littleEndian, toByteOffset: 8, as: UInt64.self)
    unsafe place.storeBytes(of: UInt64(kind.rawValue).littleEndian, toByteOffset: 16, as: UInt64.self)
    let checksum = unsafe countersign_crc32c(ring.seed, place + 8, size - 8)
    unsafe place.storeBytes(of: checksum.littleEndian, toByteOffset: 4, as: UInt32.self)
    head += UInt64(size)
    ring.head.store(head, ordering: .releasing)
    ring.published.store(sequence, ordering: .releasing)
    if head >= nextWake { wake() }
    return Ticket(sequence: sequence)
  }

  private func wake() {
    if head - refreshedTail() > ring.capacity / 2 { gate.appender.ring() }
    nextWake = head + ring.capacity / 16
  }
}
