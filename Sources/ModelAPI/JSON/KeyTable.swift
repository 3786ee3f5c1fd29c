/// The keys seen in one document, by hash: tells whether an object has a key already.
///
/// Open addressing; entries of earlier documents are told by their epoch, so nothing is cleared between documents.
struct KeyTable: ~Copyable {
  private struct Slot {
    var hash: UInt64 = 0
    var epoch: UInt32 = 0
  }

  private var slots: [Slot]
  private var epoch: UInt32 = 0
  private(set) var count = 0

  init() { slots = [Slot](repeating: Slot(), count: 256) }

  /// Forgets the keys of the document before.
  mutating func beginDocument() {
    count = 0
    if epoch == .max {
      for index in slots.indices { slots[index].epoch = 0 }
      epoch = 0
    }
    epoch += 1
  }

  /// Adds a hash that stands for a key and its object; false if it was there.
  mutating func insert(_ hash: UInt64) -> Bool {
    if count &* 2 >= slots.count { grow() }
    guard place(hash) else { return false }
    count &+= 1
    return true
  }

  @inline(__always)
  private mutating func place(_ hash: UInt64) -> Bool {
    let mask = slots.count &- 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index].epoch == epoch {
      if slots[index].hash == hash { return false }
      index = (index &+ 1) & mask
    }
    slots[index] = Slot(hash: hash, epoch: epoch)
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for slot in old where slot.epoch == epoch { _ = place(slot.hash) }
  }
}
