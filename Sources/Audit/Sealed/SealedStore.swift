import Cryptography
import Glibc

/// Keeps the salts and texts of personal fields beside the log, sealed, in append-only segments per day.
///
/// Bound to the appender. A new process takes new salts, so nothing is read back to append. What a failed fsync left
/// in doubt is written again, from memory, into a new segment.
struct SealedStore {
  /// How many persons of one day are remembered before the memory starts afresh.
  static let rememberedPersons = 65_536

  private let folder: Folder
  private let keys: SealKeys
  private var persons: [Int: [[UInt8]: PersonSalt]] = [:]
  private var pending: [Int: [UInt8]] = [:]
  private var open: [Int: SealedSegmentFile] = [:]

  init(folder: Folder, keys: SealKeys) {
    self.folder = folder
    self.keys = keys
  }

  /// The salt of a person at a time.
  mutating func salt(person: [UInt8], time: Int64) -> (salt: PersonSalt, period: Int) {
    let period = SealedSegment.period(of: time)
    if let known = persons[period]?[person] { return (known, period) }
    let salt = PersonSalt()
    if persons.count > 2, persons[period] == nil { persons.removeAll() }
    if persons[period, default: [:]].count >= SealedStore.rememberedPersons { persons[period] = [:] }
    persons[period, default: [:]][person] = salt
    return (salt, period)
  }

  /// The commitment to a text of a person; its text is sealed with the next `write`.
  mutating func commit(
    _ field: PersonalField, _ text: Span<UInt8>, of person: [UInt8], salt: PersonSalt, period: Int
  ) throws(DiskFailure) -> Digest32 {
    let (digest, isNew) = salt.commitment(field, text)
    guard isNew else { return digest }
    let plain = SealedField(field: field, salt: salt.salt, person: person, text: [UInt8](text))
    guard let sealed = try? SealedSegment.seal(plain, period: period, with: keys) else {
      throw DiskFailure(.seal, path: "sealed", code: ENOMEM)
    }
    pending[period, default: []] += sealed
    return digest
  }

  /// Brings everything sealed so far to the disk.
  mutating func write() throws(DiskFailure) {
    for (period, bytes) in pending.sorted(by: { $0.key < $1.key }) {
      do {
        try segment(of: period).append(bytes.span)
      } catch {
        open[period] = nil
        throw error
      }
      pending[period] = nil
    }
    if open.count > 2 { open.removeAll() }
  }

  private mutating func segment(of period: Int) throws(DiskFailure) -> SealedSegmentFile {
    if let segment = open[period] { return segment }
    try folder.make()
    let numbers = try folder.names().compactMap { SealedSegment.parse($0) }.filter { $0.period == period }.map(\.number)
    let number = (numbers.max() ?? 0) + 1
    let segment = try SealedSegmentFile(SealedSegment.name(period: period, number: number), in: folder)
    open[period] = segment
    return segment
  }
}

extension SealedStore {
  /// Forgets a person in all periods; gives how many fields were forgotten. `write` must have been done before.
  mutating func erase(person: [UInt8]) throws(DiskFailure) -> Int {
    open.removeAll()
    for period in persons.keys { persons[period]?[person] = nil }
    var erased = 0
    for name in try folder.names() {
      guard let (period, _) = SealedSegment.parse(name), let bytes = try folder.read(name) else { continue }
      let records = SealedSegment.records(in: bytes)
      let kept = records.filter { SealedSegment.open($0, period: period, with: keys)?.person != person }
      guard kept.count < records.count else { continue }
      erased += records.count - kept.count
      try folder.replace(name, with: Array(kept.joined()).span)
    }
    return erased
  }

  /// Drops whole segments of days before a period; gives how many.
  mutating func retire(before period: Int) throws(DiskFailure) -> Int {
    let old = try folder.names().filter { (SealedSegment.parse($0)?.period ?? .max) < period }
    for name in old { try folder.remove(name) }
    if !old.isEmpty { try folder.synchronise() }
    return old.count
  }
}

/// An open segment; what was appended is on the disk when `append` returns.
final class SealedSegmentFile {
  private let file: DiskFile

  init(_ name: String, in folder: Folder) throws(DiskFailure) {
    file = try DiskFile(folder.path(of: name), flags: O_WRONLY | O_CREAT | O_EXCL | O_APPEND)
    try folder.synchronise()
  }

  func append(_ bytes: Span<UInt8>) throws(DiskFailure) {
    try file.write(bytes)
    try file.synchroniseData()
  }
}
