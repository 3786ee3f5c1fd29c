import Bytes
import Testing

@Suite struct NameTableTests {
  static let names: [StaticString] = [
    "te", "host", "trailer", "x-api-id", "x-api-key", "content-length-1", "transfer-encoding",
    "a-name-of-24-bytes-here-",
    "a-name-of-25-bytes-here-5", "a-name-of-32-bytes-in-all-012345",
  ]
  static let folding = NameTable(names.enumerated().map { ($1, UInt8($0)) }, foldingCase: true)
  static let exact = NameTable(names.enumerated().map { ($1, UInt8($0)) }, foldingCase: false)

  @Test func findsEachNameWhereverItStands() {
    for (number, name) in Self.names.enumerated() {
      let text = Array("\(name)".utf8)
      for (before, after) in [(0, 0), (0, 40), (3, 0), (9, 1)] {
        let bytes = [UInt8](repeating: 0x61, count: before) + text + [UInt8](repeating: 0x61, count: after)
        #expect(Self.folding.lookup(bytes.span, before, text.count) == UInt8(number))
        #expect(Self.exact.lookup(bytes.span, before, text.count) == UInt8(number))
        if after > 0 { #expect(Self.exact.lookup(bytes.span, before, text.count + 1) == nil) }
      }
    }
  }

  /// A byte that merely looks like another under a careless fold (CR and hyphen, DEL and underscore) is another byte.
  @Test func nothingElseIsAName() {
    for (number, name) in Self.names.enumerated() {
      let text = Array("\(name)".utf8)
      for place in text.indices {
        for byte in UInt8.min ... .max where byte != text[place] {
          var other = text
          other[place] = byte
          let isUpper = text[place] >= 0x61 && text[place] <= 0x7a && byte == text[place] & ~0x20
          #expect(Self.folding.lookup(other.span, 0, other.count) == (isUpper ? UInt8(number) : nil))
          #expect(Self.exact.lookup(other.span, 0, other.count) == nil)
        }
      }
    }
  }

  @Test func emptyAndLongNamesAreNone() {
    let long = [UInt8](repeating: 0x61, count: 33)
    #expect(Self.folding.lookup(long.span, 0, 0) == nil)
    #expect(Self.folding.lookup(long.span, 0, 33) == nil)
  }
}

@Suite struct ScanTests {
  /// Every search agrees with the plain loop, for every length around a block and every place of the byte.
  @Test func searchesAgreeWithTheLoop() {
    for count in 0...50 {
      for place in 0..<max(1, count) {
        for byte: UInt8 in [0x00, 0x08, 0x09, 0x1f, 0x20, 0x22, 0x5c, 0x7e, 0x7f, 0x80, 0xff] {
          var bytes = [UInt8](repeating: 0x61, count: count)
          if place < count { bytes[place] = byte }
          let either = bytes.firstIndex { $0 == 0x22 || $0 == 0x5c } ?? count
          #expect(bytes.span.firstOffset(ofEither: 0x22, or: 0x5c, in: 0..<count) == either)
          let isFree = !bytes.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f }
          #expect(bytes.span.isFreeOfControls == isFree)
        }
      }
    }
  }
}
