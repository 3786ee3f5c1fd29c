import Bytes

/// Reads request targets so that there is one reading: the path that policy decides on is the path the upstream gets.
public enum RequestTarget {
  struct Parts {
    let path: ByteRange
    let query: ByteRange
  }

  /// Origin form, or absolute form whose authority is that of Host (RFC 9112, 3.2).
  static func read(_ bytes: Span<UInt8>, _ target: ByteRange, host: ByteRange) throws(HeadError) -> Parts {
    var start = Int(target.start)
    let end = target.range.upperBound
    if bytes[start] != 0x2f {
      start = try skipAuthority(bytes, start, end, host)
    }
    var pathEnd = end
    var query = ByteRange.none
    let whole = bytes.extracting(start..<end)
    if let mark = whole.firstOffset(of: 0x3f) {
      pathEnd = start + mark
      query = ByteRange(pathEnd + 1, end - pathEnd - 1)
      guard isQuery(bytes.slice(query)) else { throw .malformedTarget }
    }
    let path = ByteRange(start, pathEnd - start)
    try checkPath(bytes.slice(path))
    return Parts(path: path, query: query)
  }

  private static func skipAuthority(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ host: ByteRange
  ) throws(HeadError) -> Int {
    let target = bytes.extracting(start..<end)
    let scheme = target.hasPrefix("https://") ? 8 : target.hasPrefix("http://") ? 7 : 0
    if scheme == 0 { throw .malformedTarget }
    guard let slash = target.firstOffset(of: 0x2f, from: scheme), slash > scheme else { throw .malformedTarget }
    let authority = target.extracting(scheme..<slash)
    guard host != .none, authority.equalsFolded(bytes.slice(host)) else { throw .hostDisagreesWithTarget }
    return start + slash
  }

  /// Throws unless a path has exactly one reading.
  ///
  /// Refused are dot segments, encoded dots, slashes, backslashes and NUL,
  /// doubled slashes, semicolons, fragments, encodings of characters that need none, and bytes that are not UTF-8.
  public static func checkPath(_ path: Span<UInt8>) throws(HeadError) {
    guard !path.isEmpty, path[0] == 0x2f else { throw .malformedTarget }
    var i = 0
    var utf8 = UTF8Check()
    while i < path.count {
      var byte = path[i]
      if byte == 0x25 {
        guard i + 2 < path.count, let high = Digits.hexadecimalValue(path[i + 1]),
          let low = Digits.hexadecimalValue(path[i + 2])
        else { throw .malformedTarget }
        byte = high << 4 | low
        if isPlain(byte) || byte < 0x20 || byte == 0x7f || isAmbiguousWhenEncoded(byte) { throw .ambiguousPath }
        i += 2
      } else if !isPlain(byte) && !isPathPunctuation(byte) {
        throw byte == 0x3b || byte == 0x5c ? .ambiguousPath : .malformedTarget
      } else if byte == 0x2f, isBadSegment(path, i + 1) {
        throw .ambiguousPath
      }
      guard utf8.accept(byte) else { throw .malformedTarget }
      i += 1
    }
    guard utf8.isComplete else { throw .malformedTarget }
  }

  // An empty segment (but the last), "." or "..".
  private static func isBadSegment(_ path: Span<UInt8>, _ start: Int) -> Bool {
    let end = path.firstOffset(of: 0x2f, from: start) ?? path.count
    switch end - start {
    case 0: return end < path.count
    case 1: return path[start] == 0x2e
    case 2: return path[start] == 0x2e && path[start + 1] == 0x2e
    default: return false
    }
  }

  // Unreserved characters of RFC 3986, 2.3.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: true
    default: false
    }
  }

  // What may stand in a path beside them: "/" ":" "@" and sub-delims but the semicolon, which some servers cut the path
  // at.
  private static func isPathPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2f, 0x3a, 0x40, 0x21, 0x24, 0x26...0x2c, 0x3d: true
    default: false
    }
  }

  private static func isAmbiguousWhenEncoded(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2f, 0x5c, 0x25, 0x3b, 0x23, 0x3f: true
    default: false
    }
  }

  private static func isQuery(_ query: Span<UInt8>) -> Bool {
    for i in query.indices {
      let byte = query[i]
      if byte <= 0x20 || byte >= 0x7f { return false }
      // '"', '#', '<', '>', '\\': not in RFC 3986's query, and browsers write them otherwise.
      if byte == 0x22 || byte == 0x23 || byte == 0x3c || byte == 0x3e || byte == 0x5c { return false }
    }
    return true
  }

  /// Whether bytes are a host name, IPv4 or bracketed IPv6 address with an optional port (RFC 9110, 4.2).
  public static func isHost(_ host: Span<UInt8>) -> Bool {
    guard !host.isEmpty, host.count <= 260 else { return false }
    var end = host.count
    if host[0] == 0x5b {
      guard let bracket = host.firstOffset(of: 0x5d) else { return false }
      for i in 1..<bracket where Digits.hexadecimalValue(host[i]) == nil && host[i] != 0x3a && host[i] != 0x2e {
        return false
      }
      return bracket > 1 && isPort(host.extracting(bracket + 1..<end))
    }
    if let colon = host.firstOffset(of: 0x3a) {
      guard isPort(host.extracting(colon..<end)) else { return false }
      end = colon
    }
    for i in 0..<end where !isHostCharacter(host[i]) { return false }
    return end > 0
  }

  private static func isHostCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
    default: false
    }
  }

  // Empty, or a colon and a number up to 65535.
  private static func isPort(_ text: Span<UInt8>) -> Bool {
    if text.isEmpty { return true }
    guard text[0] == 0x3a, text.count <= 6, let port = Digits.decimal(text.extracting(1..<text.count)) else {
      return false
    }
    return port <= 65_535
  }
}
