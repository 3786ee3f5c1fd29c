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
    for value in UInt32(0x80)..<0x1F000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let folded = String(scalar).lowercased().uppercased().lowercased()
      if folded.unicodeScalars.elementsEqual(CollectionOfOne(scalar)) { continue }
      var packed = UInt64(folded.utf8.count) << 56
      for (index, byte) in folded.utf8.enumerated() where index < 7 { packed |= UInt64(byte) << UInt64(index * 8) }
      entries.append(Entry(scalar: value, folded: packed))
    }
    return entries
  }()

  /// Builds the table now, so that no request pays for it.
  static func prepare() { _ = entries.count }

  /// Appends the folded form of a well-formed UTF-8 text.
  static func append(_ text: Span<UInt8>, to output: inout [UInt8]) {
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        output.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        index &+= 1
        continue
      }
      let length = max(1, UTF8Sequence.length(text, at: index))
      if let folded = folding(of: UTF8Sequence.scalar(text, at: index, length: length)) {
        for place in 0..<(folded >> 56) { output.append(UInt8(truncatingIfNeeded: folded >> (place &* 8))) }
      } else {
        for offset in 0..<length { output.append(text[index &+ offset]) }
      }
      index &+= length
    }
  }

  private static func folding(of scalar: UInt32) -> UInt64? {
    let entries = entries
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low &+ high) >> 1
      if entries[middle].scalar < scalar { low = middle &+ 1 } else { high = middle }
    }
    return low < entries.count && entries[low].scalar == scalar ? entries[low].folded : nil
  }
}
