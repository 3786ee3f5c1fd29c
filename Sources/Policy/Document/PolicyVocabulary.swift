/// The names roles may speak of. Indices into these arrays are what ``Facts`` and ``Permit`` carry.
public struct PolicyVocabulary: Sendable {
  /// Names of models, aliases left out.
  public var models: [String]
  /// Names of plain routes.
  public var routes: [String]
  /// Guarded request fields, at most 64: bit i of ``Facts`` stands for name i.
  public var fields: [String]

  public init(models: [String], routes: [String] = [], fields: [String] = []) {
    self.models = models
    self.routes = routes
    self.fields = fields
  }
}
