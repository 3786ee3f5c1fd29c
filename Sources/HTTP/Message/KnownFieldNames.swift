import Bytes

extension FieldKind {
  /// The names that most messages are made of, each with the raw value of its kind.
  ///
  /// A name found here needs no check of its characters. Names that make a claim of identity are too many to list;
  /// they, and all others, go the long way through `init(name:)`, which also says what these are.
  static let names = NameTable(
    knownNames.map { name in
      let bytes = Array("\(name)".utf8)
      return (name, FieldKind(name: bytes.span).rawValue)
    }, foldingCase: true)

  private static let knownNames: [StaticString] = [
    "host", "connection", "content-length", "content-type", "transfer-encoding", "authorization", "accept",
    "accept-encoding", "accept-language", "user-agent", "x-api-key", "x-request-id", "anthropic-version", "cookie",
    "expect", "te", "trailer", "upgrade", "keep-alive", "proxy-connection", "proxy-authorization",
    "proxy-authenticate", "content-encoding", "cache-control", "pragma", "origin", "referer", "sec-fetch-mode",
    "sec-fetch-site", "sec-fetch-dest", "anthropic-beta", "openai-organization", "openai-project",
    "x-stainless-arch", "x-stainless-async", "x-stainless-lang", "x-stainless-os", "x-stainless-package-version",
    "x-stainless-read-timeout", "x-stainless-retry-count", "x-stainless-runtime", "x-stainless-runtime-version",
    "x-stainless-timeout", "traceparent", "tracestate", "date", "server", "set-cookie", "alt-svc", "vary", "etag",
    "last-modified", "x-accel-buffering", "x-powered-by", "access-control-allow-origin", "openai-processing-ms",
    "openai-version", "location", "content-disposition", "retry-after",
  ]
}
