import Testing

@testable import ModelAPI

@Suite struct BodySplicesTests {
  @Test(arguments: [
    (Endpoint.chatCompletions, #"{"model":"ok","messages":[]}"#, #"{"model":"upstream-ok.gguf","messages":[]}"#),
    (.chatCompletions, #"{ "n":1, "model" : "o\u006b" }"#, #"{ "n":1, "model" : "upstream-ok.gguf" }"#),
    (
      .chatCompletions, #"{"model":"ok","stream":true}"#,
      #"{"stream_options":{"include_usage":true},"model":"upstream-ok.gguf","stream":true}"#
    ),
    (
      .completions, #"{"stream":true,"model":"ok","stream_options":null}"#,
      #"{"stream":true,"model":"upstream-ok.gguf","stream_options":{"include_usage":true}}"#
    ),
    (
      .chatCompletions, #"{"stream_options":{ },"stream":true,"model":"ok"}"#,
      #"{"stream_options":{"include_usage":true },"stream":true,"model":"upstream-ok.gguf"}"#
    ),
    (
      .chatCompletions, #"{"stream_options":{"include_obfuscation":false},"stream":true,"model":"ok"}"#,
      #"{"stream_options":{"include_usage":true,"include_obfuscation":false},"stream":true,"model":"upstream-ok.gguf"}"#
    ),
    (
      .chatCompletions, #"{"model":"ok","stream":true,"stream_options":{"include_usage": false }}"#,
      #"{"model":"upstream-ok.gguf","stream":true,"stream_options":{"include_usage": true }}"#
    ),
    (
      .chatCompletions, #"{"model":"ok","stream":true,"stream_options":{"include_usage":null}}"#,
      #"{"model":"upstream-ok.gguf","stream":true,"stream_options":{"include_usage":true}}"#
    ),
    (
      .chatCompletions, #"{"model":"ok","stream":true,"stream_options":{"include_usage":true}}"#,
      #"{"model":"upstream-ok.gguf","stream":true,"stream_options":{"include_usage":true}}"#
    ),
    (.responses, #"{"model":"ok","stream":true}"#, #"{"store":false,"model":"upstream-ok.gguf","stream":true}"#),
    (.responses, #"{"model":"ok","store":null}"#, #"{"model":"upstream-ok.gguf","store":false}"#),
    (.responses, #"{"model":"ok","store":false}"#, #"{"model":"upstream-ok.gguf","store":false}"#),
    (
      .messages, #"{"model":"claude","max_tokens":1,"stream":true}"#,
      #"{"model":"qu\"ote","max_tokens":1,"stream":true}"#
    ),
    (.ollamaChat, #"{"model":"smollm:latest"}"#, #"{"model":"s:135m"}"#),
  ])
  func edits(_ endpoint: Endpoint, _ body: String, _ expected: String) throws {
    #expect(try Reading.spliced(body, endpoint) == expected)
    #expect(Reading.fault(of: Array(expected.utf8)) == nil)
  }

  @Test func storingIsLeftAloneWhereAllowed() throws {
    let body = #"{"model":"ok","input":"x"}"#
    #expect(
      try Reading.spliced(body, .responses, storeAllowed: true) == #"{"model":"upstream-ok.gguf","input":"x"}"#)
  }

  @Test func injectionIsToldToTheMeter() throws {
    #expect(try Reading.call(#"{"model":"ok","stream":true}"#).injectsUsage)
    #expect(try !Reading.call(#"{"model":"ok"}"#).injectsUsage)
    #expect(try !Reading.call(#"{"model":"ok","stream":true,"stream_options":{"include_usage":true}}"#).injectsUsage)
    #expect(try !Reading.call(#"{"model":"ok","stream":true}"#, .responses).injectsUsage)
  }
}
