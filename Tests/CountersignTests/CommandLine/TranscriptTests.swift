import Foundation
import Testing

@Suite("What the program prints, as transcripts")
struct TranscriptTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Transcripts")

  private static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted()
  }()

  @Test("There are transcripts")
  func present() { #expect(Self.names.count >= 4) }

  @Test("Each line is printed as written", arguments: names)
  func transcript(name: String) throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
    let transcript = Transcript(text)
    #expect(!transcript.steps.isEmpty)
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    for file in transcript.files {
      try Data(file.text.utf8).write(to: scratch.appendingPathComponent(file.name))
    }
    for step in transcript.steps {
      let result = try BuiltProgram.run(step.command, in: scratch)
      let place = "\(name):\(step.line): \(step.command)\n\(result.output)\(result.errors)"
      #expect(result.code == step.code, "\(place)")
      #expect(Transcript.matches(result.output, step.output), "\(place)")
      #expect(Transcript.matches(result.errors, step.errors), "\(place)")
    }
  }
}
