/// What is known of one call when it is decided; who calls is the ``Standing`` beside it.
public struct Facts: ~Copyable, ~Escapable {
  /// What the call is for. Indices are those of the names the policy was compiled with.
  public enum Target: Sendable, Equatable {
    case model(Int)
    case route(Int)
    /// The list of models; only with ``Action/list``.
    case modelList
  }

  /// Unix seconds.
  let now: Int64
  let action: Action
  let target: Target
  let address: NetworkAddress
  let tools: ToolNames
  let fields: UInt64
  let tokenLimit: Int64?

  /// - Parameters:
  ///   - now: Unix seconds.
  ///   - address: the peer, or ``NetworkAddress/unknown`` where it has none (a Unix socket).
  ///   - tools: every tool the call offers to the model.
  ///   - fields: bit i is set where the guarded field i (of the names the policy was compiled with) is present.
  ///   - tokenLimit: the most tokens the call lets the model write; nil where it does not say.
  @_lifetime(copy tools)
  public init(
    now: Int64, action: Action, target: Target, address: NetworkAddress, tools: ToolNames, fields: UInt64 = 0,
    tokenLimit: Int64? = nil
  ) {
    self.now = now
    self.action = action
    self.target = target
    self.address = address
    self.tools = tools
    self.fields = fields
    self.tokenLimit = tokenLimit
  }
}
