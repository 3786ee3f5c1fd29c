import Testing

@testable import ModelAPI

/// One response as an upstream writes it, and what must be learned of it.
struct SampleStream: CustomTestStringConvertible, Sendable {
  let name: String
  let framing: ResponseFraming
  let text: String
  var usage: [Int?] = [nil, nil, nil, nil, nil]
  var finish: FinishReason?
  var isComplete = true
  var hasError = false

  var testDescription: String { name }

  static let opening =
    #"data: {"id":"c-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"#
  static let usageChunk =
    #"data: {"id":"c-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":"#
    + #"{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21,"prompt_tokens_details":{"cached_tokens":4},"#
    + #""completion_tokens_details":{"reasoning_tokens":2}}}"#
  static let llamaChunk =
    #"data: {"choices":[],"created":1,"id":"c-1","model":"m","object":"chat.completion.chunk","usage":"#
    + #"{"completion_tokens":12,"prompt_tokens":9,"total_tokens":21},"timings":{"prompt_n":9,"per_second":61.5}}"#
  static let words =
    opening + #""delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}"# + "\n\n" + opening
    + #""delta":{"content":"He said: \"usage\":{\"prompt_tokens\":999} \\"},"finish_reason":null}]}"# + "\n\n" + opening
    + #""delta":{},"finish_reason":"stop"}]}"# + "\n\n"

  static let all: [SampleStream] = [
    SampleStream(
      name: "openai chat", framing: .events, text: words + usageChunk + "\n\ndata: [DONE]\n\n",
      usage: [9, 12, 21, 4, 2],
      finish: .stop),
    SampleStream(
      name: "llama.cpp chat", framing: .events, text: words + llamaChunk + "\n\ndata: [DONE]\n\n",
      usage: [9, 12, 21, nil, nil], finish: .stop),
    SampleStream(name: "openai cut off", framing: .events, text: words, finish: .stop, isComplete: false),
    SampleStream(
      name: "openai error", framing: .events,
      text: ": comment\n\n" + words + #"data: {"error":{"message":"boom","type":"server_error"}}"# + "\n\n",
      finish: .stop,
      isComplete: false, hasError: true),
    SampleStream(
      name: "openai json", framing: .json,
      text: #"""
        {"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"\"usage\":{\"total_tokens\":7}",
        "tool_calls":[{"function":{"name":"f","arguments":"{\"finish_reason\":\"length\"}"}}],\#
        "usage":{"prompt_tokens":5000}},
        "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13}}
        """#, usage: [10, 3, 13, nil, nil], finish: .toolCalls),
    SampleStream(
      name: "responses stream", framing: .events,
      text: #"""
        event: response.created
        data: {"type":"response.created","response":{"id":"r","status":"in_progress","usage":null,"error":null}}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","delta":"usage"}

        event: response.completed
        data: {"type":"response.completed","response":{"status":"completed","usage":{\#
        "input_tokens":7,"input_tokens_details":{"cached_tokens":1},\#
        "output_tokens":8,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":15}}}


        """#, usage: [7, 8, 15, 1, 3], finish: .stop),
    SampleStream(
      name: "responses failed", framing: .events,
      text: "data: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"x\"}}}\n\n",
      finish: .failed, hasError: true),
    SampleStream(
      name: "anthropic stream", framing: .events,
      text: #"""
        event: message_start
        data: {"type":"message_start","message":{"id":"m","stop_reason":null,\#
        "usage":{"input_tokens":25,"cache_read_input_tokens":6,"output_tokens":1}}}

        event: ping
        data: {"type": "ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{\#
        "type":"text_delta","text":"{\"type\":\"message_stop\"}"}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\#
        "usage":{"output_tokens":15}}

        event: message_stop
        data: {"type":"message_stop"}


        """#, usage: [25, 15, nil, 6, nil], finish: .stop),
    SampleStream(
      name: "anthropic json", framing: .json,
      text:
        #"{"type":"message","content":[{"type":"tool_use","input":{"usage":{"input_tokens":1000}}}],"#
        + #""stop_reason":"max_tokens","usage":{"input_tokens":4,"output_tokens":2}}"#,
      usage: [4, 2, nil, nil, nil], finish: .length),
    SampleStream(
      name: "anthropic error", framing: .events,
      text: "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}\n\n",
      isComplete: false, hasError: true),
    SampleStream(
      name: "ollama lines", framing: .lines,
      text: #"""
        {"model":"s","message":{"role":"assistant","content":"{\"done\":true,\"eval_count\":999}"},"done":false}
        {"model":"s","message":{"role":"assistant","content":"","done":true},"done":false}
        {"model":"s","message":{"content":""},"done":true,"done_reason":"length",\#
        "prompt_eval_count":26,"eval_count":298}

        """#, usage: [26, 298, nil, nil, nil], finish: .length),
    SampleStream(
      name: "ollama json", framing: .json, text: #"{"response":"x","done":true,"prompt_eval_count":3,"eval_count":4}"#,
      usage: [3, 4, nil, nil, nil]),
    SampleStream(
      name: "ollama error line", framing: .lines, text: "{\"error\":\"gone\"}\n", isComplete: false, hasError: true),
    SampleStream(
      name: "embeddings json", framing: .json,
      text:
        #"{"object":"list","data":[{"embedding":[-1.5e-3,0.25,7]}],"usage":{"prompt_tokens":8,"total_tokens":8}}"#,
      usage: [8, nil, 8, nil, nil]),
    SampleStream(
      name: "json cut off", framing: .json, text: #"{"choices":[],"usage":{"prompt_tokens":12"#, isComplete: false),
    SampleStream(
      name: "numbers that are not counts", framing: .json,
      text: #"{"usage":{"prompt_tokens":1.5,"completion_tokens":-4,"total_tokens":99999999999999999999}}"#),
  ]
}
