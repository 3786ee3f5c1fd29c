import Bytes
import HTTP

/// Header lines that pass and stand one behind the other: copied as one piece.
struct FieldRun {
  private var start = 0
  private var end = 0

  /// Adds a line; writes the run before it where something else stands between, if only a space at a line's end.
  mutating func add(_ field: Field, _ bytes: Span<UInt8>, into out: ByteBuffer) {
    let first = Int(field.name.start)
    if end == 0 || first != end &+ 2 {
      self.end(bytes, into: out)
      start = first
    }
    end = field.value.range.upperBound
  }

  /// Writes what is left.
  func end(_ bytes: Span<UInt8>, into out: ByteBuffer) {
    if end == 0 { return }
    out.append(bytes.extracting(start..<end))
    out.append("\r\n")
  }
}
