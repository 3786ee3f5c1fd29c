/// A model's place in the catalogue it came from; means nothing in another one.
@frozen
public struct ModelIndex: Sendable, Hashable {
  /// The place in `ModelCatalogue.models`.
  public let rawValue: Int

  @inlinable
  public init(rawValue: Int) { self.rawValue = rawValue }
}
