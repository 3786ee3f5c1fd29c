import HTTP

/// Request heads: what is accepted reads the same when it is written anew, and its path has one reading.
enum RequestHeadTarget {
  static func run(_ bytes: [UInt8]) throws(BrokenPromise) {
    let head = RequestHead()
    guard case .complete(let end) = head.read(bytes.span, limits: .standard) else { return }
    try checkPrefixes(bytes, end)
    try checkPath(Array(bytes[head.path.range]))
    let first = written(head, bytes)
    let again = RequestHead()
    guard case .complete(first.count) = again.read(first.span, limits: .standard) else {
      throw BrokenPromise("what was accepted is refused when written anew")
    }
    try BrokenPromise.unless(written(again, first) == first, "written twice, it differs")
    try BrokenPromise.unless(
      again.bodyLength == head.bodyLength && again.keepsAlive == head.keepsAlive
        && again.expectsContinue == head.expectsContinue && again.hasAnthropicVersion == head.hasAnthropicVersion,
      "written anew, it is framed otherwise")
  }

  /// No prefix of a head is a head, or refused.
  private static func checkPrefixes(_ bytes: [UInt8], _ end: Int) throws(BrokenPromise) {
    let head = RequestHead()
    for count in [end - 1, end / 2, end / 3] {
      let progress = head.read(bytes.span.extracting(0..<count), limits: .standard)
      try BrokenPromise.unless(progress == .incomplete, "the first \(count) bytes are \(progress)")
    }
  }

  /// Decoding once or twice, dot segments and doubled slashes change nothing about the path's segments.
  private static func checkPath(_ path: [UInt8]) throws(BrokenPromise) {
    let decoded = percentDecoded(path)
    try BrokenPromise.unless(percentDecoded(decoded) == decoded, "the path decodes twice")
    try BrokenPromise.unless(String(validating: decoded, as: UTF8.self) != nil, "the path is not UTF-8")
    try BrokenPromise.unless(!decoded.contains { $0 < 0x20 || $0 == 0x5c || $0 == 0x3b }, "the path hides a delimiter")
    let raw = path.split(separator: 0x2f, omittingEmptySubsequences: false)
    let segments = decoded.split(separator: 0x2f, omittingEmptySubsequences: false)
    try BrokenPromise.unless(raw.count == segments.count && segments[0].isEmpty, "the path hides a slash")
    for segment in segments.dropFirst().dropLast() where segment.isEmpty { throw BrokenPromise("a doubled slash") }
    for segment in segments where segment.elementsEqual([0x2e]) || segment.elementsEqual([0x2e, 0x2e]) {
      throw BrokenPromise("a dot segment")
    }
  }

  private static func percentDecoded(_ text: [UInt8]) -> [UInt8] {
    var decoded: [UInt8] = []
    var index = 0
    while index < text.count {
      let digits = String(decoding: text[index...].prefix(3).dropFirst(), as: UTF8.self)
      if text[index] == 0x25, digits.utf8.count == 2, let byte = UInt8(digits, radix: 16) {
        decoded.append(byte)
        index += 3
      } else {
        decoded.append(text[index])
        index += 1
      }
    }
    return decoded
  }

  private static func written(_ head: RequestHead, _ bytes: [UInt8]) -> [UInt8] {
    var text = head.method.bytes + [0x20] + bytes[head.path.range]
    if head.query != .none { text += [0x3f] + bytes[head.query.range] }
    text += Array(head.isHTTP11 ? " HTTP/1.1\r\n".utf8 : " HTTP/1.0\r\n".utf8)
    return text + HeaderText.written(head.fields, bytes)
  }
}
