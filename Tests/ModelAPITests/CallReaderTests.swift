import Testing

@testable import ModelAPI

@Suite struct CallReaderTests {
  @Test(arguments: [
    (Endpoint.chatCompletions, #"{"model":"ok","messages":[]}"#, ModelAction.chat),
    (.completions, #"{"model":"ok","prompt":"x"}"#, .complete), (.embeddings, #"{"model":"ok","input":"x"}"#, .embed),
    (.responses, #"{"model":"ok","input":"x"}"#, .chat),
    (.messages, #"{"model":"claude","max_tokens":5,"messages":[]}"#, .chat),
    (.countTokens, #"{"model":"claude","messages":[]}"#, .chat),
    (.ollamaChat, #"{"model":"smollm","messages":[]}"#, .chat),
    (.ollamaGenerate, #"{"model":"smollm","prompt":"x"}"#, .complete),
    (.ollamaEmbed, #"{"model":"smollm","input":"x"}"#, .embed),
    (.ollamaEmbeddings, #"{"model":"smollm","prompt":"x"}"#, .embed), (.ollamaShow, #"{"model":"smollm"}"#, .list),
  ])
  func everyEndpoint(_ endpoint: Endpoint, _ body: String, _ action: ModelAction) throws {
    let call = try Reading.call(body, endpoint)
    #expect(call.action == action)
    #expect(call.endpoint == endpoint)
    #expect(call.isStream == (endpoint == .ollamaChat || endpoint == .ollamaGenerate))
    #expect(call.features.isEmpty)
    #expect(call.choices == 1)
    #expect(call.tokenLimit == (endpoint == .messages ? 5 : nil))
  }

  @Test func modelIsFoundWhereItStands() throws {
    let body = #"{ "messages" : [ {"role":"user","content":"\"model\":\"secret\""} ] , "mod\u0065l" : "o\u006b" }"#
    let call = try Reading.call(body)
    #expect(Reading.catalogue[call.model].name == Reading.bytes("ok"))
    #expect(Reading.text(Array(Reading.bytes(body)[call.modelRange])) == #""o\u006b""#)
  }

  @Test func aliasesAreExact() throws {
    let named = try Reading.call(#"{"model":"smollm:latest","messages":[]}"#, .ollamaChat)
    #expect(Reading.catalogue[named.model].name == Reading.bytes("smollm"))
    #expect(Reading.refusal(#"{"model":"ok:latest"}"#) == .modelUnknown(name: Reading.bytes("ok:latest")))
    #expect(Reading.refusal(#"{"model":"OK"}"#) == .modelUnknown(name: Reading.bytes("OK")))
    #expect(Reading.refusal(#"{"model":"ok "}"#) == .modelUnknown(name: Reading.bytes("ok ")))
    #expect(Reading.refusal(#"{"model":"ok\u0000"}"#) == .modelUnknown(name: Reading.bytes("ok\0")))
  }

  @Test(arguments: [
    #"{}"#, #"{"model":null}"#, #"{"model":1}"#, #"{"model":""}"#, #"{"model":["ok"]}"#, #"{"messages":[]}"#,
  ])
  func modelMissing(_ body: String) { #expect(Reading.refusal(body) == .modelMissing) }

  @Test(arguments: ["[]", "1", #""model""#, "null", #"[{"model":"ok"}]"#])
  func notAnObject(_ body: String) { #expect(Reading.refusal(body) == .notAnObject) }

  @Test func dialectMustBeSpoken() {
    #expect(
      Reading.refusal(#"{"model":"claude","messages":[]}"#)
        == .modelSpeaksOtherwise(name: Reading.bytes("claude"), asked: .openAI, speaks: .anthropic))
    #expect(Reading.refusal(#"{"model":"smollm","messages":[]}"#) == nil)
    #expect(Reading.refusal(#"{"model":"ok","messages":[]}"#, .ollamaChat)?.status == 404)
  }

  /// The attack on Go's reader, and on readers that take the last or the first of two keys.
  @Test(arguments: [
    #"{"model":"ok","Model":"secret"}"#, #"{"Model":"secret","model":"ok"}"#, #"{"model":"ok","model":"secret"}"#,
    #"{"model":"ok","\u006dodel":"secret"}"#, #"{"model":"ok","MODEL":"secret"}"#,
  ])
  func twoModels(_ body: String) {
    guard case .json(.duplicateKey) = Reading.refusal(body) else {
      Issue.record("accepted, or refused otherwise: \(body)")
      return
    }
  }

  @Test(arguments: [
    #"{"Model":"ok"}"#, #"{"model":"ok","Stream":true}"#, #"{"model":"ok","MAX_TOKENS":1}"#,
    "{\"model\":\"ok\",\"me\u{17F}\u{17F}ages\":[]}", #"{"model":"ok","messages":[{"content":[{"Image_URL":"x"}]}]}"#,
    #"{"model":"ok","stream_options":{"Include_Usage":true}}"#,
  ])
  func spelling(_ body: String) {
    guard case .fieldSpelling = Reading.refusal(body) else {
      Issue.record("accepted, or refused otherwise: \(body)")
      return
    }
  }

  @Test(arguments: [
    (Endpoint.chatCompletions, "keep_alive"), (.chatCompletions, "models"), (.chatCompletions, "engine"),
    (.embeddings, "stream"), (.messages, "n"), (.messages, "betas"), (.ollamaChat, "max_tokens"), (.ollamaChat, "name"),
    (.ollamaEmbed, "raw"), (.responses, "messages"), (.completions, "messages"), (.countTokens, "stream"),
    (.chatCompletions, "logits_processors"), (.chatCompletions, "file_id"), (.chatCompletions, "kv_transfer_params"),
  ])
  func unknownFields(_ endpoint: Endpoint, _ field: String) {
    let refusal = Reading.refusal(#"{"model":"all","\#(field)":null}"#, endpoint)
    #expect(refusal == .fieldUnknown(Reading.bytes(field)))
    #expect(refusal?.status == 400)
  }

  @Test(arguments: [
    (Endpoint.chatCompletions, #""moderation":{"model":"omni"}"#),
    (.responses, #""tools":[{"type":"image_generation","model":"x"}]"#),
    (.messages, #""fallbacks":[{"model":"x"}]"#), (.messages, #""fallbacks":"x""#), (.ollamaShow, #""name":"secret""#),
    (.chatCompletions, #""messages":[{"role":"user","model":"secret"}]"#),
  ])
  func secondModels(_ endpoint: Endpoint, _ member: String) {
    guard case .modelNamedTwice = Reading.refusal(#"{"model":"all",\#(member)}"#, endpoint) else {
      Issue.record("accepted, or refused otherwise: \(member)")
      return
    }
  }

  @Test func modelsInTheCallersOwnDataAreNotModels() throws {
    let schema = #"{"type":"object","properties":{"model":{"type":"string"},"file_id":{"x":1},"url":"http://x"}}"#
    let body = #"{"model":"ok","tools":[{"type":"function","function":{"name":"buy","parameters":\#(schema)}}]}"#
    let call = try Reading.call(body)
    #expect(call.features.isEmpty)
    #expect(call.tools == [Reading.bytes("buy")])
  }

  @Test func streams() throws {
    #expect(try Reading.call(#"{"model":"ok","stream":true}"#).isStream)
    #expect(try !Reading.call(#"{"model":"ok","stream":false}"#).isStream)
    #expect(try !Reading.call(#"{"model":"ok","stream":null}"#).isStream)
    #expect(try Reading.call(#"{"model":"smollm","stream":null}"#, .ollamaChat).isStream)
    #expect(try !Reading.call(#"{"model":"smollm","stream":false}"#, .ollamaChat).isStream)
    #expect(Reading.refusal(#"{"model":"ok","stream":"true"}"#) == .fieldType(KnownField(.stream), .boolean))
    #expect(Reading.refusal(#"{"model":"ok","stream":1}"#) == .fieldType(KnownField(.stream), .boolean))
  }

  @Test func tokenLimits() throws {
    #expect(try Reading.call(#"{"model":"ok","max_tokens":7}"#).tokenLimit == 7)
    #expect(try Reading.call(#"{"model":"ok","max_tokens":7,"max_completion_tokens":9}"#).tokenLimit == 9)
    #expect(try Reading.call(#"{"model":"ok","max_tokens":null}"#).tokenLimit == nil)
    #expect(try Reading.call(#"{"model":"ok","max_output_tokens":0}"#, .responses).tokenLimit == 0)
    #expect(try Reading.call(#"{"model":"ok","n_predict":-1,"max_tokens":3}"#).tokenLimit == 3)
    #expect(try Reading.call(#"{"model":"smollm","options":{"num_predict":12}}"#, .ollamaChat).tokenLimit == 12)
    #expect(try Reading.call(#"{"model":"smollm","options":{"num_predict":-1}}"#, .ollamaChat).tokenLimit == nil)
    #expect(try Reading.call(#"{"model":"smollm","options":{"x":{"num_predict":5}}}"#, .ollamaChat).tokenLimit == nil)
  }

  @Test(arguments: ["-1", "-0.5", "1e3", "1.0", "2147483648", "9223372036854775807", "-5", "1E2"])
  func absurdTokenLimits(_ number: String) {
    let expected = CallRefusal.fieldRange(KnownField(.maxTokens), minimum: 0, maximum: 2_147_483_647)
    #expect(Reading.refusal(#"{"model":"ok","max_tokens":\#(number)}"#) == expected)
  }

  @Test(arguments: [#""5""#, "true", "{}", "[]"])
  func wrongTypesOfTokenLimit(_ value: String) {
    let refusal = Reading.refusal(#"{"model":"ok","max_tokens":\#(value)}"#)
    #expect(refusal == .fieldType(KnownField(.maxTokens), .integer))
  }

  @Test func ollamaLimitsOutOfRange() {
    #expect(Reading.refusal(#"{"model":"smollm","options":{"num_predict":-3}}"#, .ollamaChat)?.status == 400)
    #expect(Reading.refusal(#"{"model":"smollm","options":{"num_predict":1e3}}"#, .ollamaChat)?.status == 400)
    #expect(
      Reading.refusal(#"{"model":"smollm","options":[]}"#, .ollamaChat) == .fieldType(KnownField(.options), .object))
  }

  @Test func choices() throws {
    #expect(try Reading.call(#"{"model":"ok","n":3}"#).choices == 3)
    #expect(try Reading.call(#"{"model":"ok","n":3,"best_of":5}"#, .completions).choices == 5)
    #expect(Reading.refusal(#"{"model":"ok","n":0}"#) == .fieldRange(KnownField(.n), minimum: 1, maximum: 128))
    #expect(Reading.refusal(#"{"model":"ok","n":129}"#) == .fieldRange(KnownField(.n), minimum: 1, maximum: 128))
  }

  @Test func tools() throws {
    let chat = try Reading.call(
      #"{"model":"ok","tools":[{"type":"function","function":{"name":"sql_\u0072ead"}},"#
        + #"{"type":"custom","custom":{"name":"b"}}],"functions":[{"name":"old","parameters":{"name":"no"}}]}"#
    )
    #expect(chat.tools.map(Reading.text) == ["sql_read", "b", "old"])
    let anthropic = try Reading.call(
      #"{"model":"claude","max_tokens":1,"tools":[{"name":"deploy","input_schema":{"properties":{"name":{}}}},"#
        + #"{"type":"bash_20250124","name":"bash"}]}"#,
      .messages)
    #expect(anthropic.tools.map(Reading.text) == ["deploy", "bash"])
    #expect(anthropic.features.isEmpty)
  }

  @Test func toolLimits() {
    let one = #"{"type":"function","function":{"name":"t"}}"#
    let many = { [String](repeating: one, count: $0).joined(separator: ",") }
    #expect(Reading.refusal(#"{"model":"ok","tools":[\#(many(512))]}"#) == nil)
    #expect(Reading.refusal(#"{"model":"ok","tools":[\#(many(513))]}"#) == .tooManyTools(maximum: 512))
    let long = String(repeating: "a", count: 257)
    #expect(
      Reading.refusal(#"{"model":"ok","tools":[{"type":"function","function":{"name":"\#(long)"}}]}"#)
        == .toolName(maximum: 256))
    #expect(Reading.refusal(#"{"model":"ok","tools":[{"function":{"name":7}}]}"#) == .toolName(maximum: 256))
    #expect(Reading.refusal(#"{"model":"ok","tools":{}}"#) == .fieldType(KnownField(.tools), .array))
  }

  @Test func readerIsUsedAgain() throws {
    let reader = CallReader()
    for body in [#"{"model":"ok","tools":[{"function":{"name":"a"}}],"n":2}"#, #"{"model":"x"}"#, #"{"model":"ok"}"#] {
      let bytes = Reading.bytes(body)
      let call = try? reader.read(
        bytes.span, length: bytes.count, endpoint: .chatCompletions, catalogue: Reading.catalogue)
      if body == #"{"model":"ok"}"# { #expect(call?.tools == [] && call?.choices == 1) }
    }
  }
}
