/// How a response's body is divided.
public enum ResponseFraming: UInt8, Sendable {
  /// One JSON document.
  case json
  /// Server-sent events.
  case events
  /// One JSON document on each line.
  case lines
  /// Something else, of which nothing is read.
  case opaque

  /// From the response's `Content-Type` value.
  public init(contentType value: Span<UInt8>) {
    var end = 0
    while end < value.count, value[end] != 0x3B, value[end] != 0x20 { end &+= 1 }
    if equalIgnoringCase(value, 0, end, "application/json") {
      self = .json
    } else if equalIgnoringCase(value, 0, end, "text/event-stream") {
      self = .events
    } else if equalIgnoringCase(value, 0, end, "application/x-ndjson") {
      self = .lines
    } else {
      self = .opaque
    }
  }
}
