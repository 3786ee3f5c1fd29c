import Testing

@testable import ModelAPI

@Suite struct ResponseMeterTests {
  private func check(_ meter: ResponseMeter, _ sample: SampleStream, _ place: String) {
    let usage = meter.usage
    let found = [usage.input, usage.output, usage.total, usage.cached, usage.reasoning]
    #expect(found == sample.usage, "\(place)")
    #expect(meter.finishReason == sample.finish, "\(place)")
    #expect(meter.isComplete == sample.isComplete, "\(place)")
    #expect(meter.hasError == sample.hasError, "\(place)")
  }

  /// Every sample, cut in two at every place, and byte by byte.
  @Test(arguments: SampleStream.all) func everySplit(_ sample: SampleStream) {
    let bytes = Array(sample.text.utf8)
    let meter = ResponseMeter()
    for cut in 0...bytes.count {
      meter.reset(framing: sample.framing, removingUsage: false)
      meter.observe(bytes.span.extracting(0..<cut), now: 1)
      meter.observe(bytes.span.extracting(cut..<bytes.count), now: 2)
      check(meter, sample, "cut at \(cut)")
    }
    meter.reset(framing: sample.framing, removingUsage: false)
    for place in bytes.indices { meter.observe(bytes.span.extracting(place..<place + 1), now: 1) }
    check(meter, sample, "byte by byte")
  }

  /// The three ways of ending a line.
  @Test(arguments: ["\n", "\r\n", "\r"], [SampleStream.usageChunk, SampleStream.llamaChunk])
  func usageChunkIsRemoved(_ newline: String, _ chunk: String) {
    let kept = (SampleStream.words + "data: [DONE]\n\n").replacing("\n", with: newline)
    let parts = [SampleStream.words, chunk + "\n\n", "data: [DONE]\n\n"].map { $0.replacing("\n", with: newline) }
    let bytes = Array(parts.joined().utf8)
    let meter = ResponseMeter()
    for cut in 0...bytes.count {
      var output: [UInt8] = []
      meter.reset(framing: .events, removingUsage: true)
      meter.filter(bytes.span.extracting(0..<cut), now: 1, into: &output)
      meter.filter(bytes.span.extracting(cut..<bytes.count), now: 1, into: &output)
      meter.finish(into: &output)
      #expect(Reading.text(output) == kept, "cut at \(cut)")
      #expect(meter.usage.total == 21)
      #expect(meter.isComplete)
    }
    var output: [UInt8] = []
    meter.reset(framing: .events, removingUsage: true)
    for place in bytes.indices { meter.filter(bytes.span.extracting(place..<place + 1), now: 1, into: &output) }
    meter.finish(into: &output)
    #expect(Reading.text(output) == kept, "byte by byte")
  }

  /// Nothing but the usage chunk is taken out, whatever else a server sends.
  @Test(arguments: [
    #"data: {"choices":[],"prompt_filter_results":[{"usage":{"prompt_tokens":1}}]}"#,
    #"data: {"choices":[],"usage":null}"#, #"data: {"usage":{"prompt_tokens":1},"choices":[{"delta":{}}]}"#,
    #"data: {"choices":[{"delta":{"content":"\"choices\":[],\"usage\":{}"}}]}"#, ": keep-alive", "event: ping\nid: 7",
    "data: not json", #"data: [{"choices":[],"usage":{}}]"#, "data:", #"data: {"error":{"message":"x"}}"#,
    #"data: {"x":{"choices":[],"usage":{}}}"#, "retry: 10", #"data: "choices":[]"#,
  ])
  func othersPass(_ event: String) {
    let text = event + "\n\n" + SampleStream.words + event
    let bytes = Array(text.utf8)
    let meter = ResponseMeter()
    for cut in 0...bytes.count {
      var output: [UInt8] = []
      meter.reset(framing: .events, removingUsage: true)
      meter.filter(bytes.span.extracting(0..<cut), now: 1, into: &output)
      meter.filter(bytes.span.extracting(cut..<bytes.count), now: 1, into: &output)
      meter.finish(into: &output)
      #expect(Reading.text(output) == text, "cut at \(cut)")
    }
  }

  /// An event that shows a choice is sent on at once, before its end has come.
  @Test func eventsAreNotHeldLonger() {
    let meter = ResponseMeter()
    meter.reset(framing: .events, removingUsage: true)
    var output: [UInt8] = []
    let begun = Array((SampleStream.opening + #""delta":{"content":"on the w"#).utf8)
    meter.filter(begun.span, now: 5, into: &output)
    #expect(output == begun)
    #expect(meter.firstEventAt == 5)
    let whole = Array("ay\"}}]}\n\n: ping\n\n".utf8)
    meter.filter(whole.span, now: 6, into: &output)
    #expect(output == begun + whole)
    #expect(meter.firstEventAt == 5)
  }

  @Test func heldBytesAreBounded() {
    let meter = ResponseMeter()
    meter.reset(framing: .events, removingUsage: true)
    var output: [UInt8] = []
    let long = Array(("data: {\"x\":\"" + String(repeating: "y", count: ResponseMeter.maximumHeldEvent)).utf8)
    meter.filter(long.span, now: 1, into: &output)
    #expect(output == long)
  }

  @Test func usageChunkWithoutItsEndIsRemoved() {
    let meter = ResponseMeter()
    meter.reset(framing: .events, removingUsage: true)
    var output: [UInt8] = []
    let bytes = Array((SampleStream.words + SampleStream.usageChunk).utf8)
    meter.filter(bytes.span, now: 1, into: &output)
    meter.finish(into: &output)
    #expect(Reading.text(output) == SampleStream.words)
  }

  @Test func firstEventIsTheFirstWithData() {
    let meter = ResponseMeter()
    meter.reset(framing: .events, removingUsage: false)
    meter.observe(Array(": hello\n\n".utf8).span, now: 1)
    #expect(meter.firstEventAt == nil)
    meter.observe(Array("event: x\n".utf8).span, now: 2)
    #expect(meter.firstEventAt == nil)
    meter.observe(Array("data: {".utf8).span, now: 3)
    #expect(meter.firstEventAt == 3)
  }

  /// Where an error event may be put: only between events, and before one that is held back.
  @Test(arguments: [
    (ResponseFraming.events, "", false), (.events, "data: {}\n\n", false), (.events, "data: {}\n", true),
    (.events, "da", true), (.events, "data: {}\r\n\r\n", false), (.lines, "", false), (.lines, "{}\n", false),
    (.lines, "{\"a\":", true), (.lines, "{\"a\":\"", true), (.json, "", false), (.json, "{", true),
  ])
  func midEvent(_ framing: ResponseFraming, _ text: String, _ expected: Bool) {
    let meter = ResponseMeter()
    let bytes = Array(text.utf8)
    meter.reset(framing: framing, removingUsage: false)
    meter.observe(bytes.span, now: 1)
    #expect(meter.isMidEvent == expected)
  }

  @Test func heldEventsAreNotWithTheClient() {
    let meter = ResponseMeter()
    var output: [UInt8] = []
    meter.reset(framing: .events, removingUsage: true)
    meter.filter(Array("data: {\"id\":".utf8).span, now: 1, into: &output)
    #expect(output.isEmpty && !meter.isMidEvent)
    meter.filter(Array("1,\"choices\":[{".utf8).span, now: 1, into: &output)
    #expect(!output.isEmpty && meter.isMidEvent)
  }

  @Test func deepNestingIsFollowed() {
    let deep = String(repeating: "[{\"usage\":", count: 300) + "1" + String(repeating: "}]", count: 300)
    let text = "{\"x\":\(deep),\"usage\":{\"prompt_tokens\":5}}"
    let meter = ResponseMeter()
    meter.reset(framing: .json, removingUsage: false)
    meter.observe(Array(text.utf8).span, now: 1)
    #expect(meter.usage.input == 5)
    #expect(meter.isComplete)
  }

  @Test func framings() {
    let known: [(String, ResponseFraming)] = [
      ("application/json", .json), ("application/json; charset=utf-8", .json), ("text/event-stream", .events),
      ("Text/Event-Stream;charset=utf-8", .events), ("application/x-ndjson", .lines), ("text/html", .opaque),
      ("", .opaque),
    ]
    for (type, framing) in known { #expect(ResponseFraming(contentType: Array(type.utf8).span) == framing) }
  }
}
