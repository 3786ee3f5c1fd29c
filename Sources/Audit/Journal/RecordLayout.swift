/// The shape of a journal record, all integers little-endian:
///
/// | bytes | what |
/// |---|---|
/// | 0–3 | length in all, a multiple of 8 |
/// | 4–7 | CRC-32C of everything from byte 8 on, begun with the journal's seed |
/// | 8–15 | sequence number, one higher than the record before |
/// | 16 | kind |
/// | 17–23 | zero |
/// | 24– | the kind's fields, then zeros up to the multiple of 8 |
///
/// The seed differs for each journal file and the sequence for each lap, so no older record is taken for a new one.
enum RecordLayout {
  static let header = 24
  static let alignment = 8

  /// The size of a record with so many bytes of fields.
  static func size(fields: Int) -> Int {
    (header + fields + alignment - 1) & ~(alignment - 1)
  }

  /// The size of an outcome record: what an open intent keeps reserved.
  static let outcome = size(fields: 16 + 8 + 2 + 2 + 5 * 8 + 1 + 1)
  /// More than any record needs.
  static let largest = size(fields: 160 + 12 * (2 + RecordLimit.name) + 2 * 2 + RecordLimit.path + RecordLimit.tools)
}
