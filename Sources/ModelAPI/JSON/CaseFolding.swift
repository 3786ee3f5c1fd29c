/// Unicode case folding for the rare key that is not ASCII.
///
/// Go's `encoding/json` finds a struct field by `unicode.SimpleFold`, under which U+017F is `s` and U+212A is `k`;
/// other readers fold by upper- or lower-casing, under which U+0131 is `i`, U+FB01 is `fi`, U+00DF is `ss`. All of
/// them are covered: a scalar folds to lower(upper(lower(scalar))), full mappings, as the standard library has them.
enum CaseFolding {
  private struct Entry: Sendable {
    let scalar: UInt32
    /// Up to seven bytes of UTF-8, the first in the lowest byte; the count is in the highest.
    let folded: UInt64
  }

  /// Every scalar above ASCII that folds to something else, in order; about 1,500 entries, made once.
  private static let entries: [Entry] = {
    var entries: [Entry] = []
    for value in UInt32(0x80)..<limit {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let folded = String(scalar).lowercased().uppercased().lowercased()
      if folded.unicodeScalars.elementsEqual(CollectionOfOne(scalar)) { continue }
      var packed = UInt64(folded.utf8.count) << 56
      for (index, byte) in folded.utf8.enumerated() where index < 7 { packed |= UInt64(byte) << UInt64(index * 8) }
      entries.append(Entry(scalar: value, folded: packed))
    }
    return entries
  }()

  /// Where the entries of each 128 scalars begin; one more at the end.
  private static let pages: [UInt16] = {
    var pages = [UInt16](repeating: 0, count: Int(limit >> 7) + 1)
    for entry in entries { pages[Int(entry.scalar >> 7) + 1] += 1 }
    for page in pages.indices.dropFirst() { pages[page] += pages[page - 1] }
    return pages
  }()

  /// Beyond this no scalar has case.
  private static let limit: UInt32 = 0x1F000

  /// Builds the tables now, so that no request pays for it.
  static func prepare() { _ = pages.count }

  /// Appends the folded form of a well-formed UTF-8 text.
  static func append(_ text: Span<UInt8>, to output: inout [UInt8]) {
    let entries = entries
    let pages = pages
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        output.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        index &+= 1
        continue
      }
      let length = max(1, UTF8Sequence.length(text, at: index))
      let scalar = UTF8Sequence.scalar(text, at: index, length: length)
      if let folded = folding(of: scalar, entries.span, pages.span) {
        for place in 0..<(folded >> 56) { output.append(UInt8(truncatingIfNeeded: folded >> (place &* 8))) }
      } else {
        output.append(text, index..<index &+ length)
      }
      index &+= length
    }
  }

  private static func folding(of scalar: UInt32, _ entries: Span<Entry>, _ pages: Span<UInt16>) -> UInt64? {
    guard scalar < limit else { return nil }
    let page = Int(scalar >> 7)
    let end = Int(pages[page &+ 1])
    var low = Int(pages[page])
    var high = end
    while low < high {
      let middle = (low &+ high) >> 1
      if entries[middle].scalar < scalar { low = middle &+ 1 } else { high = middle }
    }
    return low < end && entries[low].scalar == scalar ? entries[low].folded : nil
  }
}
