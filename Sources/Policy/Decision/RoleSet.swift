/// A set of roles of one policy, by index: 256 bits in place, nothing on the heap.
///
/// Four words rather than a vector: roles are taken out one by one, and a vector's lanes are slow to reach singly.
@frozen
public struct RoleSet: Sendable, Equatable {
  /// Roles a policy may define.
  public static let capacity = 256

  var a: UInt64 = 0
  var b: UInt64 = 0
  var c: UInt64 = 0
  var d: UInt64 = 0

  /// The empty set.
  public init() {}

  init(_ role: Int) { insert(role) }

  private init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  /// Whether no role is in the set.
  public var isEmpty: Bool { a | b | c | d == 0 }

  /// Whether the role with this index is in the set; an index beyond ``capacity`` traps.
  public func contains(_ role: Int) -> Bool {
    !isDisjoint(with: RoleSet(role))
  }

  mutating func insert(_ role: Int) {
    precondition(role >= 0 && role < RoleSet.capacity, "a role's index is within the set")
    let bit: UInt64 = 1 << UInt64(role & 63)
    switch role >> 6 {
    case 0: a |= bit
    case 1: b |= bit
    case 2: c |= bit
    default: d |= bit
    }
  }

  mutating func remove(_ role: Int) {
    self = subtracting(RoleSet(role))
  }

  func intersection(_ other: RoleSet) -> RoleSet {
    RoleSet(a & other.a, b & other.b, c & other.c, d & other.d)
  }

  func subtracting(_ other: RoleSet) -> RoleSet {
    RoleSet(a & ~other.a, b & ~other.b, c & ~other.c, d & ~other.d)
  }

  mutating func formUnion(_ other: RoleSet) {
    self = RoleSet(a | other.a, b | other.b, c | other.c, d | other.d)
  }

  func isDisjoint(with other: RoleSet) -> Bool { intersection(other).isEmpty }

  /// The role defined first, or nil of an empty set.
  public var first: Int? {
    if a != 0 { return a.trailingZeroBitCount }
    if b != 0 { return 64 + b.trailingZeroBitCount }
    if c != 0 { return 128 + c.trailingZeroBitCount }
    return d != 0 ? 192 + d.trailingZeroBitCount : nil
  }

  /// Takes the role defined first out of the set; a loop over it visits the roles in their order.
  mutating func popFirst() -> Int? {
    let role = first
    if a != 0 {
      a &= a - 1
    } else if b != 0 {
      b &= b - 1
    } else if c != 0 {
      c &= c - 1
    } else if d != 0 {
      d &= d - 1
    }
    return role
  }
}
