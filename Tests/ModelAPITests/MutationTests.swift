import Foundation
import Testing

@testable import ModelAPI

/// A generator that repeats: xorshift64*.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }
}

/// Bodies changed at random: whatever is accepted, a second reader must read the same.
@Suite struct MutationTests {
  static let seeds = [
    #"{"model":"ok","messages":[{"role":"user","content":"a\u00e9\"b"}],"stream":true,"max_tokens":12,"n":2}"#,
    #"{"stream_options":{"include_usage":false},"model":"smollm","stop":["a","b"],"stream":true}"#,
    #"{"model":"all","tools":[{"type":"function","function":{"name":"f","parameters":{"a":{"b":[1,2.5e3,null]}}}}]}"#,
  ]
  static let inserts = [
    "\"model\":\"secret\",", "\"Model\":\"ok\",", "\\u006d", "\"", "{", "}", "[", "]", ",", ":", "\\", "\u{212A}",
    "\u{0}",
    "null", "1e3", "-1", " ", "\n", "\"n\":", "tru", "\u{FEFF}", "/**/", "'",
  ]

  private func mutate(_ body: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var body = body
    for _ in 0..<Int.random(in: 1...3, using: &generator) where !body.isEmpty {
      let place = Int.random(in: 0..<body.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: body[place] = UInt8.random(in: .min ... .max, using: &generator)
      case 1: body.remove(at: place)
      case 2: body.insert(contentsOf: Self.inserts.randomElement(using: &generator)!.utf8, at: place)
      case 3: body.swapAt(place, Int.random(in: 0..<body.count, using: &generator))
      default: body[place] ^= 0x20
      }
    }
    return body
  }

  @Test(arguments: 1...8) func acceptedBodiesAreReadAlike(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed &* 0x9E37_79B9_7F4A_7C15)
    let reader = CallReader()
    var accepted = 0
    for round in 0..<4000 {
      let original = Array(Self.seeds[round % Self.seeds.count].utf8)
      let body = round < 3 ? original : mutate(original, &generator)
      guard
        let call = try? reader.read(
          body.span, length: body.count, endpoint: .chatCompletions, catalogue: Reading.catalogue)
      else { continue }
      accepted += 1
      let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
      let other = try #require(object, "only our reader takes it: \(Reading.text(body))")
      let name = Array((other["model"] as? String ?? "").utf8)
      #expect(Reading.catalogue.lookup(name.span) == call.model, "\(Reading.text(body))")
      #expect((other["stream"] as? Bool ?? false) == call.isStream, "\(Reading.text(body))")
      try compareSpliced(body, call, other)
    }
    #expect(accepted > 200)
  }

  /// The edited body differs from the client's in what was edited, and in nothing else.
  private func compareSpliced(_ body: [UInt8], _ call: ModelCall, _ original: [String: Any]) throws {
    let model = Reading.catalogue[call.model]
    var edited: [UInt8] = []
    BodySplices(call, model: model, bodyLength: body.count, storeAllowed: false).append(body.span, to: &edited)
    #expect(Reading.fault(of: edited) == nil)
    var result = try #require(JSONSerialization.jsonObject(with: Data(edited)) as? [String: Any])
    #expect(result["model"] as? String == Reading.text(model.upstreamName))
    if call.injectsUsage {
      #expect((result["stream_options"] as? [String: Any])?["include_usage"] as? Bool == true)
    }
    var expected = original
    for key in ["model", "stream_options"] {
      result[key] = nil
      expected[key] = nil
    }
    #expect(NSDictionary(dictionary: result) == NSDictionary(dictionary: expected), "\(Reading.text(edited))")
  }
}
