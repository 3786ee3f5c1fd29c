import Bytes

/// Collects what a head says of its body's length and settles it; what says two things is refused (RFC 9112, 6.3).
struct Framing {
  private var length: Int?
  private var isChunked = false

  mutating func note(_ kind: FieldKind, _ value: Span<UInt8>) throws(HeadError) {
    if kind == .contentLength {
      if length != nil { throw .repeatedContentLength }
      guard let number = Digits.decimal(value) else { throw .malformedContentLength }
      length = number
    } else {
      // Repeated or listed codings have been read differently by different servers (CVE-2019-16786).
      if isChunked || !value.equalsFolded("chunked") { throw .unsupportedTransferEncoding }
      isChunked = true
    }
  }

  func requestBody(isHTTP11: Bool) throws(HeadError) -> BodyLength {
    if isChunked {
      if !isHTTP11 { throw .transferEncodingInHTTP10 }
      if length != nil { throw .lengthAndTransferEncoding }
      return .chunked
    }
    guard let length, length > 0 else { return .none }
    return .exactly(length)
  }

  func responseBody(status: Int, toHead: Bool, isHTTP11: Bool) throws(HeadError) -> BodyLength {
    if isChunked {
      if !isHTTP11 { throw .transferEncodingInHTTP10 }
      if length != nil { throw .lengthAndTransferEncoding }
    }
    if toHead || status < 200 || status == 204 || status == 304 { return .none }
    if isChunked { return .chunked }
    guard let length else { return .untilClose }
    return length == 0 ? .none : .exactly(length)
  }
}
