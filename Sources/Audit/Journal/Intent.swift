public import Cryptography

/// What a call is about to do, recorded before its first byte goes upstream.
///
/// The names are long-lived arrays (configuration, principals), passed on without a copy; each at most
/// `RecordLimit.name` bytes. The path and the tools' names come beside it as spans.
public struct Intent {
  /// Fresh for each call: the log refuses no second intent, but a verifier does.
  public var id: RequestID
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var caller: Caller
  /// The client's address as text, without a port; empty where it has none.
  public var client: [UInt8]
  /// The endpoint's name, such as `openai/chat.completions`, or the route's rule.
  public var route: [UInt8]
  public var action: [UInt8]
  /// The caller's name of the model, empty on a plain route.
  public var model: [UInt8]
  public var upstream: [UInt8]
  /// The role whose rule permitted the call.
  public var role: [UInt8]
  /// The version (digest) of the policy that decided.
  public var policy: [UInt8]
  /// A digest of the prompt under the operator's key, or nil where there is none.
  public var promptDigest: Digest32?
  public var requestBytes: UInt64
  /// The most tokens the caller asked for, or nil.
  public var tokenLimit: UInt64?
  public var streams: Bool
  /// How many tools the request offers to the model.
  public var toolCount: UInt32

  public init(
    id: RequestID, time: Int64, caller: Caller, client: [UInt8], route: [UInt8], action: [UInt8], model: [UInt8],
    upstream: [UInt8], role: [UInt8], policy: [UInt8], promptDigest: Digest32? = nil, requestBytes: UInt64 = 0,
    tokenLimit: UInt64? = nil, streams: Bool = false, toolCount: UInt32 = 0
  ) {
    self.id = id
    self.time = time
    self.caller = caller
    self.client = client
    self.route = route
    self.action = action
    self.model = model
    self.upstream = upstream
    self.role = role
    self.policy = policy
    self.promptDigest = promptDigest
    self.requestBytes = requestBytes
    self.tokenLimit = tokenLimit
    self.streams = streams
    self.toolCount = toolCount
  }
}
