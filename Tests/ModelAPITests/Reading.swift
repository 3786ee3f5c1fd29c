@testable import ModelAPI

/// Short ways to read bodies in tests, with and without room after the document.
enum Reading {
  static let catalogue: ModelCatalogue = {
    let models = [
      ModelSettings(name: bytes("ok"), upstream: 0, upstreamName: bytes("upstream-ok.gguf"), created: 1_700_000_000),
      ModelSettings(
        name: bytes("smollm"), aliases: [bytes("smollm:latest")], upstream: 1, upstreamName: bytes("s:135m")),
      ModelSettings(name: bytes("claude"), upstream: 2, upstreamName: bytes("qu\"ote")),
      ModelSettings(name: bytes("all"), upstream: 3, upstreamName: bytes("all-here")),
    ]
    let upstreams: [DialectSet] = [.openAI, [.ollama, .openAI], .anthropic, [.openAI, .anthropic, .ollama]]
    do { return try ModelCatalogue(models: models, upstreams: upstreams) } catch { preconditionFailure("\(error)") }
  }()

  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  static func fault(of document: [UInt8], limits: StrictJSON.Limits = StrictJSON.Limits()) -> JSONFault? {
    let json = StrictJSON(limits: limits)
    let bare = outcome { () throws(JSONFault) in try json.check(document.span, length: document.count) }
    let padded = document + [UInt8](repeating: 0x22, count: StrictJSON.padding)
    let second = outcome { () throws(JSONFault) in try json.check(padded.span, length: document.count) }
    precondition(bare == second, "the bytes after a document change its reading")
    return bare
  }

  private static func outcome(_ body: () throws(JSONFault) -> Void) -> JSONFault? {
    do {
      try body()
      return nil
    } catch { return error }
  }

  /// The fault's name without its values.
  static func kind(_ fault: JSONFault) -> String { "\(fault)".prefix { $0 != "(" }.description }

  static func call(_ body: String, _ endpoint: Endpoint = .chatCompletions) throws(CallRefusal) -> ModelCall {
    try call(bytes(body), endpoint)
  }

  static func call(_ body: [UInt8], _ endpoint: Endpoint = .chatCompletions) throws(CallRefusal) -> ModelCall {
    try CallReader().read(body.span, length: body.count, endpoint: endpoint, catalogue: catalogue)
  }

  static func refusal(_ body: String, _ endpoint: Endpoint = .chatCompletions) -> CallRefusal? {
    do {
      _ = try call(body, endpoint)
      return nil
    } catch { return error }
  }

  /// The body as it goes upstream.
  static func spliced(
    _ body: String, _ endpoint: Endpoint = .chatCompletions, storeAllowed: Bool = false
  ) throws -> String {
    let source = bytes(body)
    let call = try call(source, endpoint)
    let splices = BodySplices(
      call, model: catalogue[call.model], bodyLength: source.count, storeAllowed: storeAllowed)
    var output: [UInt8] = []
    splices.append(source.span, to: &output)
    precondition(output.count == splices.length, "the new length is wrong")
    return text(output)
  }
}
