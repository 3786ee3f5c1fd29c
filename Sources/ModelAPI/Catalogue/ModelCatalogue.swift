/// The models of one configuration, found by any of their names; immutable, shared by all loops.
///
/// Names are compared as bytes: no case folding, no Unicode equivalence, no implicit `:latest` (an alias says it).
public final class ModelCatalogue: Sendable {
  /// The longest name a model may have, in bytes.
  public static let maximumNameLength = 256

  /// In the order of the settings.
  public let models: [Model]
  /// What each upstream serves, by the settings' upstream index.
  public let upstreams: [DialectSet]

  private struct Slot: Sendable {
    var hash: UInt64 = 0
    var start: UInt32 = 0
    var count: UInt32 = 0
    var model: Int32 = -1
  }

  private let slots: [Slot]
  private let names: [UInt8]
  private let seed: UInt64

  /// Builds the catalogue, or says which model of the list is at fault.
  public init(models settings: [ModelSettings], upstreams: [DialectSet]) throws(CatalogueFault) {
    var owners: [[UInt8]: Int] = [:]
    var folded: [[UInt8]: Int] = [:]
    for (index, model) in settings.enumerated() {
      guard upstreams.indices.contains(model.upstream) else {
        throw .unknownUpstream(model: index, upstream: model.upstream)
      }
      try Self.check(model.upstreamName, of: index)
      for name in [model.name] + model.aliases {
        try Self.check(name, of: index)
        if let earlier = owners.updateValue(index, forKey: name) {
          throw .duplicateName(model: index, name: name, earlier: earlier)
        }
        let key = name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        if let earlier = folded.updateValue(index, forKey: key), earlier != index {
          throw .namesDifferOnlyInCase(model: index, name: name, earlier: earlier)
        }
      }
    }
    models = settings.map { Model($0, dialects: upstreams[$0.upstream]) }
    self.upstreams = upstreams
    let seed = UInt64.random(in: .min ... .max)
    self.seed = seed
    (slots, names) = Self.table(of: owners, seed: seed)
  }

  /// The model a caller means by these bytes, or nil.
  public func lookup(_ name: Span<UInt8>) -> ModelIndex? {
    guard name.count <= Self.maximumNameLength else { return nil }
    let names = names
    let hash = Self.hash(name, seed: seed)
    var place = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
    while slots[place].model >= 0 {
      let slot = slots[place]
      if slot.hash == hash, Int(slot.count) == name.count, equal(name, 0, names.span, Int(slot.start), name.count) {
        return ModelIndex(rawValue: Int(slot.model))
      }
      place = (place &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  /// The model at an index that this catalogue gave.
  public subscript(index: ModelIndex) -> Model { models[index.rawValue] }

  /// Every index, in the order of the settings.
  public var indices: some Sequence<ModelIndex> { models.indices.lazy.map { ModelIndex(rawValue: $0) } }

  private static func check(_ name: [UInt8], of model: Int) throws(CatalogueFault) {
    if name.isEmpty { throw .emptyName(model: model) }
    if name.count > maximumNameLength { throw .nameTooLong(model: model, maximum: maximumNameLength) }
    let isText = String(validating: name, as: UTF8.self) != nil
    if !isText || name.contains(where: { $0 < 0x20 || $0 == 0x7F }) { throw .unprintableName(model: model) }
  }

  private static func table(of owners: [[UInt8]: Int], seed: UInt64) -> ([Slot], [UInt8]) {
    var capacity = 8
    while capacity < owners.count * 2 { capacity *= 2 }
    var slots = [Slot](repeating: Slot(), count: capacity)
    var names: [UInt8] = []
    for (name, model) in owners {
      let hash = hash(name.span, seed: seed)
      var place = Int(truncatingIfNeeded: hash) & (capacity - 1)
      while slots[place].model >= 0 { place = (place + 1) & (capacity - 1) }
      slots[place] = Slot(
        hash: hash, start: UInt32(names.count), count: UInt32(name.count), model: Int32(model))
      names += name
    }
    return (slots, names)
  }

  private static func hash(_ name: Span<UInt8>, seed: UInt64) -> UInt64 {
    var hash = seed
    for index in name.indices { hash = KeyHash.mix(hash, UInt64(name[index])) }
    return hash
  }
}
