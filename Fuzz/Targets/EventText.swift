/// Server-sent events taken apart plainly, all bytes at hand (WHATWG HTML, section 9.2).
enum EventText {
  /// The events with the blank lines that end them; what is left at the end is one too.
  static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var events: [ArraySlice<UInt8>] = []
    var start = 0
    var line = 0
    while let end = lineEnd(bytes, from: line) {
      if bytes[line] == 0x0a || bytes[line] == 0x0d {
        events.append(bytes[start..<end])
        start = end
      }
      line = end
    }
    if start < bytes.count { events.append(bytes[start...]) }
    return events
  }

  /// The content of the `data` lines, joined as a client joins them.
  static func data(_ event: ArraySlice<UInt8>) -> [UInt8] {
    let bytes = Array(event)
    var data: [[UInt8]] = []
    var line = 0
    while line < bytes.count {
      let end = lineEnd(bytes, from: line) ?? bytes.count
      let text = bytes[line..<end].prefix { $0 != 0x0a && $0 != 0x0d }
      if text.starts(with: Array("data:".utf8)) {
        let value = text.dropFirst(5)
        data.append(Array(value.first == 0x20 ? value.dropFirst() : value))
      }
      line = end
    }
    return Array(data.joined(separator: [0x0a]))
  }

  /// One past the end of the line that begins at an offset; nil where it has none.
  private static func lineEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    guard let end = bytes[start...].firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) else { return nil }
    return bytes[end] == 0x0d && end + 1 < bytes.count && bytes[end + 1] == 0x0a ? end + 2 : end + 1
  }
}
