/// What a request to a model API may say outside its body.
public enum RequestRules {
  /// The longest value of a query parameter.
  public static let maximumQueryValue = 256

  /// Checks a `Content-Type` value: JSON, and UTF-8 if it names a character set.
  ///
  /// For Ollama's paths also what curl says when nobody tells it otherwise, for that is what Ollama's own manual shows.
  /// Towards the upstream the type is always `application/json`.
  public static func checkContentType(_ value: Span<UInt8>, endpoint: Endpoint) throws(CallRefusal) {
    let end = mediaTypeEnd(value)
    let isJSON = equalIgnoringCase(value, 0, end, "application/json")
    let isHabit =
      endpoint.dialect == .ollama && equalIgnoringCase(value, 0, end, "application/x-www-form-urlencoded")
    guard isJSON || isHabit else { throw .contentType }
    try checkParameters(value, end)
  }

  /// Checks that the body may come without a `Content-Type`: only to Ollama's paths.
  public static func checkMissingContentType(endpoint: Endpoint) throws(CallRefusal) {
    if endpoint.dialect != .ollama { throw .contentType }
  }

  /// Checks a `Content-Encoding` value: only `identity`; gateway and model must read the same bytes.
  public static func checkContentEncoding(_ value: Span<UInt8>) throws(CallRefusal) {
    guard equalIgnoringCase(value, 0, value.count, "identity") else { throw .contentEncoding }
  }

  /// Checks a query string without its `?`: no endpoint takes a model there, and few take anything.
  ///
  /// Anthropic's paths take `beta=true`, its list `limit`, `after_id` and `before_id`. Escapes are refused.
  public static func checkQuery(_ query: Span<UInt8>, endpoint: Endpoint) throws(CallRefusal) {
    var start = 0
    while start < query.count {
      var end = start
      while end < query.count, query[end] != 0x26 { end &+= 1 }
      guard isKnown(query.extracting(start..<end), endpoint) else {
        throw .queryParameter(name(query.extracting(start..<end)))
      }
      start = end &+ 1
    }
  }

  private static func isKnown(_ pair: Span<UInt8>, _ endpoint: Endpoint) -> Bool {
    guard endpoint.dialect == .anthropic else { return false }
    if equal(pair, "beta=true") { return true }
    guard endpoint == .anthropicModels else { return false }
    let isListed =
      begins(pair, 0, with: "limit=") || begins(pair, 0, with: "after_id=") || begins(pair, 0, with: "before_id=")
    return isListed && pair.count <= maximumQueryValue && pair.indices.allSatisfy { isPlain(pair[$0]) }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x3D, 0x5F: true
    default: false
    }
  }

  private static func name(_ pair: Span<UInt8>) -> [UInt8] {
    var name: [UInt8] = []
    for index in pair.indices {
      if pair[index] == 0x3D { break }
      name.append(pair[index])
    }
    return name
  }

  private static func mediaTypeEnd(_ value: Span<UInt8>) -> Int {
    var end = 0
    while end < value.count, value[end] != 0x3B { end &+= 1 }
    while end > 0, value[end &- 1] == 0x20 || value[end &- 1] == 0x09 { end &-= 1 }
    return end
  }

  /// Nothing but `charset=utf-8`, at most once, may follow the media type.
  private static func checkParameters(_ value: Span<UInt8>, _ end: Int) throws(CallRefusal) {
    var start = end
    while start < value.count, value[start] == 0x3B || value[start] == 0x20 || value[start] == 0x09 { start &+= 1 }
    if start == value.count { return }
    let isUTF8 =
      equalIgnoringCase(value, start, value.count, "charset=utf-8")
      || equalIgnoringCase(value, start, value.count, "charset=\"utf-8\"")
    guard isUTF8 else { throw .charset }
  }
}
