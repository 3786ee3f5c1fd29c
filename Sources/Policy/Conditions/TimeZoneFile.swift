/// Reads compiled time zone files (TZif, RFC 9636): the second data block, then the rule in the footer to 2100.
enum TimeZoneFile {
  struct Offsets {
    var transitions: [Int64] = []
    /// The offset before the first transition, then after each.
    var offsets: [Int64] = []
  }

  /// The largest file that is read, in bytes.
  static let maximumSize = 65_536

  static func read(_ file: [UInt8]) -> Offsets? {
    guard file.count <= maximumSize, let first = Header(file, at: 0), first.version >= UInt8(ascii: "2") else {
      return nil
    }
    let start = Header.size + first.blockSize(timeSize: 4)
    guard let header = Header(file, at: start), header.leapSeconds == 0, header.types > 0 else { return nil }
    let body = start + Header.size
    guard body + header.blockSize(timeSize: 8) <= file.count else { return nil }
    guard var table = block(file, body, header) else { return nil }
    return footer(file, body + header.blockSize(timeSize: 8), into: &table) ? table : nil
  }

  private struct Header {
    static let size = 44
    let version: UInt8
    let utIndicators: Int
    let standardIndicators: Int
    let leapSeconds: Int
    let times: Int
    let types: Int
    let characters: Int

    init?(_ file: [UInt8], at start: Int) {
      guard start + Header.size <= file.count, file[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
      version = file[start + 4]
      let counts = (0..<6).map { Int(integer(file, start + 20 + $0 * 4, size: 4)) }
      guard counts.allSatisfy({ (0...maximumSize).contains($0) }) else { return nil }
      utIndicators = counts[0]
      standardIndicators = counts[1]
      leapSeconds = counts[2]
      times = counts[3]
      types = counts[4]
      characters = counts[5]
    }

    func blockSize(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardIndicators
        + utIndicators
    }
  }

  private static func block(_ file: [UInt8], _ body: Int, _ header: Header) -> Offsets? {
    let indices = body + header.times * 8
    let types = indices + header.times
    let offset = { (type: Int) in integer(file, types + type * 6, size: 4) }
    var table = Offsets(offsets: [offset(0)])
    for index in 0..<header.times {
      let moment = integer(file, body + index * 8, size: 8)
      let type = Int(file[indices + index])
      guard type < header.types, moment > table.transitions.last ?? .min else { return nil }
      table.transitions.append(moment)
      table.offsets.append(offset(type))
    }
    return table.offsets.allSatisfy { abs($0) < 26 * 3600 } ? table : nil
  }

  /// Extends the table by the footer's rule; false where there is a rule that cannot be read.
  private static func footer(_ file: [UInt8], _ start: Int, into table: inout Offsets) -> Bool {
    let newline = UInt8(ascii: "\n")
    guard start < file.count, file[start] == newline, file.last == newline, start + 1 < file.count else {
      return false
    }
    let text = file[(start + 1)..<(file.count - 1)]
    if text.isEmpty { return true }
    guard let rule = TimeZoneRule(parsing: text) else { return false }
    for (moment, offset) in rule.changes(through: 2100) where moment > table.transitions.last ?? .min {
      table.transitions.append(moment)
      table.offsets.append(offset)
    }
    return true
  }

  /// A big-endian two's-complement integer.
  private static func integer(_ file: [UInt8], _ start: Int, size: Int) -> Int64 {
    let bits = file[start..<start + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let unused = UInt64(64 - size * 8)
    return Int64(bitPattern: bits << unused) >> Int64(unused)
  }
}
