import Cryptography

/// A file of sealed fields of one period, `sealed/<day>.<number>`: records of `length(4, big-endian) ‖ sealed bytes`.
///
/// The seal binds each record to its period, so that none can be moved to another.
enum SealedSegment {
  /// Days since 1970, UTC: the period of a salt.
  static func period(of milliseconds: Int64) -> Int {
    Int(max(0, milliseconds) / 86_400_000)
  }

  static func name(period: Int, number: Int) -> String { "\(period).\(number)" }

  /// Period and number of a segment's name; nil for other files.
  static func parse(_ name: String) -> (period: Int, number: Int)? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let period = Decimal.parse(parts[0].utf8), let number = Decimal.parse(parts[1].utf8) else {
      return nil
    }
    return (Int(period), Int(number))
  }

  static func seal(_ field: SealedField, period: Int, with keys: SealKeys) throws(CryptographyError) -> [UInt8] {
    let sealed = try keys.seal(field.encoded, context: context(period))
    let length = UInt32(sealed.count)
    return VerifierKey.bytes(length) + sealed
  }

  /// The whole records of a segment; a torn one at the end is not one.
  static func records(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var records: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while rest.count >= 4 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard rest.count >= 4 + length else { break }
      records.append(rest.prefix(4 + length))
      rest = rest.dropFirst(4 + length)
    }
    return records
  }

  /// The field in a record; nil when the key or the period is another.
  static func open(_ record: ArraySlice<UInt8>, period: Int, with keys: SealKeys) -> SealedField? {
    let sealed = Array(record.dropFirst(4))
    return keys.open(sealed, context: context(period)).flatMap { SealedField(encoded: $0) }
  }

  private static func context(_ period: Int) -> [UInt8] {
    Array("countersign sealed \(period)".utf8)
  }
}
