/// Gathers a response as it arrives, up to the limits; one thread's own.
final class ResponseSink {
  private let limits: FetchLimits
  private let cancellation: Cancellation
  private(set) var body: [UInt8] = []
  private var head: [UInt8] = []
  /// The limit that was passed, if one was.
  private(set) var passedLimit: Int?

  init(limits: FetchLimits, cancellation: Cancellation) {
    self.limits = limits
    self.cancellation = cancellation
  }

  var isCancelled: Bool { cancellation.isAsked }

  var bodyLimit: Int { limits.bodyBytes }

  /// Takes a piece of the body; false ends the transfer.
  func receiveBody(_ bytes: Span<UInt8>) -> Bool {
    guard body.count + bytes.count <= limits.bodyBytes else {
      passedLimit = limits.bodyBytes
      return false
    }
    for index in bytes.indices { body.append(bytes[index]) }
    return true
  }

  /// Takes one line of a head; false ends the transfer.
  ///
  /// An interim response's lines are dropped when the next head begins.
  func receiveHeadLine(_ bytes: Span<UInt8>) -> Bool {
    let isStatusLine = bytes.count >= 5 && "HTTP/".utf8.enumerated().allSatisfy { bytes[$0.offset] == $0.element }
    if isStatusLine { head = [] }
    guard head.count + bytes.count <= limits.headBytes else {
      passedLimit = limits.headBytes
      return false
    }
    for index in bytes.indices { head.append(bytes[index]) }
    return true
  }

  /// The fields of the last head.
  var fields: [FetchResponse.Field] {
    head.split(separator: 0x0A).dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let name = line[..<colon].map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
      let value = line[(colon + 1)...].trimmed
      return FetchResponse.Field(
        name: String(decoding: name, as: UTF8.self), value: String(decoding: value, as: UTF8.self))
    }
  }
}

extension ArraySlice<UInt8> {
  /// Without spaces, tabs and carriage returns at the ends.
  fileprivate var trimmed: ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
    let front = drop(while: isSpace)
    guard let last = front.lastIndex(where: { !isSpace($0) }) else { return [] }
    return front[...last]
  }
}
