import Foundation
import Testing

@testable import ModelAPI

@Suite struct ErrorShapeTests {
  private let content = ErrorContent(
    .permission, code: "model_denied", parameter: Reading.bytes("model"),
    message: Reading.bytes("No \"\\\n\u{1}</script> \u{E9}") + [0xFF], requestID: Reading.bytes("r-1"),
    link: Reading.bytes("https://h/.countersign/x"))
  private let text = "No \"\\\n\u{1}</script> \u{E9}? https://h/.countersign/x"

  private func written(_ shape: ErrorShape, _ content: ErrorContent) throws -> [String: Any] {
    var output: [UInt8] = []
    shape.write(content, into: &output)
    #expect(Reading.fault(of: output) == nil)
    return try #require(JSONSerialization.jsonObject(with: Data(output)) as? [String: Any])
  }

  @Test func openAI() throws {
    let error = try #require(try written(.openAI, content)["error"] as? [String: Any])
    #expect(error["message"] as? String == text)
    #expect(error["type"] as? String == "permission_error")
    #expect(error["param"] as? String == "model")
    #expect(error["code"] as? String == "model_denied")
    #expect(error["request_id"] as? String == "r-1")
    let bare = try written(.openAI, ErrorContent(.notFound, message: []))["error"] as? [String: Any]
    #expect(bare?["param"] is NSNull && bare?["code"] is NSNull)
  }

  @Test func anthropic() throws {
    let body = try written(.anthropic, content)
    #expect(body["type"] as? String == "error")
    #expect(body["request_id"] as? String == "r-1")
    let error = try #require(body["error"] as? [String: Any])
    #expect(error["type"] as? String == "permission_error")
    #expect(error["message"] as? String == text)
  }

  @Test func ollamaAndPlain() throws {
    #expect(try written(.ollama, content)["error"] as? String == text)
    let problem = try written(.problem, content)
    #expect(problem["status"] as? Int == 403)
    #expect(problem["detail"] as? String == text)
    #expect(ErrorShape.problem.contentType.description == "application/problem+json")
  }

  @Test(arguments: [Endpoint.chatCompletions, .responses, .messages, .ollamaChat])
  func eventsEndTheStream(_ endpoint: Endpoint) throws {
    var output: [UInt8] = []
    ErrorShape.writeEvent(content, endpoint: endpoint, into: &output)
    let text = Reading.text(output)
    #expect(!text.contains("[DONE]") && !text.contains("finish_reason"))
    #expect(text.hasSuffix(endpoint == .ollamaChat ? "}\n" : "}\n\n"))
    #expect(text.split(separator: "\n").count == (endpoint == .responses || endpoint == .messages ? 2 : 1))
    let meter = ResponseMeter()
    meter.reset(framing: endpoint == .ollamaChat ? .lines : .events, removingUsage: false)
    meter.observe(output.span, now: 1)
    #expect(meter.hasError)
    #expect(!meter.isComplete)
  }

  @Test func refusalsSayWhy() throws {
    let refusals: [(CallRefusal, Int, String)] = [
      (.json(.duplicateKey(offset: 3)), 400, "duplicate_key"), (.json(.tooLong(maximum: 9)), 413, "body_too_long"),
      (.json(.memory), 503, "out_of_memory"), (.modelUnknown(name: Reading.bytes("x")), 404, "model_not_found"),
      (.modelSpeaksOtherwise(name: Reading.bytes("x"), asked: .ollama, speaks: .openAI), 404, "model_dialect"),
      (.fieldUnknown(Reading.bytes("engine")), 400, "unknown_field"), (.contentEncoding, 415, "content_encoding"),
      (.fieldRange(KnownField(.n), minimum: 1, maximum: 128), 400, "field_range"),
    ]
    for (refusal, status, code) in refusals {
      #expect(refusal.status == status)
      #expect(refusal.code.description == code)
      #expect(Reading.text(refusal.content.message).hasSuffix("."))
    }
    #expect(Reading.text(CallRefusal.fieldUnknown(Reading.bytes("engine")).content.message).contains("'engine'"))
    let long = CallRefusal.modelUnknown(name: [UInt8](repeating: 0x61, count: 10_000)).content.message
    #expect(long.count < 200)
  }
}
