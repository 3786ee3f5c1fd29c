/// The shape errors take for one kind of client.
public enum ErrorShape: Sendable, Equatable {
  /// `{"error":{"message":…,"type":…,"param":…,"code":…}}`
  case openAI
  /// `{"type":"error","error":{"type":…,"message":…},"request_id":…}`
  case anthropic
  /// `{"error":"…"}`
  case ollama
  /// RFC 9457 problem details, for plain routes.
  case problem

  /// The shape clients of this dialect expect.
  public init(_ dialect: Dialect) {
    switch dialect {
    case .openAI: self = .openAI
    case .anthropic: self = .anthropic
    case .ollama: self = .ollama
    }
  }

  /// The `Content-Type` that goes with the body.
  public var contentType: StaticString {
    self == .problem ? "application/problem+json" : "application/json"
  }

  /// Appends the body of an error response.
  public func write(_ error: ErrorContent, into output: inout [UInt8]) {
    switch self {
    case .openAI: writeOpenAI(error, into: &output)
    case .anthropic: writeAnthropic(error, into: &output)
    case .ollama: writeOllama(error, into: &output)
    case .problem: writeProblem(error, into: &output)
    }
  }

  /// Appends the event that ends a running stream of this endpoint with an error; never `[DONE]`, no invented finish.
  ///
  /// OpenAI chat and completions: one `data: {"error": …}`. Responses and Anthropic: their typed `error` event.
  /// Ollama: one NDJSON line.
  public static func writeEvent(_ error: ErrorContent, endpoint: Endpoint, into output: inout [UInt8]) {
    switch endpoint.dialect {
    case .openAI where endpoint == .responses:
      output.append("event: error\ndata: ")
      writeResponsesEvent(error, into: &output)
      output.append("\n\n")
    case .openAI:
      output.append("data: ")
      ErrorShape.openAI.write(error, into: &output)
      output.append("\n\n")
    case .anthropic:
      output.append("event: error\ndata: ")
      ErrorShape.anthropic.write(error, into: &output)
      output.append("\n\n")
    case .ollama:
      ErrorShape.ollama.write(error, into: &output)
      output.append(0x0A)
    }
  }

  private func writeOpenAI(_ error: ErrorContent, into output: inout [UInt8]) {
    output.append("{\"error\":{\"message\":")
    Self.appendSentence(error, to: &output)
    output.append(",\"type\":\"")
    output.append(error.kind.openAI)
    output.append("\",\"param\":")
    Self.appendOptional(error.parameter, to: &output)
    output.append(",\"code\":")
    Self.appendCode(error.code, to: &output)
    Self.appendMember(",\"link\":", error.link, to: &output)
    Self.appendMember(",\"request_id\":", error.requestID, to: &output)
    output.append("}}")
  }

  private func writeAnthropic(_ error: ErrorContent, into output: inout [UInt8]) {
    output.append("{\"type\":\"error\",\"error\":{\"type\":\"")
    output.append(error.kind.anthropic)
    output.append("\",\"message\":")
    Self.appendSentence(error, to: &output)
    Self.appendMember(",\"link\":", error.link, to: &output)
    output.append("}")
    Self.appendMember(",\"request_id\":", error.requestID, to: &output)
    output.append("}")
  }

  private func writeOllama(_ error: ErrorContent, into output: inout [UInt8]) {
    output.append("{\"error\":")
    Self.appendSentence(error, to: &output)
    Self.appendMember(",\"link\":", error.link, to: &output)
    Self.appendMember(",\"request_id\":", error.requestID, to: &output)
    output.append("}")
  }

  private func writeProblem(_ error: ErrorContent, into output: inout [UInt8]) {
    output.append("{\"type\":\"about:blank\",\"status\":")
    output.append(decimal: Int64(error.status))
    output.append(",\"detail\":")
    Self.appendSentence(error, to: &output)
    output.append(",\"code\":")
    Self.appendCode(error.code, to: &output)
    Self.appendMember(",\"link\":", error.link, to: &output)
    Self.appendMember(",\"request_id\":", error.requestID, to: &output)
    output.append("}")
  }

  private static func writeResponsesEvent(_ error: ErrorContent, into output: inout [UInt8]) {
    output.append("{\"type\":\"error\",\"code\":")
    appendCode(error.code, to: &output)
    output.append(",\"message\":")
    appendSentence(error, to: &output)
    output.append(",\"param\":")
    appendOptional(error.parameter, to: &output)
    appendMember(",\"link\":", error.link, to: &output)
    appendMember(",\"request_id\":", error.requestID, to: &output)
    output.append("}")
  }

  /// The sentence, and the link within it: SDKs show the message and drop what they do not know.
  private static func appendSentence(_ error: ErrorContent, to output: inout [UInt8]) {
    output.append(0x22)
    JSONText.appendEscaped(error.message.span, to: &output)
    if let link = error.link {
      output.append(0x20)
      JSONText.appendEscaped(link.span, to: &output)
    }
    output.append(0x22)
  }

  private static func appendOptional(_ bytes: [UInt8]?, to output: inout [UInt8]) {
    if let bytes { JSONText.appendQuoted(bytes.span, to: &output) } else { output.append("null") }
  }

  private static func appendCode(_ code: StaticString?, to output: inout [UInt8]) {
    guard let code else { return output.append("null") }
    output.append(0x22)
    output.append(code)
    output.append(0x22)
  }

  private static func appendMember(_ key: StaticString, _ bytes: [UInt8]?, to output: inout [UInt8]) {
    guard let bytes else { return }
    output.append(key)
    JSONText.appendQuoted(bytes.span, to: &output)
  }
}
