import CSimdjson

/// Owns one parser of the C library and the memory it works in.
@safe
struct SimdjsonParser: ~Copyable {
  private let depth: Int
  /// Nil while no memory is held.
  private var handle: OpaquePointer?

  /// `depth` is the deepest nesting the parser follows.
  init(depth: Int) {
    self.depth = depth
    unsafe handle = unsafe countersign_json_create(depth)
  }

  deinit {
    if let handle = unsafe handle { unsafe countersign_json_destroy(handle) }
  }

  /// The longest document that needs no further allocation; working memory is about 14 times this.
  var capacity: Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe countersign_json_capacity(handle)
  }

  /// Gives the working memory back; the next parse takes new.
  mutating func release() {
    if let handle = unsafe handle { unsafe countersign_json_destroy(handle) }
    unsafe handle = nil
  }

  /// Validates the first `length` bytes; the rest of the buffer, if it is long enough, spares a copy.
  mutating func parse(_ buffer: Span<UInt8>, length: Int) -> Int {
    if unsafe handle == nil { unsafe handle = unsafe countersign_json_create(depth) }
    guard let handle = unsafe handle else { return COUNTERSIGN_JSON_MEMORY }
    let isPadded = buffer.count - length >= StrictJSON.padding
    return unsafe buffer.withUnsafeBufferPointer { bytes in
      Int(unsafe countersign_json_parse(handle, bytes.baseAddress, length, isPadded))
    }
  }

  /// Where the last document's structural characters and scalars begin; valid until the next parse.
  var marks: Span<UInt32> {
    @_lifetime(borrow self)
    get {
      guard let handle = unsafe handle else { return Span() }
      var count = 0
      guard let start = unsafe countersign_json_structurals(handle, &count) else { return Span() }
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), borrowing: self)
    }
  }
}
