/// Memory for one entry, reused for all.
@safe final class EntryMemory {
  let start: UnsafeMutablePointer<UInt8>

  init() {
    unsafe start = .allocate(capacity: RecordLimit.entry)
    unsafe start.initialize(repeating: 0, count: RecordLimit.entry)
  }

  deinit {
    unsafe start.deallocate()
  }
}
