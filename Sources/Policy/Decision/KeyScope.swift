/// What an API key was narrowed to when it was made; it never adds to what the owner's roles grant.
///
/// nil leaves that side as the roles have it. A key that lists models but no routes reaches no route, and the other way
/// round: naming one kind of target leaves the other out. A word that is not an action and a pattern that matches
/// nothing grant nothing.
public struct KeyScope: Sendable, Equatable {
  /// Names of actions.
  public var actions: [String]?
  /// Patterns of model names.
  public var models: [String]?
  /// Patterns of route names.
  public var routes: [String]?

  public init(actions: [String]? = nil, models: [String]? = nil, routes: [String]? = nil) {
    self.actions = actions
    self.models = models
    self.routes = routes
  }
}
