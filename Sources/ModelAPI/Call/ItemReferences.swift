/// Finds items of a Responses `input` that are only references to stored ones.
///
/// `{"type":"item_reference","id":"msg_1"}`, where the type may be left out: an item with an id and neither type nor
/// role is a reference too.
struct ItemReferences {
  private var object: UInt32 = 0
  private var hasID = false
  private var isTyped = false
  private var isReference = false

  /// Whether an item seen so far is a reference.
  var found: Bool { isReference || hasID && !isTyped }

  /// Notes a watched key; keys of other places are ignored.
  mutating func note(_ hit: JSONHit, _ document: borrowing JSONDocument) {
    guard hit.top == .input, hit.depth == 3 else { return }
    if hit.object != object {
      isReference = found
      object = hit.object
      hasID = false
      isTyped = false
    }
    switch hit.field {
    case .id: hasID = true
    case .role: isTyped = true
    case .type: typed(hit.value, document)
    default: break
    }
  }

  private mutating func typed(_ mark: Int, _ document: borrowing JSONDocument) {
    guard let range = document.string(mark) else { return }
    isTyped = true
    // An escaped name of a type is nobody's habit.
    let name = document.bytes.extracting(range)
    if equal(name, "item_reference") || name.indices.contains(where: { name[$0] == 0x5C }) { isReference = true }
  }
}
