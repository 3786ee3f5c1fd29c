/// Why a list of models cannot be a catalogue; `model` is the place in the list that was given.
public enum CatalogueFault: Error, Sendable, Equatable {
  case emptyName(model: Int)
  case nameTooLong(model: Int, maximum: Int)
  /// A control character or bytes that are not UTF-8.
  case unprintableName(model: Int)
  /// This name or alias belongs to an earlier model already.
  case duplicateName(model: Int, name: [UInt8], earlier: Int)
  case unknownUpstream(model: Int, upstream: Int)
  /// Two models whose names differ only by letter case would be mistaken for each other by people and by patterns.
  case namesDifferOnlyInCase(model: Int, name: [UInt8], earlier: Int)
}
