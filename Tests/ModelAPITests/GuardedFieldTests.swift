import Testing

@testable import ModelAPI

/// Fields that fetch or remember are reported, wherever they stand.
@Suite struct GuardedFieldTests {
  private func features(_ member: String, _ endpoint: Endpoint) throws -> [GuardedField] {
    let call = try Reading.call(#"{"model":"all",\#(member)}"#, endpoint)
    return GuardedField.allCases.filter { call.features.contains($0) }
  }

  @Test(arguments: [
    (Endpoint.responses, #""previous_response_id":"resp_1""#, GuardedField.previousResponse),
    (.responses, #""input":[{"type":"item_reference","id":"msg_1"}]"#, .previousResponse),
    (.responses, #""input":[{"role":"user","content":"a"},{"id":"msg_1"}]"#, .previousResponse),
    (.responses, #""input":[{"id":"msg_1"},{"role":"user","content":"a"}]"#, .previousResponse),
    (.responses, #""input":[{"type":"item\u005freference","id":"m"}]"#, .previousResponse),
    (.responses, #""prompt_cache_options":{"comparison_response_id":"r"}"#, .previousResponse),
    (.messages, #""diagnostics":{"previous_message_id":"m"}"#, .previousResponse),
    (.responses, #""conversation":"conv_1""#, .conversation), (.messages, #""thread":{"id":"t"}"#, .conversation),
    (.chatCompletions, #""store":true"#, .store), (.responses, #""store":true"#, .store),
    (.chatCompletions, #""store":"yes""#, .store),
    (.chatCompletions, #""messages":[{"content":[{"type":"file","file":{"file_id":"f"}}]}]"#, .storedFiles),
    (
      .messages, #""messages":[{"content":[{"type":"document","source":{"type":"file","file_id":"f"}}]}]"#, .storedFiles
    ),
    (.responses, #""input":[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]"#, .storedFiles),
    (.chatCompletions, #""messages":[{"content":[{"image_url":{"url":"http://169.254.169.254/"}}]}]"#, .remoteMedia),
    (.chatCompletions, #""messages":[{"content":[{"image_url":"https://x/y.png"}]}]"#, .remoteMedia),
    (.chatCompletions, #""messages":[{"content":[{"image_url":{"url":"file:///etc/passwd"}}]}]"#, .remoteMedia),
    (.chatCompletions, #""messages":[{"content":[{"image_url":{"url":"DATA:x"}}]}]"#, .remoteMedia),
    (.chatCompletions, #""messages":[{"content":[{"image_url":{"url":"\u0068ttp://x"}}]}]"#, .remoteMedia),
    (
      .chatCompletions, #""messages":[{"content":[{"type":"video_url","video_url":{"url":"http://x"}}]}]"#, .remoteMedia
    ),
    (
      .chatCompletions, #""messages":[{"content":[{"type":"audio_url","audio_url":{"url":"http://x"}}]}]"#, .remoteMedia
    ),
    (.responses, #""input":[{"role":"user","content":[{"type":"input_file","file_url":"http://x"}]}]"#, .remoteMedia),
    (.messages, #""messages":[{"content":[{"type":"image","source":{"type":"url","url":"http://x"}}]}]"#, .remoteMedia),
    (
      .messages, #""messages":[{"content":[{"type":"tool_result","content":[{"source":{"url":"http://x"}}]}]}]"#,
      .remoteMedia
    ),
    (.messages, #""mcp_servers":[{"name":"x"}]"#, .mcpServers),
    (.responses, #""tools":[{"type":"mcp","server_label":"x"}]"#, .mcpServers),
    (.responses, #""tools":[{"type":"web_search"}]"#, .webSearch),
    (.messages, #""tools":[{"type":"web_fetch_20250910","name":"web_fetch"}]"#, .webSearch),
    (.chatCompletions, #""web_search_options":{"search_context_size":"low"}"#, .webSearch),
    (.responses, #""tools":[{"type":"file_search"}]"#, .fileSearch),
    (.responses, #""tools":[{"type":"code_interpreter"}]"#, .codeInterpreter),
    (.messages, #""tools":[{"type":"code_execution_20250825","name":"code_execution"}]"#, .codeInterpreter),
    (.responses, #""tools":[{"type":"computer_use_preview"}]"#, .computer),
    (.responses, #""tools":[{"type":"image_generation"}]"#, .hostedTools),
    (.responses, #""tools":[{"type":"fun\u0063tion","name":"f"}]"#, .hostedTools),
    (.responses, #""tools":[{"type":7}]"#, .hostedTools),
    (.chatCompletions, #""metadata":{"a":"b"}"#, .metadata), (.messages, #""metadata":{"user_id":"u"}"#, .metadata),
    (.responses, #""background":true"#, .background), (.responses, #""prompt":{"id":"p"}"#, .storedPrompt),
    (.messages, #""container":"c""#, .container), (.ollamaChat, #""keep_alive":-1"#, .keepAlive),
    (.ollamaChat, #""keep_alive":0"#, .keepAlive), (.ollamaGenerate, #""context":[1,2]"#, .context),
    (.ollamaGenerate, #""raw":true"#, .rawPrompt), (.ollamaGenerate, #""template":"x""#, .rawPrompt),
    (.chatCompletions, #""chat_template":"x""#, .rawPrompt),
    (.chatCompletions, #""chat_template_kwargs":{"chat_template":"x"}"#, .rawPrompt),
    (.chatCompletions, #""id_slot":0"#, .slot), (.chatCompletions, #""cache_prompt":true"#, .promptCache),
    (.chatCompletions, #""grammar":"root ::= x""#, .grammar), (.completions, #""lora":[{"id":0,"scale":1}]"#, .lora),
    (.completions, #""response_fields":["content"]"#, .responseShape),
    (.ollamaChat, #""_debug_render_only":true"#, .responseShape),
  ])
  func reported(_ endpoint: Endpoint, _ member: String, _ field: GuardedField) throws {
    #expect(try features(member, endpoint) == [field])
  }

  @Test(arguments: [
    (Endpoint.responses, #""previous_response_id":null"#), (.chatCompletions, #""store":false"#),
    (.chatCompletions, #""store":null"#), (.chatCompletions, #""metadata":{}"#), (.responses, #""background":false"#),
    (.chatCompletions, #""messages":[{"content":[{"image_url":{"url":"data:image/png;base64,AA=="}}]}]"#),
    (.chatCompletions, #""messages":[{"content":"see http://x and \"file_id\":\"f\""}]"#),
    (.chatCompletions, #""tools":[{"type":"function","function":{"name":"f","parameters":{"image_url":"http://x"}}}]"#),
    (.messages, #""messages":[{"content":[{"type":"tool_use","id":"t","name":"f","input":{"url":"http://x"}}]}]"#),
    (.ollamaChat, #""messages":[{"tool_calls":[{"function":{"name":"f","arguments":{"url":"http://x"}}}]}]"#),
    (.ollamaChat, #""format":{"properties":{"url":"http://x","model":"m"}}"#), (.ollamaChat, #""keep_alive":null"#),
    (
      .responses,
      #""input":[{"type":"message","id":"m","role":"assistant","content":[]},{"role":"user","content":"a"}]"#
    ),
    (.responses, #""text":{"format":{"type":"json_schema","schema":{"properties":{"file_id":{"a":1}}}}}"#),
    (.completions, #""prompt":"http://x""#), (.ollamaGenerate, #""system":"be brief""#),
    (.chatCompletions, #""response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"model":"x"}}}"#),
  ])
  func notReported(_ endpoint: Endpoint, _ member: String) throws { #expect(try features(member, endpoint) == []) }

  /// The caller's own data ends where it ends: what stands after it is looked at again.
  @Test(arguments: [
    (
      Endpoint.responses, #""tools":[{"type":"function","name":"f","parameters":{"a":{"b":[]}}},{"type":"mcp"}]"#,
      GuardedField.mcpServers
    ),
    (.messages, #""messages":[{"content":[{"input":{}},{"source":{"url":"http://x"}}]}]"#, .remoteMedia),
    (.messages, #""messages":[{"content":[{"input":[{"a":1}],"source":{"url":"http://x"}}]}]"#, .remoteMedia),
    (.messages, #""messages":[{"content":[{"input":"text","source":{"url":"http://x"}}]}]"#, .remoteMedia),
    (.chatCompletions, #""logit_bias":{"1":2},"messages":[{"content":[{"image_url":"http://x"}]}]"#, .remoteMedia),
    (.chatCompletions, #""logit_bias":[{"a":[]}],"chat_template_kwargs":{"chat_template":"x"}"#, .rawPrompt),
  ])
  func lookedAtAfterOwnData(_ endpoint: Endpoint, _ member: String, _ field: GuardedField) throws {
    #expect(try features(member, endpoint) == [field])
  }

  @Test func namesAreWordsOfSettings() {
    for field in GuardedField.allCases {
      #expect(GuardedField(name: field.name.description) == field)
      #expect(GuardedFields(field).contains(field))
      #expect(GuardedFields(field).first == field)
    }
    #expect(GuardedField(name: "nonsense") == nil)
    #expect(Set(GuardedField.allCases.map { $0.name.description }).count == GuardedField.allCases.count)
  }
}
