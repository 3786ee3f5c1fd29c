/// How large a message head may be.
public struct HeadLimits: Sendable {
  /// Bytes of the whole head, request line and headers included.
  public var headBytes: Int
  /// Bytes of the request target.
  public var targetBytes: Int
  /// Number of header lines.
  public var fields: Int

  /// The defaults: 32 KiB of head, 8 KiB of target, 100 header lines.
  public static let standard = HeadLimits(headBytes: 32 * 1024, targetBytes: 8 * 1024, fields: 100)

  public init(headBytes: Int, targetBytes: Int, fields: Int) {
    self.headBytes = headBytes
    self.targetBytes = targetBytes
    self.fields = fields
  }
}
