/// From a key's hash to the field it names.
struct FieldNames: Sendable {
  private var hashes: [UInt64]
  private var fields: [Field]

  init(_ keys: borrowing KeyReader) {
    let capacity = 1024
    hashes = [UInt64](repeating: 0, count: capacity)
    fields = [Field](repeating: .model, count: capacity)
    for field in Field.allCases {
      let hash = keys.hash(of: Array(field.rawValue.utf8))
      var place = Int(truncatingIfNeeded: hash) & (capacity - 1)
      while hashes[place] != 0 { place = (place + 1) & (capacity - 1) }
      hashes[place] = hash
      fields[place] = field
    }
  }

  /// The field whose folded name has this hash, or nil.
  func lookup(_ hash: UInt64) -> Field? {
    var place = Int(truncatingIfNeeded: hash) & (hashes.count &- 1)
    while hashes[place] != 0 {
      if hashes[place] == hash { return fields[place] }
      place = (place &+ 1) & (hashes.count &- 1)
    }
    return nil
  }
}
