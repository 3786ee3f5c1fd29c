import Audit
import Cryptography
import Foundation
import Testing

/// The log read by Go's own implementation of tiled logs and signed notes (Debian: golang-go, golang-golang-x-mod-dev).
@Suite struct ForeignReaderSlowTests {
  private static let library = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog"

  private func check(_ fixture: Fixture, proofs: [String] = []) throws -> Int32 {
    let go = Process()
    go.executableURL = URL(fileURLWithPath: "/usr/bin/go")
    go.currentDirectoryURL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    go.arguments = ["run", "./Interop/logcheck", fixture.folder, fixture.key.text] + proofs
    go.environment = ProcessInfo.processInfo.environment.merging(
      [
        "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "",
        "GOCACHE": NSTemporaryDirectory() + "/gocache",
      ]
    ) { $1 }
    go.standardError = FileHandle.nullDevice
    try go.run()
    go.waitUntilExit()
    return go.terminationStatus
  }

  private var isInstalled: Bool {
    let paths = ["/usr/bin/go", ForeignReaderSlowTests.library]
    let isThere = paths.allSatisfy { FileManager.default.fileExists(atPath: $0) }
    if !isThere { print("SKIPPED: no golang-go and golang-golang-x-mod-dev here; the log is not read by others") }
    return isThere
  }

  /// Every entry's proof, consistency with older trees, and a proof file; and a changed byte is found by Go as well.
  @Test func goReadsTheLog() throws {
    guard isInstalled else { return }
    let fixture = try Fixture()
    try fixture.run { log, journals in
      for number in 0..<200 {
        try journals[0].call(number)
        if number % 50 == 0 { log.flush() }
      }
    }
    let prover = try LogProver(log: fixture.log, key: fixture.key)
    let entry = try #require(try fixture.entries().first { $0.kind == .intent })
    let proof = ProofFile(
      entry: entry.bytes, index: entry.index, hashes: try prover.inclusion(of: entry.index).hashes,
      checkpoint: prover.signedCheckpoint)
    try fixture.write(proof.encoded, to: "call.tlog-proof")
    #expect(try check(fixture, proofs: ["\(fixture.folder)/call.tlog-proof"]) == 0)
    var bundle = try fixture.bytes("tile/entries/000")
    bundle[700] ^= 1
    try fixture.write(bundle, to: "tile/entries/000")
    #expect(try check(fixture) == 1)
  }
}
