extension [UInt8] {
  /// A copy of borrowed bytes.
  public init(_ span: Span<UInt8>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }
}
