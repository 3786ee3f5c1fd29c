/// The names of the tools a call offers, and the same one per line for the record; reused between requests.
struct ToolText {
  private(set) var names: [[UInt8]] = []
  private(set) var text: [UInt8] = []

  mutating func set(_ names: [[UInt8]]) {
    removeAll()
    self.names = names
    for name in names {
      if !text.isEmpty { text.append(0x0a) }
      text.append(contentsOf: name)
    }
  }

  mutating func removeAll() {
    text.removeAll(keepingCapacity: true)
    names = []
  }
}
