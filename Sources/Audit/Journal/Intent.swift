public import Cryptography

/// What a call is about to do, recorded before its first byte goes upstream.
///
/// What repeats from call to call is prepared (`Caller`, `RecordedTarget`, `RecordedRule`) and passed on by reference.
/// The path and the tools' names come beside it as spans.
public struct Intent {
  /// Fresh for each call: the log refuses no second intent, but a verifier does.
  public var id: RequestID
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var caller: Caller
  /// The client's address as text, without a port; empty where it has none, at most `RecordLimit.name` bytes.
  public var client: [UInt8]
  /// What is asked for.
  public var target: RecordedTarget
  /// What permitted it.
  public var rule: RecordedRule
  /// A digest of the prompt under the operator's key, or nil where there is none.
  public var promptDigest: Digest32?
  public var requestBytes: UInt64
  /// The most tokens the caller asked for, or nil.
  public var tokenLimit: UInt64?
  public var streams: Bool
  /// How many tools the request offers to the model.
  public var toolCount: UInt32

  public init(
    id: RequestID, time: Int64, caller: Caller, client: [UInt8], target: RecordedTarget, rule: RecordedRule,
    promptDigest: Digest32? = nil, requestBytes: UInt64 = 0, tokenLimit: UInt64? = nil, streams: Bool = false,
    toolCount: UInt32 = 0
  ) {
    self.id = id
    self.time = time
    self.caller = caller
    self.client = client
    self.target = target
    self.rule = rule
    self.promptDigest = promptDigest
    self.requestBytes = requestBytes
    self.tokenLimit = tokenLimit
    self.streams = streams
    self.toolCount = toolCount
  }
}
