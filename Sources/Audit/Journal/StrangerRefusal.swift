/// A request that was refused before anybody was identified; the log counts these, it does not list them.
public struct StrangerRefusal {
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  /// Where it came from.
  public var block: AddressBlock
  /// Why, as a code word such as `unknown_key`; at most `RecordLimit.reason` bytes count.
  public var reason: [UInt8]

  public init(time: Int64, block: AddressBlock, reason: [UInt8]) {
    self.time = time
    self.block = block
    self.reason = reason
  }
}
