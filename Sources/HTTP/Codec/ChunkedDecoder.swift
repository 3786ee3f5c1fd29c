import Bytes

/// Takes the chunked coding apart (RFC 9112, 7.1), at any split of the bytes; extensions are checked and dropped.
///
/// A state machine without memory of its own: the caller offers what it has and is told what the next bytes are.
public struct ChunkedDecoder: Sendable {
  /// What the next bytes of the input are.
  public enum Step: Equatable, Sendable {
    /// This many bytes are framing: drop them and ask again.
    case skip(Int)
    /// This many bytes are content: take and drop them and ask again.
    case content(Int)
    /// The body is over; nothing of the input was touched.
    case end
    /// Nothing can be said before more bytes arrive.
    case needsMore
    case invalid(HeadError)
  }

  private enum State: Sendable {
    case size
    case content(Int)
    case contentEnd
    case trailer
    case done
  }

  /// The longest size line, extensions included, in bytes.
  public static let maximumSizeLine = 256
  /// The most bytes of trailers.
  public static let maximumTrailer = 4096

  private var state = State.size
  private var trailerBytes = 0

  public init() {}

  /// Says what the first bytes of `input` are; the caller drops them before it asks again.
  public mutating func next(_ input: Span<UInt8>) -> Step {
    switch state {
    case .size: return readSize(input)
    case .content(let left):
      if input.isEmpty { return .needsMore }
      let count = min(left, input.count)
      state = count == left ? .contentEnd : .content(left - count)
      return .content(count)
    case .contentEnd:
      if input.count < 2 { return input.isEmpty || input[0] == 0x0d ? .needsMore : .invalid(.malformedChunk) }
      guard input[0] == 0x0d, input[1] == 0x0a else { return .invalid(.malformedChunk) }
      state = .size
      return .skip(2)
    case .trailer: return readTrailer(input)
    case .done: return .end
    }
  }

  private mutating func readSize(_ input: Span<UInt8>) -> Step {
    guard let newline = input.firstOffset(of: 0x0a) else {
      return input.count > Self.maximumSizeLine ? .invalid(.malformedChunk) : .needsMore
    }
    guard newline >= 2, newline <= Self.maximumSizeLine, input[newline - 1] == 0x0d else {
      return .invalid(.malformedChunk)
    }
    var size = 0
    var i = 0
    while i < newline - 1, let digit = Digits.hexadecimalValue(input[i]) {
      if i == 15 { return .invalid(.malformedChunk) }
      size = size << 4 | Int(digit)
      i += 1
    }
    guard i > 0, ChunkExtension.isWellFormed(input.extracting(i..<newline - 1)) else {
      return .invalid(.malformedChunk)
    }
    state = size == 0 ? .trailer : .content(size)
    return .skip(newline + 1)
  }

  // Trailer fields are checked and dropped: none of them may become a header.
  private mutating func readTrailer(_ input: Span<UInt8>) -> Step {
    guard let newline = input.firstOffset(of: 0x0a) else {
      return input.count + trailerBytes > Self.maximumTrailer ? .invalid(.malformedTrailer) : .needsMore
    }
    trailerBytes += newline + 1
    guard newline >= 1, input[newline - 1] == 0x0d, trailerBytes <= Self.maximumTrailer else {
      return .invalid(.malformedTrailer)
    }
    if newline == 1 {
      state = .done
      return .skip(2)
    }
    guard Self.isTrailerLine(input.extracting(0..<newline - 1)) else { return .invalid(.malformedTrailer) }
    return .skip(newline + 1)
  }

  private static func isTrailerLine(_ line: Span<UInt8>) -> Bool {
    guard let colon = line.firstOffset(of: 0x3a), colon > 0 else { return false }
    for i in 0..<colon where !CharacterClass.isToken(line[i]) { return false }
    let name = line.extracting(0..<colon)
    if decidesFraming(name) { return false }
    return CharacterClass.isFieldValue(line.extracting(colon + 1..<line.count))
  }

  // A trailer that speaks of lengths or hosts is dropped here and may be believed elsewhere (RFC 9110, 6.5.1).
  private static func decidesFraming(_ name: Span<UInt8>) -> Bool {
    switch FieldKind(name: name) {
    case .contentLength, .transferEncoding, .host: true
    default: FieldTable.imitatesFraming(name)
    }
  }
}
