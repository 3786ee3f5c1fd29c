/// One tile of the tree: 256 hashes (or fewer, at the right edge) of one level; pure arithmetic, no I/O.
///
/// Source: C2SP tlog-tiles. Level 0 holds leaf hashes; each hash of level `l` spans `256^l` entries. The entry bundle
/// beside a level 0 tile has the same index and width.
public struct TileCoordinate: Hashable, Sendable {
  /// What the file of a tile holds.
  public enum Content: Hashable, Sendable {
    /// Hashes of a level, 0 to 7.
    case hashes(level: Int)
    /// The entries under a tile of level 0.
    case entries
  }

  /// The number of hashes in a full tile.
  public static let fullWidth = 256
  /// The most levels a tree of 2^63 entries has.
  public static let maximumLevels = 8

  /// Hashes of a level, or entries.
  public let content: Content
  /// The tile's number within its level, from 0.
  public let index: UInt64
  /// How many hashes or entries it holds, 1 to 256.
  public let width: Int

  /// A tile of 1 to 256 hashes or entries.
  public init(content: Content, index: UInt64, width: Int = TileCoordinate.fullWidth) {
    precondition((1...TileCoordinate.fullWidth).contains(width))
    self.content = content
    self.index = index
    self.width = width
  }

  /// The level of its hashes; entries lie beside level 0.
  var level: Int {
    if case .hashes(let level) = content { level } else { 0 }
  }

  /// Whether the tile will never change again.
  public var isFull: Bool { width == TileCoordinate.fullWidth }

  /// The same tile when full.
  public var full: TileCoordinate { TileCoordinate(content: content, index: index) }

  /// Where it lies under the log's folder: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
  public var path: String {
    isFull ? fullPath : "\(partialFolder)/\(width)"
  }

  /// The folder of the tile's partial versions, `tile/<L>/<N>.p`.
  public var partialFolder: String { "\(fullPath).p" }

  private var fullPath: String {
    switch content {
    case .hashes(let level): "tile/\(level)/\(TileCoordinate.path(of: index))"
    case .entries: "tile/entries/\(TileCoordinate.path(of: index))"
    }
  }

  /// A tile's number in groups of three digits, all but the last marked: 1234067 is `x001/x234/067`.
  static func path(of index: UInt64) -> String {
    var groups = [threeDigits(index % 1000)]
    var rest = index / 1000
    while rest > 0 {
      groups.append("x" + threeDigits(rest % 1000))
      rest /= 1000
    }
    return groups.reversed().joined(separator: "/")
  }

  /// The last three digits of the tile's number that a name of its folder begins with; nil for a folder of others.
  static func number(of name: String) -> UInt64? {
    let digits = name.utf8.prefix(3)
    guard digits.count == 3 else { return nil }
    return digits.reduce(UInt64?.some(0)) { number, digit in
      guard let number, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      return number * 10 + UInt64(digit - UInt8(ascii: "0"))
    }
  }

  private static func threeDigits(_ value: UInt64) -> String {
    (value < 10 ? "00" : value < 100 ? "0" : "") + String(value)
  }
}
