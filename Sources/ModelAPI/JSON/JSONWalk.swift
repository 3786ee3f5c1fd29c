/// A key of the document's outermost object.
struct JSONMember {
  /// Nil for a name the reader does not know.
  let field: Field?
  /// Whether the key is written as the API writes it: known names are lower case, ASCII.
  let isExact: Bool
  /// The inside of the key's string.
  let key: Range<Int>
  /// The structural mark of the value.
  let value: Int
}

/// A watched key deeper in the document.
struct JSONHit {
  let field: Field
  let isExact: Bool
  /// The outermost field it stands under.
  let top: Field
  /// The nesting of the object it stands in; the outermost object is 1.
  let depth: Int
  /// The running number of that object.
  let object: UInt32
  let key: Range<Int>
  let value: Int
}

/// Our own reading of a document whose grammar simdjson has checked: what a grammar does not say.
///
/// One pass over the structural marks finds equal keys, counts keys and depth, and notes the fields asked for.
struct JSONWalk: ~Copyable {
  private struct Frame {
    var object: UInt32 = 0
    var keys: UInt32 = 0
  }

  /// Room for `StrictJSON.Limits.maximumDepth` and the level that is too deep; inline, for it is written at every key.
  private typealias Frames = InlineArray<258, Frame>

  private(set) var members: [JSONMember] = []
  private(set) var hits: [JSONHit] = []
  private let limits: StrictJSON.Limits
  private var keys: KeyReader
  private var seen = KeyTable()
  private let names: FieldNames
  private let watch = WatchedFields()
  private var frames = Frames(repeating: Frame())
  private var objects: UInt32 = 0
  private var depth = 0
  /// Below the object at this depth everything is the caller's own data and no field is looked for.
  private var opaqueDepth = Int.max
  private var top = Field.model
  private var watched: FieldSet

  init(limits: StrictJSON.Limits, seed: UInt64) {
    self.limits = limits
    keys = KeyReader(seed: seed)
    names = FieldNames(keys)
    watched = watch.anywhere
  }

  /// Walks the document the parser has just checked.
  mutating func run(_ bytes: Span<UInt8>, _ parser: borrowing SimdjsonParser) throws(JSONFault) {
    begin()
    let marks = parser.marks
    for index in marks.indices {
      switch bytes[Int(marks[index])] {
      case 0x7B, 0x5B: try opened()
      case 0x7D, 0x5D: closed()
      case 0x3A: try keyEnded(bytes, marks, index)
      default: break
      }
    }
  }

  private mutating func begin() {
    members.removeAll(keepingCapacity: true)
    hits.removeAll(keepingCapacity: true)
    seen.beginDocument()
    objects = 0
    depth = 0
    opaqueDepth = .max
  }

  private mutating func opened() throws(JSONFault) {
    depth &+= 1
    guard depth <= limits.depth else { throw .tooDeep(maximum: limits.depth) }
    objects &+= 1
    frames[depth] = Frame(object: objects)
  }

  private mutating func closed() {
    depth &-= 1
    if depth == opaqueDepth { opaqueDepth = .max }
  }

  /// At a colon: the mark before it is the key, the one after it the value.
  private mutating func keyEnded(_ bytes: Span<UInt8>, _ marks: Span<UInt32>, _ colon: Int) throws(JSONFault) {
    let start = Int(marks[colon &- 1]) &+ 1
    var end = Int(marks[colon]) &- 1
    while bytes[end] != 0x22 { end &-= 1 }
    let object = try count(start..<end)
    guard let key = keys.read(bytes, start..<end) else { throw .nulInKey(offset: start) }
    guard seen.insert(KeyHash.within(object, key.hash)) else { throw .duplicateKey(offset: start) }
    let opensValue = bytes[Int(marks[colon &+ 1])]
    let isContainer = opensValue == 0x7B || opensValue == 0x5B
    if depth == 1 {
      memberFound(key, start..<end, value: colon &+ 1, isContainer)
    } else if depth <= opaqueDepth {
      nestedFound(key, start..<end, value: colon &+ 1, isContainer)
    }
  }

  /// Counts the key and returns the number of its object.
  @inline(__always)
  private mutating func count(_ key: Range<Int>) throws(JSONFault) -> UInt32 {
    guard key.count <= limits.keyLength else { throw .keyTooLong(maximum: limits.keyLength) }
    guard seen.count < limits.keys else { throw .tooManyKeys(maximum: limits.keys) }
    frames[depth].keys &+= 1
    guard Int(frames[depth].keys) <= limits.keysPerObject else {
      throw .tooManyKeysInObject(maximum: limits.keysPerObject)
    }
    return frames[depth].object
  }

  private mutating func memberFound(_ key: JSONKey, _ range: Range<Int>, value: Int, _ isContainer: Bool) {
    let field = names.lookup(key.hash)
    members.append(JSONMember(field: field, isExact: key.isFolded, key: range, value: value))
    if let field {
      top = field
      watched = watch.under(field)
    }
    if isContainer, field.map(watch.isOpaqueAtTop) ?? true { opaqueDepth = 1 }
  }

  private mutating func nestedFound(_ key: JSONKey, _ range: Range<Int>, value: Int, _ isContainer: Bool) {
    guard let field = names.lookup(key.hash) else { return }
    if watched.contains(field) {
      hits.append(
        JSONHit(
          field: field, isExact: key.isFolded, top: top, depth: depth, object: frames[depth].object, key: range,
          value: value))
    } else if isContainer, watch.isOpaque(field) {
      opaqueDepth = depth
    }
  }
}
