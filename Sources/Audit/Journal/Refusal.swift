/// A call of an identified caller that was not forwarded.
public struct Refusal {
  /// Fresh for each call.
  public var id: RequestID
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var caller: Caller
  /// The client's address as text, without a port.
  public var client: [UInt8]
  public var route: [UInt8]
  public var action: [UInt8]
  public var model: [UInt8]
  /// The role or rule that decided, empty where none did.
  public var role: [UInt8]
  public var policy: [UInt8]
  /// Why, as a code word such as `model_not_allowed`.
  public var reason: [UInt8]
  /// The status the client was sent.
  public var status: UInt16

  public init(
    id: RequestID, time: Int64, caller: Caller, client: [UInt8], route: [UInt8], action: [UInt8], model: [UInt8],
    role: [UInt8], policy: [UInt8], reason: [UInt8], status: UInt16
  ) {
    self.id = id
    self.time = time
    self.caller = caller
    self.client = client
    self.route = route
    self.action = action
    self.model = model
    self.role = role
    self.policy = policy
    self.reason = reason
    self.status = status
  }
}
