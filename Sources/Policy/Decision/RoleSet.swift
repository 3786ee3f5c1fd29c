/// A set of roles of one policy, by index: 256 bits in place, nothing on the heap.
@frozen
public struct RoleSet: Sendable, Equatable {
  /// Roles a policy may define.
  public static let capacity = 256

  var words: SIMD4<UInt64>

  public init() { words = .zero }

  init(_ role: Int) {
    self.init()
    insert(role)
  }

  public var isEmpty: Bool { words == .zero }

  public func contains(_ role: Int) -> Bool {
    words[role >> 6] >> UInt64(role & 63) & 1 == 1
  }

  mutating func insert(_ role: Int) {
    words[role >> 6] |= 1 << UInt64(role & 63)
  }

  mutating func remove(_ role: Int) {
    words[role >> 6] &= ~(1 << UInt64(role & 63))
  }

  func intersection(_ other: RoleSet) -> RoleSet {
    RoleSet(words: words & other.words)
  }

  mutating func formUnion(_ other: RoleSet) {
    words |= other.words
  }

  func subtracting(_ other: RoleSet) -> RoleSet {
    RoleSet(words: words & ~other.words)
  }

  func isDisjoint(with other: RoleSet) -> Bool {
    (words & other.words) == .zero
  }

  /// The role defined first, or nil of an empty set.
  public var first: Int? {
    for index in 0..<4 where words[index] != 0 {
      return index << 6 + words[index].trailingZeroBitCount
    }
    return nil
  }

  /// Takes the role defined first out of the set; a loop over it visits the roles in their order.
  mutating func popFirst() -> Int? {
    guard let role = first else { return nil }
    remove(role)
    return role
  }

  private init(words: SIMD4<UInt64>) { self.words = words }
}
