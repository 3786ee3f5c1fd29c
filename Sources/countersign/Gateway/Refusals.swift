import Audit
import Bytes
import HTTP
import Identity
import ModelAPI
import Policy
import Proxy

/// The one place that says which status, code, sentence and headers a refusal has in which protocol.
struct Refusals {
  private let gateway: Gateway

  init(_ gateway: Gateway) { self.gateway = gateway }

  /// The whole answer, in the error shape of the API the request was for.
  func answer(_ refusal: GatewayRefusal, to call: Call) -> Answer {
    var content = content(refusal, call)
    content.requestID = call.requestID.text
    let shape = call.errorShape
    var body: [UInt8] = []
    shape.write(content, into: &body)
    return Answer(
      status: content.status, contentType: shape.contentType, body: body, headers: headers(refusal, content.status))
  }

  /// What a client is told inside a stream that ends early.
  func interruption(_ end: ExchangeEnd, of call: Call) -> ErrorContent {
    switch end {
    case .expired:
      ErrorContent(
        .authentication, code: "permit_expired", message: Array("\(TransportRefusal.permitExpired.sentence)".utf8),
        requestID: call.requestID.text)
    default:
      ErrorContent(
        .upstreamFailed, code: "upstream_interrupted",
        message: Array("The model server broke off its answer; try again.".utf8), requestID: call.requestID.text)
    }
  }

  /// Every code there can be, for the metrics' labels; identity's, the calls' and policy's are those modules' own.
  static let codes: [String] =
    [
      "unknown_path", "method_not_allowed", "no_credential", "two_credentials", "credential_malformed",
      "audit_unavailable", "busy",
    ] + HeadError.allCases.map { snakeCase("\($0)") } + TransportRefusal.allCases.map { snakeCase("\($0)") }
    + UpstreamFailure.allCases.map { "upstream_\($0.word)" }
    + [
      "no_role", "key_scope", "model_not_allowed", "route_not_allowed", "action_not_allowed", "tools_only",
      "tool_not_allowed", "field_not_allowed", "outside_hours", "outside_network", "token_limit",
      "insufficient_authentication", "key_unknown", "key_expired", "key_revoked", "user_disabled", "token_expired",
      "signature_invalid", "credential_denied",
    ]

  /// A short stable word, for logs, metrics and clients that act on it.
  func code(_ refusal: GatewayRefusal) -> String {
    switch refusal {
    case .unknownPath: "unknown_path"
    case .wrongMethod: "method_not_allowed"
    case .noCredential: "no_credential"
    case .twoCredentials: "two_credentials"
    case .malformedCredential: "credential_malformed"
    case .authentication(let failure): failure.code
    case .call(let refusal): "\(refusal.code)"
    case .policy(let refusal): "\(refusal.code)"
    case .journal: "audit_unavailable"
    case .busy: "busy"
    case .head(let error): Self.snakeCase("\(error)")
    case .transport(let reason): Self.snakeCase("\(reason)")
    case .upstream(let failure): "upstream_\(failure.word)"
    }
  }

  func status(_ refusal: GatewayRefusal) -> Int {
    switch refusal {
    case .unknownPath: 404
    case .wrongMethod: 405
    case .noCredential, .malformedCredential: 401
    case .twoCredentials: 400
    case .authentication(let failure): failure.isTemporary ? 503 : 401
    case .call(let refusal): refusal.status
    case .policy(let refusal): refusal.isCurable ? 401 : 403
    case .journal(let error): error == .tooLarge ? 400 : 503
    case .busy: 503
    case .head(let error): error.status
    case .transport(let reason): reason.status
    case .upstream(let failure): failure.status
    }
  }

  private func content(_ refusal: GatewayRefusal, _ call: Call) -> ErrorContent {
    if case .call(let refusal) = refusal { return refusal.content }
    let status = status(refusal)
    var content = ErrorContent(kind(status), status: status, message: Array(sentence(refusal, call).utf8))
    content.code = staticCode(refusal)
    return content
  }

  private func kind(_ status: Int) -> ErrorKind {
    switch status {
    case 401: .authentication
    case 403: .permission
    case 404: .notFound
    case 405: .methodNotAllowed
    case 408, 504: .timedOut
    case 413: .tooLarge
    case 415: .unsupportedMedia
    case 502: .upstreamFailed
    case 503: .overloaded
    default: .invalidRequest
    }
  }

  private func sentence(_ refusal: GatewayRefusal, _ call: Call) -> String {
    switch refusal {
    case .unknownPath: "There is nothing at this path; see the documentation for the paths this gateway serves."
    case .wrongMethod(let allow): "This path takes \(allow) only."
    case .noCredential: "No credential was sent; send an API key or token as `Authorization: Bearer …` or `x-api-key`."
    case .twoCredentials: "`Authorization` and `x-api-key` hold different credentials; send one."
    case .malformedCredential: "The Authorization header is not `Bearer` and one credential; correct it."
    case .authentication(let failure): failure.message
    case .call(let refusal): String(decoding: refusal.content.message, as: UTF8.self)
    case .policy(let refusal): policySentence(refusal, call)
    case .journal: "The audit log takes no entries at the moment, so nothing is forwarded; try again shortly."
    case .busy: "The gateway has too much to do; try again shortly."
    case .head(let error): "\(error.sentence)"
    case .transport(let reason): "\(reason.sentence)"
    case .upstream(let failure): "\(failure.sentence)"
    }
  }

  private func policySentence(_ refusal: PolicyRefusal, _ call: Call) -> String {
    var tool: String?
    if case .toolNotAllowed(let index) = refusal.kind, call.tools.names.indices.contains(index) {
      tool = String(decoding: call.tools.names[index], as: UTF8.self)
    }
    let reason = gateway.policy.reason(for: refusal, tool: tool)
    return reason.prefix(1).uppercased() + reason.dropFirst() + "."
  }

  private func staticCode(_ refusal: GatewayRefusal) -> StaticString? {
    switch refusal {
    case .unknownPath: "unknown_path"
    case .wrongMethod: "method_not_allowed"
    case .noCredential, .malformedCredential, .authentication: "invalid_api_key"
    case .policy(let refusal): refusal.code
    case .journal: "audit_unavailable"
    case .busy: "busy"
    case .upstream(let failure): failure.word
    default: nil
    }
  }

  // RFC 6750, 3; RFC 9470, 3; `x-should-retry` is what the OpenAI and Anthropic clients look at.
  private func headers(_ refusal: GatewayRefusal, _ status: Int) -> [UInt8] {
    switch refusal {
    case .noCredential, .malformedCredential: Array("www-authenticate: Bearer realm=\"countersign\"\r\n".utf8)
    case .authentication where status == 401:
      Array("www-authenticate: Bearer realm=\"countersign\", error=\"invalid_token\"\r\nx-should-retry: false\r\n".utf8)
    case .policy(let refusal) where refusal.isCurable: challenge(refusal)
    case .wrongMethod(let allow): Array("allow: \(allow)\r\n".utf8)
    default: status == 503 ? Array("retry-after: 1\r\n".utf8) : []
    }
  }

  private func challenge(_ refusal: PolicyRefusal) -> [UInt8] {
    var text = "www-authenticate: Bearer realm=\"countersign\", error=\"insufficient_user_authentication\""
    if let requirement = gateway.policy.requirement(of: refusal) {
      let contexts = requirement.contextClasses.joined(separator: " ")
      if !contexts.isEmpty { text += ", acr_values=\"\(contexts)\"" }
      if let age = requirement.maximumAge { text += ", max_age=\"\(age)\"" }
    }
    return Array((text + "\r\nx-should-retry: false\r\n").utf8)
  }

  private static func snakeCase(_ word: String) -> String {
    word.reduce(into: "") { text, letter in
      if letter.isUppercase { text += "_" }
      text += letter.lowercased()
    }
  }
}

extension ErrorShape {
  /// The shape for a path that is no endpoint: that of the API whose paths look like it.
  static func likely(forPath path: ByteBuffer) -> ErrorShape {
    let bytes = path.readable
    if bytes.hasPrefix("/v1/messages") { return .anthropic }
    if bytes.hasPrefix("/api/") { return .ollama }
    return bytes.hasPrefix("/v1/") ? .openAI : .problem
  }
}
