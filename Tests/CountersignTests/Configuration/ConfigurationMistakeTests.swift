import Testing

@testable import countersign

@Suite("What is wrong with a configuration, each in one line")
struct ConfigurationMistakeTests {
  private static let mistakes: [(text: String, place: String, words: String)] = [
    ("lisen: 127.0.0.1:1\ntls: off", ":1:1", "did you mean listen?"),
    ("limits: {}\ntls: off", ":1:1", "limits is not a setting"),
    ("tls: off\nlisten: 0.0.0.0:8443", ":1:6", "open to other machines"),
    (
      "tls: off\nroles: { 'a b': { members: everyone, routes: [ '*' ], actions: [ read ] } }", ":2:10",
      "the name of a role"
    ),
    ("tls: off\nupstreams: { 'a:b': { url: http://x } }", ":2:14", "the name of an upstream"),
    ("tls: off\nroutes: [ { from: /a+b, to: http://x } ]", ":2:19", "the name of a route"),
    ("tls: { certificate_file: x }", ":1:6", "tls.key_file is missing"),
    ("tls: on", ":1:6", "tls is 'on'"),
    ("tls: { certificates: [ { certificate_file: x } ] }", ":1:24", "tls.certificates.0.key_file is missing"),
    ("tls: { certificate_file: x, key_file: y, ocsp_file: z, ocsp: fetch }", ":1:62", "both tls.ocsp and ocsp_file"),
    ("tls: { certificate_file: x, key_file: y, ocsp: fetsch }", ":1:48", "did you mean fetch?"),
    ("tls: { certificate_file: x, ocsp: fetch }", ":1:6", "tls.key_file is missing"),
    ("tls: { certificate_file: x, key_file: y, min_version: '1.1' }", ":1:55", "tls.min_version is '1.1'"),
    ("tls: { certificate_file: x, key_file: y, ticket_rotation: 1s }", ":1:59", "tls.ticket_rotation is '1s'"),
    ("tls: { certificate_file: x, key_file: y, ticket_lifetime: 13h }", ":1:59", "less than twice"),
    ("tls: off\nlisten: 127.0.0.1", ":2:9", "listen is"),
    ("tls: off\nlisten: 127.0.0.1:0", ":2:9", "listen is"),
    ("tls: off\nlisten: 127.0.0.1:08443", ":2:9", "listen is"),
    ("tls: off\nlisten: [ 127.0.0.1:1, 127.0.0.1:1 ]", ":2:24", "twice"),
    ("tls: off\nstore: postgres://x", ":2:8", "store is"),
    ("tls: off\npublic_url: https://a.example/x", ":2:13", "public_url"),
    ("tls: off\npublic_url: https://user@a.example", ":2:13", "public_url"),
    ("tls: off\nloops: 0", ":2:8", "loops is '0'"),
    ("tls: off\nloops:", ":2:7", "nothing stands after loops"),
    ("tls: off\nloops: [ 1 ]", ":2:8", "loops is a list"),
    ("tls: off\nserver: 5", ":2:9", "server is text"),
    ("tls: off\nserver: { max_head_bytes: 2MiB }", ":2:27", "max_head_bytes"),
    ("tls: off\nserver: { idle_timeout: 1 }", ":2:25", "idle_timeout"),
    ("tls: off\nidentity: { local: { enabled: yes } }", ":2:31", "enabled is 'yes'"),
    ("tls: off\nidentity: { local: { enabled: false } }", ":2:11", "nobody can identify"),
    ("tls: off\nidentity: { jwt: [ { issuer: https://a.example } ] }", ":2:20", "audience is missing"),
    ("tls: off\nidentity: { jwt: [ { issuer: http://a.example, audience: m } ] }", ":2:30", "issuer is"),
    ("tls: off\nidentity: { jwt: [ { issuer: https://10.0.0.1, audience: m } ] }", ":2:30", "no name"),
    (
      "tls: off\nidentity: { jwt: [ { issuer: https://a.example, audience: m, algorithms: [ HS256 ] } ] }", ":2:76",
      "shared secret"
    ),
    ("tls: off\nidentity: { jwt: [ { issuer: https://a.example, audience: m, algorithms: none } ] }", ":2:74", "none"),
    ("tls: off\nidentity: { jwt: [ { issuer: https://a.example, audience: m, name: local } ] }", ":2:68", "local"),
    (
      "tls: off\nidentity: { jwt: [ { issuer: https://a.example, audience: m, jwks_file: x, jwks_url: https://x } ] }",
      ":2:20", "both"
    ),
    ("tls: off\nupstreams: { a: { url: ftp://x } }", ":2:24", "url is"),
    ("tls: off\nupstreams: { a: { url: http://X } }", ":2:24", "url is"),
    ("tls: off\nupstreams: { a: { url: 'http://x/?a' } }", ":2:24", "url is"),
    ("tls: off\nupstreams: { a: { url: http://x/../y } }", ":2:24", "url is"),
    ("tls: off\nupstreams: { a: { url: http://x, urls: [ http://y ] } }", ":2:42", "both upstreams.a.url and urls"),
    ("tls: off\nupstreams: { a: { urls: [ http://x, http://x ] } }", ":2:37", "twice"),
    ("tls: off\nupstreams: { a: { urls: [ http://x, ftp://y ] } }", ":2:37", "url is"),
    ("tls: off\nupstreams: { a: { urls: [] } }", ":2:14", "upstreams.a.url is missing"),
    ("tls: off\nupstreams: { a: { url: http://127.0.0.1:8443 } }", ":2:24", "the gateway itself"),
    ("tls: off\nupstreams: { a: { url: http://localhost:9443 } }", ":2:24", "the gateway itself"),
    ("tls: off\nlisten: unix:s\nupstreams: { a: { url: unix:s } }", ":3:24", "the gateway itself"),
    ("tls: off\nroutes: [ { from: /a, to: http://127.0.0.1:8443 } ]", ":2:27", "the gateway itself"),
    ("tls: off\nupstreams: { a: { urls: [ http://x, http://169.254.169.254 ] } }", ":2:37", "link-local"),
    ("tls: off\nupstreams: { a: { url: 'http://[::ffff:169.254.169.254]' } }", ":2:24", "link-local"),
    ("tls: off\nupstreams: { a: { url: 'http://[fe80::1]' } }", ":2:24", "link-local"),
    ("tls: off\nupstreams: { a: { url: 'http://[fd00:ec2::254]' } }", ":2:24", "secrets"),
    ("tls: off\nupstreams: { a: { url: http://100.100.100.200 } }", ":2:24", "secrets"),
    ("tls: off\nupstreams: { a: { url: http://0.0.0.0:1, allow_link_local: true } }", ":2:24", "unspecified"),
    ("tls: off\nroutes: [ { from: /a, to: http://169.254.169.254/latest } ]", ":2:27", "link-local"),
    ("tls: off\nupstreams: { a: { url: http://x, ejection: on } }", ":2:44", "ejection is 'on'"),
    ("tls: off\nupstreams: { a: { url: http://x, ejection: { statuses: [ 404 ] } } }", ":2:58", "statuses is '404'"),
    ("tls: off\nupstreams: { a: { url: http://x, ejection: { max_percent: 101 } } }", ":2:59", "max_percent"),
    ("tls: off\nupstreams: { a: { url: http://x, health: {} } }", ":2:42", "health.path is missing"),
    ("tls: off\nupstreams: { a: { url: http://x, health: { path: '/a?b' } } }", ":2:50", "path is"),
    ("tls: off\nupstreams: { a: { url: http://x, retries: { attempts: 0 } } }", ":2:55", "attempts is '0'"),
    ("tls: off\nupstreams: { a: { url: http://x, dns_interval: 1ms } }", ":2:48", "dns_interval"),
    ("tls: off\nupstreams: { a: { api: openai } }", ":2:14", "upstreams.a.url is missing"),
    ("tls: off\nupstreams: { a: { url: http://x, api: opnai } }", ":2:39", "api is 'opnai'"),
    ("tls: off\nmodels: { m: { upstream: llama } }", ":2:26", "no upstream named llama"),
    ("tls: off\nupstreams: { a: { url: http://x } }\nmodels: { m: { upstream: a } }", ":3:26", "which API"),
    (
      "tls: off\nupstreams: { a: { url: http://x, api: ollama } }\n"
        + "models: { m: { upstream: a }, n: { upstream: a, aliases: [ m ] } }", ":3:60", "is taken"
    ),
    ("tls: off\nroutes: [ { from: a, to: http://x } ]", ":2:19", "from is"),
    ("tls: off\nroutes: [ { from: /a/*, to: http://x } ]", ":2:19", "from is"),
    ("tls: off\nroutes: [ { from: /.countersign/x, to: http://x } ]", ":2:19", "gateway's own"),
    ("tls: off\nroutes: [ { from: /a, to: http://x }, { from: /a/**, to: http://x } ]", ":2:39", "is taken"),
    ("tls: off\nroles: { a: { members: everyone, models: [ x ], actions: [ chat ] } }", ":2:44", "no model named x"),
    ("tls: off\naudit: { push: [ { carrier_pigeon: x } ] }", ":2:18", "something unknown"),
    ("tls: off\naudit: { push: { webhook: http://x } }", ":2:27", "webhook"),
    ("tls: off\ntls: off", ":2:1", "second time"),
    ("- a", ":1:1", "the configuration is a list"),
    ("tls: off\n---\ntls: off", ":2:1", "second document"),
    ("tls: &a off", ":1:6", "anchors"),
    ("tls: *a", ":1:6", "aliases"),
    ("tls: !!str off", ":1:6", "tags"),
    ("tls: off\n\tloops: 1", ":2:1", "not YAML"),
    ("tls: 'off", ":1:10", "not YAML"),
    ("? [ a ]\n: b", ":1:3", "a key is a list"),
  ]

  @Test("Found where it is, in words", arguments: mistakes.indices)
  func mistake(index: Int) {
    let mistake = Self.mistakes[index]
    let problems = ConfigurationTests.problems(mistake.text)
    let place = "conf/countersign.yaml\(mistake.place): "
    #expect(problems.contains { $0.hasPrefix(place) && $0.contains(mistake.words) }, "\(mistake.text)\n\(problems)")
    #expect(problems.count == 1, "one mistake, one line: \(problems)")
  }

  @Test("Every problem says what to do")
  func fixes() {
    for mistake in Self.mistakes {
      do throws(ConfigurationProblems) {
        _ = try ConfigurationTests.read(mistake.text)
        Issue.record("\(mistake.text)")
      } catch {
        #expect(error.lines.allSatisfy { !$0.fix.isEmpty && !$0.message.hasSuffix(".") }, "\(error)")
      }
    }
  }

  @Test("All at once")
  func allAtOnce() {
    let problems = ConfigurationTests.problems(
      "lisen: x\nloops: 0\nserver: { idle_timeout: x, body_timeout: y }\nmodels: { m: { upstream: a, naem: b } }")
    #expect(problems.count == 6, "\(problems)")
  }

  @Test("Documents have bounds: size, depth, and no bombs")
  func bounds() {
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(ConfigurationTests.problems("a: \(deep)").first?.contains("nested deeper") == true)
    let large = String(repeating: "# comment\n", count: 110_000)
    #expect(ConfigurationTests.problems(large).first?.contains("larger than") == true)
    let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"
    #expect(ConfigurationTests.problems(bomb).count == 1)
  }

  @Test("Bytes that are no UTF-8, or NUL, are no configuration")
  func encoding() {
    for bytes in [[0xFF, 0xFE, 0x74, 0x00], [0x74, 0x3A, 0x20, 0xC0, 0x80], [0x74, 0x3A, 0x20, 0x00]] as [[UInt8]] {
      #expect(throws: ConfigurationProblems.self) {
        try ConfigurationLoader.read(bytes, path: "x", environment: [:], files: .ignored)
      }
    }
  }

  @Test("Random damage to the example never traps")
  func damage() throws {
    let example = Array(
      "tls: { certificate_file: a, key_file: b }\nroles: { a: { members: everyone, hours: [ { days: mon } ] } }\n".utf8)
    var state: UInt64 = 42
    for _ in 0..<3000 {
      var bytes = example
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] =
          [0x7B, 0x7D, 0x5B, 0x5D, 0x3A, 0x2C, 0x0A, 0x20, 0x26, 0x2A, 0x21, 0x00, 0xC3][
            Int(state >> 20) % 13]
      }
      _ = try? ConfigurationLoader.read(bytes, path: "x", environment: [:], files: .ignored)
    }
  }
}
