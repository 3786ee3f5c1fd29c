import HTTP

/// Header lines written anew.
enum HeaderText {
  /// `name: value` lines and the empty line.
  static func written(_ fields: FieldTable, _ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for index in 0..<fields.count {
      text += bytes[fields[index].name.range] + [0x3a, 0x20] + bytes[fields[index].value.range] + [0x0d, 0x0a]
    }
    return text + [0x0d, 0x0a]
  }
}
