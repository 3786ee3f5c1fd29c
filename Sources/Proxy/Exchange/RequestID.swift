public import Bytes

/// A request's name in headers, logs and the audit log: 128 bits, 32 hexadecimal digits.
public struct RequestID: Hashable, Sendable {
  /// The half that all requests of one connection share.
  public let high: UInt64
  /// The half that is new for each request.
  public let low: UInt64

  /// Names no request.
  public static let none = RequestID(high: 0, low: 0)

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The digits on the heap; for answers of the gateway's own.
  public var text: [UInt8] {
    let buffer = ByteBuffer()
    write(into: buffer)
    return buffer.readable.array()
  }

  /// Appends the 32 digits.
  public func write(into buffer: ByteBuffer) {
    buffer.append(fixedHexadecimal: high)
    buffer.append(fixedHexadecimal: low)
  }
}

/// Deals the request ids of one connection: a random start, then a counter mixed so that ids tell nothing of volume.
struct RequestIDs {
  private let prefix: UInt64
  private var state: UInt64

  init() {
    var random = SystemRandomNumberGenerator()
    prefix = random.next()
    state = random.next()
  }

  mutating func next() -> RequestID {
    // SplitMix64 (Steele, Lea, Flood 2014): a bijection of the counter, so ids of one connection never repeat.
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return RequestID(high: prefix, low: z ^ (z >> 31))
  }
}
