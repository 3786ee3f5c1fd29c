import Cryptography
import Foundation
import Testing

/// Replays what the fuzzers started from and what they ever found, so that no finding comes back.
@Suite("Fuzz inputs")
struct ReplayTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  private static func files(_ kind: String, _ target: String) -> [URL] {
    let folder = folder.appendingPathComponent(kind).appendingPathComponent(target)
    let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).sorted { $0.path < $1.path }
  }

  /// On a thread of its own: a target may wait for a task, which on a thread of the tasks' pool could wait for ever.
  private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }

  @Test("Every target keeps its promises over its corpus and past failures", arguments: FuzzTarget.all.map(\.name))
  func replay(_ name: String) async throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let corpus = ReplayTests.files("Corpus", name)
    #expect(!corpus.isEmpty, "no corpus for \(name)")
    for file in corpus + ReplayTests.files("Failures", name) {
      let bytes = [UInt8](try Data(contentsOf: file))
      let broken = await ReplayTests.onThread { () -> String? in
        do { try target.run(bytes) } catch { return "\(error)" }
        return nil
      }
      #expect(broken == nil, "\(file.lastPathComponent)")
    }
  }

  @Test("The token target is not idle: what its issuer signs is accepted")
  func signedIsAccepted() async throws {
    let bench = await ReplayTests.onThread { TokenBench() }
    let seed = ReplayTests.folder.appendingPathComponent("Corpus/token/signed")
    let lines = [UInt8](try Data(contentsOf: seed)).dropFirst().split(separator: 0x0a).map { Array($0) }
    let (header, claims) = (lines[0], lines[1])
    let text = Base64URL.encode(header.span) + [0x2e] + Base64URL.encode(claims.span)
    let signature = try #require(bench.sign(text))
    #expect(bench.accepts(text + [0x2e] + Base64URL.encode(signature.span)))
  }
}
