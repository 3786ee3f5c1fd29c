/// Makes a `ModelCall` of a body; one per event loop, used again for every request.
public final class CallReader {
  /// The most tools one call may offer.
  public static let maximumTools = 512
  /// The longest name of a tool, in bytes, unescaped.
  public static let maximumToolName = 256
  /// The largest number of output tokens that is not absurd.
  public static let maximumTokenLimit = Int(Int32.max)
  /// The most answers to one request.
  public static let maximumChoices = 128

  private var reading: CallReading

  /// A reader that refuses bodies beyond these limits.
  public init(limits: StrictJSON.Limits = StrictJSON.Limits()) {
    reading = CallReading(limits: limits)
  }

  /// Reads the first `length` bytes of `buffer` as the body of a request to `endpoint`.
  ///
  /// Give the whole buffer where it has `StrictJSON.padding` bytes after the body, whatever they hold: that spares a
  /// copy. The endpoint must be one that is forwarded.
  public func read(
    _ buffer: Span<UInt8>, length: Int, endpoint: Endpoint, catalogue: ModelCatalogue
  ) throws(CallRefusal) -> ModelCall {
    try reading.read(buffer, length: length, endpoint: endpoint, catalogue: catalogue)
  }
}
