import Testing

/// What of a head passes, in both directions.
@Suite(.timeLimit(.minutes(5))) struct HeaderTests {
  // Abuse cases 1 to 5 and 9.
  @Test(arguments: [
    "X-Forwarded-User: eve", "x-forwarded-for: 1.2.3.4", "X_Forwarded_User: eve", "X-Forwarded_User: eve",
    "X-FORWARDED-USER: eve", "Forwarded: for=eve", "X-Countersign-User: eve", "x-countersign_user: eve",
    "X-Real-IP: eve", "Remote-User: eve", "REMOTE_USER: eve", "X-Remote-User: eve", "X-Auth-Request-Email: eve",
    "X-Auth-User: eve", "X-WebAuth-User: eve", "X-Amzn-Oidc-Identity: eve", "X-MS-Client-Principal-Name: eve",
    "X-Goog-Authenticated-User-Email: eve", "X-Pomerium-Jwt-Assertion: eve", "Cf-Access-Jwt-Assertion: eve",
    "Tailscale-User-Login: eve", "X-Original-URL: /eve", "X-Consumer-Username: eve", "Impersonate-User: eve",
    "X-JWT-Assertion: eve", "X-Host: eve", "X-Scheme: eve", "Fly-Client-IP: eve", "X-Access-Token: eve",
    "X-HTTP-Method-Override: eve", "Client-Cert: eve", "Authorization: Bearer eve", "x-api-key: eve",
    "X-Api-Key: eve", "Cookie: eve=1", "Proxy-Authorization: Basic eve", "Proxy-Connection: eve", "Keep-Alive: eve=1",
    "TE: eve", "Trailer: eve", "Upgrade: eve", "X-Request-Id: eve", "Accept-Encoding: eve",
  ])
  func dropsWhatOnlyTheGatewayMaySay(line: String) throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("GET /x HTTP/1.1\r\nHost: a\r\nX-Before: 1\r\n\(line)\r\nX-After: 2\r\n\r\n")
    let upstream = try gateway.upstream.accept()
    let request = try upstream.readRequest()
    #expect(!request.fields.contains { $0.value.contains("eve") }, "\(request.fields)")
    #expect(request.values("x-countersign-user") == ["local:ana"])
    #expect(request.values("authorization") == ["Bearer upstream-secret"])
    #expect(request.values("host") == ["up"])
    #expect(request.value("x-before") == "1" && request.value("x-after") == "2")
  }

  @Test(arguments: [
    ("X-Foo", "x-foo"), ("close, x-foo", "x-foo"), ("keep-alive, X-FOO", "x-foo"), ("a", "a"),
    ("X-Foo, X-Forwarded-User, Authorization, Content-Length", "x-foo"),
  ])
  func dropsWhatConnectionNames(value: String, field: String) throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send(
      "POST /x HTTP/1.1\r\nHost: a\r\n\(field): gone\r\nConnection: \(value)\r\n"
        + "Content-Length: 2\r\nX-Stays: 1\r\n\r\nhi"
    )
    let upstream = try gateway.upstream.accept()
    let request = try upstream.readRequest()
    #expect(request.value(field) == nil)
    #expect(request.value("connection") == nil)
    // What the gateway says itself cannot be taken away by the client.
    #expect(request.values("authorization") == ["Bearer upstream-secret"])
    #expect(request.values("x-countersign-user") == ["local:ana"])
    #expect(request.values("content-length") == ["2"])
    #expect(request.value("x-stays") == "1")
  }

  @Test func givesTheUpstreamOneCredentialWhateverItsName() throws {
    let gateway = try Gateway { $0.credentialLine = "X-Model-Key: upstream-secret\r\n" }
    let client = try gateway.connect()
    try client.send("GET /x HTTP/1.1\r\nHost: a\r\nx-model-key: mine\r\nX-Model-Keys: other\r\n\r\n")
    let upstream = try gateway.upstream.accept()
    let request = try upstream.readRequest()
    #expect(request.values("x-model-key") == ["upstream-secret"])
    #expect(request.values("x-model-keys") == ["other"])
  }

  @Test func passesTheNameOfTheBodysCoding() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi")
    let upstream = try gateway.upstream.accept()
    #expect(try upstream.readRequest().value("content-encoding") == "gzip")
  }

  @Test func dropsHopByHopFieldsOfResponses() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try upstream.send(
      "HTTP/1.1 200 Fine\r\nConnection: X-One\r\nX-One: 1\r\nX-Two: 2\r\nConnection: keep-alive, x-two\r\n"
        + "Keep-Alive: a\r\nAlt-Svc: h2\r\nUpgrade: h2c\r\nX-Request-Id: theirs\r\nX_Odd: 1\r\nX-Stays: 3\r\n"
        + "Content-Length: 2\r\n\r\nok"
    )
    let response = try client.readResponse()
    #expect(response.startLine == "HTTP/1.1 200 Fine")
    #expect(response.text == "ok")
    for name in ["x-one", "x-two", "keep-alive", "alt-svc", "upgrade", "x_odd", "connection"] {
      #expect(response.value(name) == nil, "\(name)")
    }
    #expect(response.values("x-request-id").map(\.count) == [32])
    #expect(response.value("x-stays") == "3")
  }

  @Test(arguments: [
    ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "5"),
    ("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "5"),
    ("GET", "HTTP/1.1 204 No Content\r\n\r\n", nil),
    ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "0"),
    ("GET", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "0"),
  ])
  func endsResponsesWithoutABody(method: String, text: String, length: String?) throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("\(method) /x HTTP/1.1\r\nHost: a\r\n\r\nGET /own HTTP/1.1\r\nHost: a\r\n\r\n")
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try upstream.send(text)
    let response = try client.readResponse(toHead: true)
    #expect(response.value("content-length") == length)
    #expect(response.value("transfer-encoding") == nil)
    #expect(response.startLine.split(separator: " ", omittingEmptySubsequences: false).count >= 3)
    #expect(try client.readResponse().status == 200)
  }

  @Test func sendsNoBodyToHead() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("HEAD /stranger HTTP/1.1\r\nHost: a\r\n\r\nGET /own HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readResponse(toHead: true).value("content-length") == "11")
    #expect(try client.readResponse().status == 200)
  }
}
