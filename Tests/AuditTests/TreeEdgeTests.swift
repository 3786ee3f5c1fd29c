import Cryptography
import Foundation
import Testing

@testable import Audit

@Suite struct TreeEdgeTests {
  private func entry(_ number: Int) -> [UInt8] {
    Array(repeating: UInt8(number & 255), count: 20 + number % 700)
  }

  /// The root over any number of entries is the one that hashing them one by one gives, wherever it is asked for.
  @Test func rootsAreThoseOfOneByOne() {
    var tree = TreeEdge()
    var range = CompactRange()
    for number in 0..<70_000 {
      tree.append(entry(number).span)
      range.append(MerkleHash.leaf(entry(number).span))
      if number < 600 || number % 4099 == 0 || number > 69_990 { #expect(tree.root() == range.root, "\(number)") }
    }
    #expect(tree.root() == range.root)
    #expect(tree.size == range.size)
  }

  /// The files of a tree hold its entries and hashes, and a tree begun from them goes on as the first would have.
  @Test(arguments: [1, 255, 256, 257, 511, 1000, 65_536, 65_600])
  func filesMakeTheSameTree(size: Int) throws {
    let fixture = try Fixture()
    var tree = TreeEdge()
    for number in 0..<size { tree.append(entry(number).span) }
    for file in tree.full + tree.partial() {
      let path = "\(fixture.folder)/\(file.coordinate.path)"
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data(file.bytes).write(to: URL(fileURLWithPath: path))
    }
    #expect(try TreeCheck(log: fixture.log, size: UInt64(size)).whole { (_, _) throws(LogDamage) in } == tree.root())
    var other = try LogLoader.edge(of: fixture.log, size: UInt64(size))
    #expect(other.root() == tree.root())
    for number in size..<size + 300 {
      other.append(entry(number).span)
      tree.append(entry(number).span)
    }
    #expect(other.root() == tree.root())
  }

  /// Memory of written bundles is used again without a byte of the old ones.
  @Test func commitsDoNotMixBundles() throws {
    var tree = TreeEdge()
    for round in 0..<5 {
      for number in 0..<1024 { tree.append(entry(round * 1024 + number).span) }
      let bundles = tree.full.filter { $0.coordinate.content == .entries }
      #expect(bundles.count == 4)
      for (place, file) in bundles.enumerated() {
        let (entries, rest) = EntryBundle.split(file.bytes)
        #expect(rest == 0 && entries.count == 256)
        #expect(entries.first == entry(round * 1024 + place * 256))
      }
      _ = tree.commit()
    }
  }
}
