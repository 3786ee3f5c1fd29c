import Audit
import Cryptography
import Testing

@Suite struct TileLayoutTests {
  @Test(arguments: [
    (0, "000"), (5, "005"), (67, "067"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067"),
  ])
  func paths(index: UInt64, text: String) {
    let tile = TileCoordinate(content: .hashes(level: 2), index: index)
    #expect(tile.path == "tile/2/\(text)")
    #expect(TileCoordinate(content: .entries, index: index, width: 7).path == "tile/entries/\(text).p/7")
  }

  /// The example of C2SP tlog-tiles: 70,000 entries.
  @Test func example() {
    #expect(TileLayout.levels(size: 70_000) == 3)
    #expect(TileLayout.tiles(size: 70_000, level: 0) == 274)
    #expect(
      TileLayout.edge(size: 70_000).map(\.path) == [
        "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112",
      ])
    #expect(TileLayout.edge(size: 256).map(\.path) == ["tile/1/000.p/1"])
    #expect(TileLayout.edge(size: 0).isEmpty)
  }

  /// The widths of a level's tiles add up, only the last is partial, and `edge` names exactly the partial ones.
  @Test func widthsAddUp() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let size = UInt64.random(in: 1...(1 << UInt64.random(in: 1...40)), using: &random)
      for level in 0..<TileLayout.levels(size: size) {
        let count = TileLayout.count(size: size, level: level)
        let tiles = TileLayout.tiles(size: size, level: level)
        let last = TileLayout.width(size: size, level: level, index: tiles - 1)!
        #expect((tiles - 1) * 256 + UInt64(last) == count)
        if tiles > 1 { #expect(TileLayout.width(size: size, level: level, index: tiles - 2) == 256) }
        #expect(TileLayout.width(size: size, level: level, index: tiles) == nil)
        let isOnEdge = TileLayout.edge(size: size).contains { $0.content == .hashes(level: level) }
        #expect(isOnEdge == (last < 256))
      }
    }
  }

  /// The compact range and the proof of every leaf agree with the definition of RFC 6962 for small trees.
  @Test func rootsFollowTheDefinition() {
    func definition(_ leaves: ArraySlice<Digest32>) -> Digest32 {
      guard leaves.count > 1 else { return leaves.first ?? MerkleHash.empty }
      var split = 1
      while split * 2 < leaves.count { split *= 2 }
      return MerkleHash.node(definition(leaves.prefix(split)), definition(leaves.dropFirst(split)))
    }
    let leaves = (0..<300).map { MerkleHash.leaf([UInt8($0 & 255), UInt8($0 >> 8)].span) }
    var range = CompactRange()
    #expect(range.root == MerkleHash.empty)
    for (index, leaf) in leaves.enumerated() {
      range.append(leaf)
      #expect(range.root == definition(leaves[...index]))
    }
  }
}
