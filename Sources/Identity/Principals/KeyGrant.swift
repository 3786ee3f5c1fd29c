/// The part of its owner's rights that an API key may use; it narrows and never widens.
public struct KeyGrant: Sendable, Equatable {
  /// The actions it may ask for, or nil for all its owner's.
  public let actions: [String]?
  /// Patterns of the models it may ask for (`qwen*`), or nil for all its owner's.
  public let models: [String]?

  public init(actions: [String]?, models: [String]?) {
    self.actions = actions
    self.models = models
  }
}
