/// The names of the tools a call asks for, borrowed for the length of a decision.
public struct ToolNames: ~Escapable {
  private let names: Span<[UInt8]>

  /// - Parameter names: unescaped, in the order refusals count them.
  @_lifetime(copy names)
  public init(_ names: Span<[UInt8]>) {
    self.names = names
  }

  /// No tools.
  @_lifetime(immortal)
  public init() {
    names = Span()
  }

  /// How many tools the call asks for.
  public var count: Int { names.count }

  func name(_ index: Int) -> [UInt8] { names[index] }
}
