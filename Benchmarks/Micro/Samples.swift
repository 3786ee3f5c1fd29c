/// What the benchmarks read.
enum Samples {
  /// Like a signed token of 700 bytes: the characters and the dots, not the signature.
  static let token = [84, 530, 86].map { String(repeating: "eyJhbGciOi", count: 53).prefix($0) }.joined(separator: ".")

  /// A key as the gateway makes them, 65 bytes.
  static let key = "csk_" + String(repeating: "7fQ2mZxP", count: 7) + "12345"

  /// The head of a call by a client library, about 1.4 KB.
  static let sdkHead =
    "POST /v1/chat/completions HTTP/1.1\r\nHost: models.example.org:8443\r\nAccept-Encoding: gzip, deflate, zstd\r\n"
    + "Connection: keep-alive\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
    + "User-Agent: OpenAI/Python 3.52.0\r\nX-Stainless-Lang: python\r\nX-Stainless-Package-Version: 3.52.0\r\n"
    + "X-Stainless-OS: Linux\r\nX-Stainless-Arch: x64\r\nX-Stainless-Runtime: CPython\r\n"
    + "X-Stainless-Runtime-Version: 3.11.2\r\nAuthorization: Bearer \(token)\r\nX-Stainless-Async: false\r\n"
    + "x-stainless-retry-count: 0\r\nx-stainless-read-timeout: 600\r\n"
    + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"
    + "tracestate: congo=t61rcWkgMzE\r\nContent-Length: 300\r\n\r\n"

  /// The head of a call by curl with an API key.
  static let curlHead =
    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost:8443\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n"
    + "Authorization: Bearer \(key)\r\nContent-Type: application/json\r\nContent-Length: 300\r\n\r\n"

  /// The head of a model server's answer.
  static let responseHead =
    "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=100\r\nContent-Type: application/json; charset=utf-8\r\n"
    + "Server: llama.cpp\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 589\r\n\r\n"

  /// One event of a stream, 62 bytes.
  static let event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" hello\"}}]}\n\n"

  /// The body of a chat call of about `size` bytes.
  static func chat(size: Int) -> [UInt8] {
    let front =
      "{\"model\":\"llama-3-8b\",\"stream\":false,\"temperature\":0.2,\"max_tokens\":128,\"messages\":["
      + "{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},{\"role\":\"user\",\"content\":\""
    let prose = "Explain in two sentences why the sky is blue, \\\"and\\\" why sunsets are red.\\n"
    let back = "\"}]}"
    let filling = max(0, size - front.utf8.count - back.utf8.count)
    let text = String(repeating: prose, count: filling / prose.utf8.count)
    let rest = String(repeating: "x", count: filling - text.utf8.count)
    return Array((front + text + rest + back).utf8)
  }
}
