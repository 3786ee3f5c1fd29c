import HTTP

/// Chunked bodies: at any split of the bytes the content, the end and the verdict are the same.
enum ChunkedBodyTarget {
  struct Reading: Equatable {
    var content: [UInt8] = []
    var used = 0
    var isEnd = false
    var error: HeadError?
  }

  /// The first byte is the size of the pieces.
  static func run(_ input: [UInt8]) throws(BrokenPromise) {
    guard let piece = input.first else { return }
    let bytes = Array(input.dropFirst())
    let whole = try read(bytes, by: max(1, bytes.count))
    for size in [1, Int(piece) + 1] {
      let split = try read(bytes, by: size)
      // An error stops the reading wherever it is noticed; the content before it is what both saw.
      try BrokenPromise.unless(split == whole, "in pieces of \(size): \(split), whole: \(whole)")
    }
    if whole.isEnd {
      let rest = try read(Array(bytes[..<whole.used]), by: max(1, whole.used))
      try BrokenPromise.unless(rest == whole, "what follows the body changes it")
    }
  }

  private static func read(_ bytes: [UInt8], by size: Int) throws(BrokenPromise) -> Reading {
    var decoder = ChunkedDecoder()
    var reading = Reading()
    var arrived = 0
    while arrived < bytes.count {
      arrived = min(arrived + size, bytes.count)
      while true {
        let step = decoder.next(bytes.span.extracting(reading.used..<arrived))
        switch step {
        case .skip(let count), .content(let count):
          try BrokenPromise.unless(count > 0 && reading.used + count <= arrived, "\(step) of \(arrived - reading.used)")
          if case .content = step { reading.content += bytes[reading.used..<reading.used + count] }
          reading.used += count
          continue
        case .end: reading.isEnd = true
        case .invalid(let error): reading.error = error
        case .needsMore: break
        }
        break
      }
      if reading.isEnd || reading.error != nil { break }
    }
    return reading
  }
}
