/// The names of the tools a call offers, one per line in one text, with the place of each; reused between requests.
struct ToolText {
  private(set) var text: [UInt8] = []
  private(set) var ranges: [Range<Int>] = []

  mutating func set(_ names: [[UInt8]]) {
    removeAll()
    for name in names {
      if !text.isEmpty { text.append(0x0a) }
      ranges.append(text.count..<text.count + name.count)
      text.append(contentsOf: name)
    }
  }

  mutating func removeAll() {
    text.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
  }
}
