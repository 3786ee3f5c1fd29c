/// The tools a call asks for: byte ranges of one text, borrowed for the length of a decision.
public struct ToolNames: ~Escapable {
  let text: Span<UInt8>
  let ranges: Span<Range<Int>>

  /// - Parameter ranges: where in `text` each name stands, unescaped; a range outside of `text` traps.
  @_lifetime(copy text, copy ranges)
  public init(text: Span<UInt8>, ranges: Span<Range<Int>>) {
    self.text = text
    self.ranges = ranges
  }

  /// No tools.
  @_lifetime(immortal)
  public init() {
    text = Span()
    ranges = Span()
  }

  public var count: Int { ranges.count }

  @_lifetime(copy self)
  func name(_ index: Int) -> Span<UInt8> { text.extracting(ranges[index]) }
}
