import Cryptography
import Foundation
import Testing

@testable import Audit

/// Edit, drop, reorder, truncate, roll back: each is found, wherever it is done.
@Suite struct TamperTests {
  /// A small log of 6 entries, closed.
  private func small() throws -> Fixture {
    let fixture = try Fixture()
    try fixture.run { log, journals in
      for number in 0..<2 { try journals[0].call(number) }
      log.flush()
    }
    _ = try fixture.verifier.verifyWholeLog()
    return fixture
  }

  private func damage(_ fixture: Fixture) -> LogDamage? {
    do {
      _ = try fixture.verifier.verifyWholeLog()
      return nil
    } catch {
      return error
    }
  }

  /// Every byte of every file of the tree and of the checkpoint; an edited entry is named by its index.
  @Test func everyByteOfEveryFile() throws {
    let fixture = try small()
    let bundle = "tile/entries/000.p/6"
    for file in fixture.files(under: "tile") + ["checkpoint"] {
      let original = try fixture.bytes(file)
      let owners = file == bundle ? owners(of: original) : []
      for index in original.indices {
        var changed = original
        changed[index] ^= 1
        try fixture.write(changed, to: file)
        let found = damage(fixture)
        #expect(found != nil, "\(file), byte \(index)")
        if file == bundle { #expect(found?.index == owners[index], "byte \(index): \(String(describing: found))") }
      }
      try fixture.write(original, to: file)
    }
    #expect(damage(fixture) == nil)
  }

  /// Which entry each byte of a bundle belongs to. A changed length moves the end of its own entry.
  private func owners(of bundle: [UInt8]) -> [UInt64] {
    var owners: [UInt64] = []
    for (index, entry) in EntryBundle.split(bundle).entries.enumerated() {
      owners += [UInt64](repeating: UInt64(index), count: 2 + entry.count)
    }
    return owners
  }

  private func rewrite(_ fixture: Fixture, _ change: (inout [[UInt8]]) -> Void) throws {
    let bundle = "tile/entries/000.p/6"
    var entries = EntryBundle.split(try fixture.bytes(bundle)).entries
    change(&entries)
    let bytes = entries.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 255)] + $0 }
    try fixture.write(bytes, to: bundle)
  }

  @Test func everyEntryDroppedOrSwapped() throws {
    for index in 0..<6 {
      let fixture = try small()
      try rewrite(fixture) { $0.remove(at: index) }
      #expect(damage(fixture)?.index == UInt64(index))
      if index < 5 {
        let other = try small()
        try rewrite(other) { $0.swapAt(index, index + 1) }
        #expect(damage(other)?.index == UInt64(index))
      }
    }
  }

  @Test func everyTruncation() throws {
    let fixture = try small()
    for file in ["tile/entries/000.p/6", "tile/0/000.p/6", "checkpoint"] {
      let original = try fixture.bytes(file)
      for count in stride(from: 0, to: original.count, by: 7) {
        try fixture.write(Array(original[..<count]), to: file)
        #expect(damage(fixture) != nil)
      }
      try FileManager.default.removeItem(atPath: "\(fixture.folder)/\(file)")
      #expect(damage(fixture) != nil)
      try fixture.write(original, to: file)
    }
  }

  /// Entries and hashes changed together, as one who knows the format would: the checkpoint's root tells.
  @Test func aConsistentRewriteWithoutTheKey() throws {
    let fixture = try small()
    try rewrite(fixture) { $0[3] = $0[5] }
    let entries = EntryBundle.split(try fixture.bytes("tile/entries/000.p/6")).entries
    try fixture.write(entries.flatMap { MerkleHash.leaf($0.span).array }, to: "tile/0/000.p/6")
    #expect(damage(fixture) != nil)
  }

  /// The holder of the key can sign a shorter or another log; a checkpoint seen elsewhere tells.
  @Test func rollBackAndRewriteWithTheKey() throws {
    let fixture = try small()
    let seen = try #require(try fixture.log.checkpointBytes())
    let other = try small()
    var settings = other.settings
    settings.signingKey = fixture.signingKey
    let entries = EntryBundle.split(try fixture.bytes("tile/entries/000.p/6")).entries
    for changed in [Array(entries.dropLast(2)), entries.map { $0 == entries[4] ? entries[2] : $0 } + entries] {
      try FileManager.default.removeItem(atPath: fixture.folder + "/tile")
      try write(changed, to: fixture)
      let error = #expect(throws: LogDamage.self) { try fixture.verifier.verifyConsistency(since: seen) }
      #expect(error?.what.contains(changed.count < 6 ? "rolled back" : "rewritten") == true)
    }
  }

  /// A whole tree over these entries with a checkpoint of the fixture's key.
  private func write(_ entries: [[UInt8]], to fixture: Fixture) throws {
    var tree = TreeEdge()
    for entry in entries { tree.append(entry.span) }
    var files = DurableWrite(in: Folder(path: fixture.folder))
    for file in tree.full + tree.partial() { try files.add(file.coordinate.path, file.bytes.span) }
    let checkpoint = Checkpoint(origin: fixture.settings.origin, size: tree.size, root: tree.root())
    let signed = try checkpoint.signed(with: fixture.signingKey)
    try files.add("checkpoint", signed.span)
    try files.finish()
  }

  @Test func consistencyWithEveryOlderCheckpoint() throws {
    let fixture = try Fixture()
    var seen: [[UInt8]] = []
    try fixture.run { log, journals in
      for number in 0..<150 {
        try journals[0].call(number)
        log.flush()
        seen.append(try fixture.log.checkpointBytes()!)
      }
    }
    for checkpoint in seen { _ = try fixture.verifier.verifyConsistency(since: checkpoint) }
    let stranger = try small()
    let foreign = try #require(try stranger.log.checkpointBytes())
    #expect(throws: LogDamage.self) { try fixture.verifier.verifyConsistency(since: foreign) }
    _ = try fixture.verifier.verifyWholeLog()
  }

  /// Entries that are canonical and hashed, but out of their order, are found too.
  @Test func aCallHasOneIntentAndOneEnd() throws {
    let fixture = try small()
    let entries = EntryBundle.split(try fixture.bytes("tile/entries/000.p/6")).entries
    let kinds = try entries.enumerated().map { try Entry(index: UInt64($0), bytes: $1).kind }
    #expect(kinds[1] == .intent && kinds[2] == .outcome)
    for changed in [[entries[1], entries[1]], [entries[2]], [entries[0], entries[1], entries[2], entries[2]]] {
      try FileManager.default.removeItem(atPath: fixture.folder + "/tile")
      try write(changed, to: fixture)
      #expect(damage(fixture) != nil)
    }
  }
}
