import Bytes
import HTTP

/// Collects a request body behind its head.
///
/// A body of known length stays in the connection's buffer; one in chunks is decoded into another, and its framing
/// leaves the connection's buffer, in which the next request then follows the head.
struct BodyCollector {
  enum Progress: Equatable {
    case needsMore
    case complete
    case invalid(HeadError)
  }

  /// Where the body stands in the connection's buffer, once complete and not decoded.
  private(set) var range = 0..<0
  /// Whether the body stands in the buffer of decoded content instead.
  private(set) var isDecoded = false
  // Up to where the connection's buffer has been read.
  private var rawEnd = 0
  private var decoder = ChunkedDecoder()

  mutating func begin(_ length: BodyLength, at headLength: Int) {
    rawEnd = headLength
    range = headLength..<headLength
    isDecoded = false
    switch length {
    case .none, .untilClose: break
    case .exactly(let count): range = headLength..<headLength + count
    case .chunked:
      isDecoded = true
      decoder = ChunkedDecoder()
    }
  }

  /// Whether none of the body has arrived, so that a client may be waiting for leave to send it.
  func isMissing(_ bytes: Int) -> Bool { bytes == rawEnd && (isDecoded || !range.isEmpty) }

  mutating func collect(_ inbound: ByteBuffer, into decoded: ByteBuffer) -> Progress {
    if !isDecoded {
      guard inbound.count >= range.upperBound else { return .needsMore }
      rawEnd = range.upperBound
      return .complete
    }
    let progress = decode(inbound.readable, into: decoded)
    // The framing goes at once: it can be 260 times as large as what it frames.
    inbound.remove(range.lowerBound..<rawEnd)
    rawEnd = range.lowerBound
    return progress
  }

  private mutating func decode(_ bytes: Span<UInt8>, into decoded: ByteBuffer) -> Progress {
    while true {
      switch decoder.next(bytes.extracting(rawEnd..<bytes.count)) {
      case .skip(let count): rawEnd += count
      case .content(let count):
        decoded.append(bytes.extracting(rawEnd..<rawEnd + count))
        rawEnd += count
      case .end: return .complete
      case .needsMore: return .needsMore
      case .invalid(let error): return .invalid(error)
      }
    }
  }
}
