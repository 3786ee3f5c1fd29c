import Foundation
import Testing

@testable import ModelAPI

@Suite struct CatalogueTests {
  private func fault(_ models: [ModelSettings]) -> CatalogueFault? {
    do {
      _ = try ModelCatalogue(models: models, upstreams: [.openAI])
      return nil
    } catch { return error }
  }

  private func model(_ name: String, _ aliases: [String] = [], upstream: Int = 0) -> ModelSettings {
    ModelSettings(
      name: Reading.bytes(name), aliases: aliases.map(Reading.bytes), upstream: upstream,
      upstreamName: Reading.bytes("u"))
  }

  @Test func faults() {
    #expect(fault([model("a"), model("a")]) == .duplicateName(model: 1, name: Reading.bytes("a"), earlier: 0))
    #expect(fault([model("a"), model("b", ["a"])]) == .duplicateName(model: 1, name: Reading.bytes("a"), earlier: 0))
    #expect(fault([model("a", ["a"])]) == .duplicateName(model: 0, name: Reading.bytes("a"), earlier: 0))
    #expect(
      fault([model("a"), model("b", ["A"])]) == .namesDifferOnlyInCase(model: 1, name: Reading.bytes("A"), earlier: 0))
    #expect(fault([model("GPT", ["gpt"])]) == nil)
    #expect(fault([model("")]) == .emptyName(model: 0))
    #expect(fault([model("a\n")]) == .unprintableName(model: 0))
    #expect(fault([model("a", upstream: 1)]) == .unknownUpstream(model: 0, upstream: 1))
    #expect(fault([model(String(repeating: "a", count: 256))]) == nil)
    #expect(fault([model(String(repeating: "a", count: 257))]) == .nameTooLong(model: 0, maximum: 256))
  }

  @Test func lookupIsByBytes() throws {
    let models = (0..<500).map { model("model-\($0)", ["alias-\($0)", "\u{E9}\($0)"]) }
    let catalogue = try ModelCatalogue(models: models, upstreams: [.openAI])
    for number in 0..<500 {
      for name in ["model-\(number)", "alias-\(number)", "\u{E9}\(number)"] {
        #expect(catalogue.lookup(Reading.bytes(name).span)?.rawValue == number)
      }
    }
    #expect(catalogue.lookup(Reading.bytes("e\u{301}7").span) == nil)
    #expect(catalogue.lookup(Reading.bytes("Model-7").span) == nil)
    #expect(catalogue.lookup(Reading.bytes("model-").span) == nil)
    #expect(catalogue.lookup(Reading.bytes("").span) == nil)
  }

  @Test func settingsNames() {
    #expect(DialectSet(api: "openai") == .openAI)
    #expect(DialectSet(api: "ollama") == [.ollama, .openAI])
    #expect(DialectSet(api: "anthropic") == .anthropic)
    #expect(DialectSet(api: "grpc") == nil)
  }

  private func list(_ endpoint: Endpoint, _ models: [Int]) throws -> [String: Any] {
    var output: [UInt8] = []
    ModelList.write(models.map { ModelIndex(rawValue: $0) }, of: Reading.catalogue, endpoint: endpoint, into: &output)
    return try #require(JSONSerialization.jsonObject(with: Data(output)) as? [String: Any])
  }

  @Test func openAIList() throws {
    let list = try list(.models, [0, 2])
    #expect(list["object"] as? String == "list")
    let data = try #require(list["data"] as? [[String: Any]])
    #expect(data.map { $0["id"] as? String } == ["ok", "claude"])
    #expect(data[0]["object"] as? String == "model")
    #expect(data[0]["created"] as? Int == 1_700_000_000)
    #expect(data[0]["owned_by"] is String)
  }

  @Test func anthropicList() throws {
    let page = try list(.anthropicModels, [1, 2])
    #expect(page["has_more"] as? Bool == false)
    #expect(page["first_id"] as? String == "smollm")
    #expect(page["last_id"] as? String == "claude")
    let data = try #require(page["data"] as? [[String: Any]])
    #expect(data[0]["type"] as? String == "model")
    #expect(data[0]["created_at"] as? String == "1970-01-01T00:00:00Z")
    #expect(try list(.anthropicModels, [])["first_id"] is NSNull)
  }

  @Test func ollamaTags() throws {
    let models = try #require(try list(.ollamaTags, [0])["models"] as? [[String: Any]])
    #expect(models[0]["name"] as? String == "ok")
    #expect(models[0]["model"] as? String == "ok")
    #expect(models[0]["modified_at"] as? String == "2023-11-14T22:13:20Z")
    #expect(try (list(.ollamaTags, [])["models"] as? [Any])?.isEmpty == true)
  }

  @Test func singleModel() throws {
    var output: [UInt8] = []
    ModelList.write(Reading.catalogue[ModelIndex(rawValue: 0)], endpoint: .model, into: &output)
    #expect(Reading.text(output) == #"{"id":"ok","object":"model","created":1700000000,"owned_by":"countersign"}"#)
  }

  @Test(arguments: [0, 951_782_399, 951_782_400, 1_709_210_096, 4_107_542_399, 253_402_300_799])
  func instants(_ seconds: Int64) {
    var output: [UInt8] = []
    UTCTime.append(seconds, to: &output)
    #expect(Reading.text(output) == Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601))
  }
}
