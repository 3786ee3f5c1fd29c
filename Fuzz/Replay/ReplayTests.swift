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

  @Test("Every target keeps its promises over its corpus and past failures", arguments: FuzzTarget.all.map(\.name))
  func replay(_ name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let corpus = ReplayTests.files("Corpus", name)
    #expect(!corpus.isEmpty, "no corpus for \(name)")
    for file in corpus + ReplayTests.files("Failures", name) {
      let bytes = [UInt8](try Data(contentsOf: file))
      #expect(throws: Never.self, "\(file.lastPathComponent)") { try target.run(bytes) }
    }
  }
}
