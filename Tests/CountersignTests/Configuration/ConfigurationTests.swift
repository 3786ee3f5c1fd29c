import Foundation
import Policy
import Testing

@testable import countersign

@Suite("The configuration")
struct ConfigurationTests {
  static let least = "tls: off\n"

  static func read(_ text: String, _ environment: [String: String] = [:]) throws(ConfigurationProblems) -> Configuration
  {
    try ConfigurationLoader.read(
      Array(text.utf8), path: "conf/countersign.yaml", environment: environment, files: .ignored)
  }

  /// The problems of a text, `place: message`.
  static func problems(_ text: String, _ environment: [String: String] = [:]) -> [String] {
    do throws(ConfigurationProblems) {
      _ = try read(text, environment)
      return []
    } catch {
      return error.lines.map { "\($0.place): \($0.message)" }
    }
  }

  private static let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("countersign.example.yaml")

  @Test("The example is valid, and shows the defaults")
  func example() throws {
    let text = try String(contentsOf: Self.example, encoding: .utf8)
    let example = try Self.read(text)
    let bare = try Self.read(Self.least)
    #expect(example.server.maximumHeadBytes == bare.server.maximumHeadBytes)
    #expect("\(example.server)" == "\(bare.server)")
    #expect("\(example.log)" == "\(bare.log)")
    #expect(example.audit.retention == bare.audit.retention && example.audit.directory == bare.audit.directory)
    #expect(example.audit.checkpointInterval == bare.audit.checkpointInterval)
    #expect(example.store == bare.store && example.stateDirectory == bare.stateDirectory)
    #expect(example.adminListen == bare.adminListen && example.rootSecretFile == bare.rootSecretFile)
    let llama = try #require(example.upstreams.first)
    let implicit = try #require(example.upstreams.last)
    #expect(llama.connectTimeout == implicit.connectTimeout && llama.idleTimeout == implicit.idleTimeout)
    #expect(llama.maximumConnections == implicit.maximumConnections && implicit.name == "route:reports")
    #expect(llama.ejection == implicit.ejection && llama.retries == implicit.retries && llama.ejection != nil)
    #expect(llama.minimumIdle == implicit.minimumIdle && llama.resolutionInterval == implicit.resolutionInterval)
    #expect(llama.waitTimeout == implicit.waitTimeout)
    #expect(llama.allowsLinkLocal == implicit.allowsLinkLocal && implicit.health == nil)
    let bareHealth = try Self.read(Self.least + "upstreams: { a: { url: http://x, health: { path: /health } } }")
    #expect(llama.health == bareHealth.upstreams[0].health && llama.health != nil)
    #expect(example.upstreams[2].targets.map(\.basePath) == ["/v2", "/inference/v2"])
    let keys = JWTIssuerSettings.Keys.url(try #require(WebAddress(parsing: "https://ci.example.org/keys")))
    #expect(example.identity.jwt[0].keys == keys)
    #expect(example.models[1].aliases == ["smollm:latest"] && example.models[1].upstreamName == "smollm2:135m")
    #expect(example.routes.map(\.name) == ["reports", "status"] && example.routes[1].upstream == 2)
    #expect(example.policy.roleNames.count == 4)
  }

  @Test("A listener may be for proxies, whose names must then be known")
  func proxies() throws {
    let text =
      Self.least + """
        listen:
          - { address: "127.0.0.1:7001", proxy_protocol: true }
          - 127.0.0.1:7002
          - { address: "unix:run/socket" }
        trusted_proxies: [ 10.0.0.7, "2001:db8::/48" ]

        """
    let configuration = try Self.read(text)
    #expect(
      configuration.listen
        == [.ip("127.0.0.1", port: 7001), .ip("127.0.0.1", port: 7002), .unix(path: "conf/run/socket")])
    #expect(configuration.proxiedListen == [.ip("127.0.0.1", port: 7001)])
    #expect(
      configuration.trustedProxies == [try Network(parsing: "10.0.0.7"), try Network(parsing: "2001:db8::/48")])
    let unknown = text.replacingOccurrences(of: "trusted_proxies", with: "#")
    #expect(
      Self.problems(unknown)
        == ["conf/countersign.yaml:3:3: 127.0.0.1:7001 takes proxies only, and no proxy is trusted"])
    let broken = Self.least + "listen: { proxy_protocol: maybe }\ntrusted_proxies: [ 10.0.0.1/8, lb.example.org ]\n"
    let problems = Self.problems(broken)
    #expect(problems.contains { $0.hasSuffix("listen.0.address is missing") })
    #expect(problems.contains { $0.contains("listen.0.proxy_protocol is 'maybe'") })
    #expect(problems.filter { $0.contains("trusted_proxies is '") }.count == 2)
  }

  /// The supported keys of product.md's example, as they stand there.
  private static let product = """
    listen: 0.0.0.0:8443
    public_url: https://models.example.org
    admin_listen: 127.0.0.1:9443        # health, readiness, metrics, admin API
    store: sqlite:countersign.db        # or postgres://…
    identity:
      local: { enabled: true }
      jwt:  [ { issuer: https://ci.example.org, audience: models } ]
    upstreams:
      llama:  { url: http://127.0.0.1:8080, api: openai, key_file: /run/secrets/llama }
      ollama: { url: http://127.0.0.1:11434, api: ollama }
    models:                                     # the caller's name -> where it runs and what it is called there
      qwen2.5-coder: { upstream: llama, name: qwen2.5-coder-7b-q4_k_m }
      smollm:        { upstream: ollama, name: "smollm2:135m", aliases: [ "smollm:latest" ] }
    routes:                                     # plain HTTP APIs beside the models
      - { from: /reports/**, to: http://127.0.0.1:9000 }
    roles:
      engineer:
        members: { groups: [ "corp:eng" ] }     # issuer-scoped: the group eng as provider corp states it
        models:  [ qwen2.5-coder, smollm* ]
        actions: [ chat, complete, embed, list ]
        require: { factors: 2, max_age: 15m }
      deployer:
        members: { users: [ "local:ana" ] }
        models:  [ qwen2.5-coder ]
        tools:   [ deploy, "sql_*" ]
        require: { acr: phrh }
    """

  @Test("The product's own example is taken as it stands")
  func productExample() throws {
    let configuration = try Self.read(Self.product)
    #expect(configuration.tls.files == [["conf/tls/server.pem", "conf/tls/server.key"]])
    #expect(configuration.identity.jwt.map(\.name) == ["ci"] && configuration.routes.map(\.name) == ["reports"])
    #expect(configuration.policy.roleNames.count == 2 && configuration.listen == [.ip("0.0.0.0", port: 8443)])
  }

  @Test("Relative paths start at the file's folder")
  func paths() throws {
    let configuration = try Self.read("tls: off\nlisten: unix:run/socket\nstate_dir: /var/lib/cs\n")
    #expect(configuration.store == .sqlite(path: "conf/countersign.db"))
    #expect(configuration.listen == [.unix(path: "conf/run/socket")])
    #expect(configuration.audit.directory == "/var/lib/cs/audit")
    #expect(configuration.rootSecretFile == "/var/lib/cs/root.secret")
  }

  @Test("An issuer needs no more than product.md shows")
  func shortIssuer() throws {
    let configuration = try Self.read(
      "tls: off\nidentity: { jwt: [ { issuer: https://ci.example.org, audience: models } ] }\n")
    let issuer = try #require(configuration.identity.jwt.first)
    let metadata = "https://ci.example.org/.well-known/openid-configuration"
    let keys = JWTIssuerSettings.Keys.discovery(try #require(WebAddress(parsing: metadata)))
    #expect(issuer.name == "ci" && issuer.keys == keys)
    #expect(issuer.algorithms == ["RS256", "ES256", "EdDSA"] && issuer.skew == 60 && issuer.maximumAge == 86400)
  }

  @Test("Every key can come from the environment, which wins")
  func environment() throws {
    let configuration = try Self.read(
      "tls: off\nlisten: 127.0.0.1:1\nupstreams: { llama-a: { url: http://127.0.0.1:1 } }\n",
      [
        "COUNTERSIGN_LISTEN": "[ '127.0.0.1:7001', '[::1]:7001' ]", "COUNTERSIGN_SERVER_IDLE_TIMEOUT": "9s",
        "COUNTERSIGN_UPSTREAMS_LLAMA_A_KEY": "[not yaml", "COUNTERSIGN_AUDIT": "{ durability: power }",
        "COUNTERSIGN_CONFIG": "x", "COUNTERSIGN_SERVICE_HOST": "10.0.0.1", "COUNTERSIGN_PORT_8443_TCP": "y",
        "PATH": "/bin",
      ].filter { $0.key != "COUNTERSIGN_UPSTREAMS_LLAMA_A_KEY" })
    #expect(configuration.listen == [.ip("127.0.0.1", port: 7001), .ip("::1", port: 7001)])
    #expect(configuration.server.idleTimeout == 9_000_000_000)
    #expect(configuration.audit.durability == .power)
  }

  @Test("Variables are checked as the file is")
  func badEnvironment() {
    let problems = Self.problems(
      Self.least, ["COUNTERSIGN_SERVER_IDLE_TIMOUT": "9s", "COUNTERSIGN_LISTEN": "nowhere", "COUNTERSIGN_LOG": "{ a"])
    #expect(problems.count == 3)
    #expect(problems.contains { $0.hasPrefix("COUNTERSIGN_SERVER_IDLE_TIMOUT: ") && $0.contains("did you mean") })
    #expect(problems.contains { $0.hasPrefix("COUNTERSIGN_LISTEN: listen is 'nowhere'") })
  }

  @Test("The version changes with the file and the variables, and not with secrets of the environment")
  func version() throws {
    let base = "tls: off\nupstreams: { a: { url: http://127.0.0.1:1, key: x } }\n"
    let version = try Self.read(base).version
    #expect(version.utf8.count == 12)
    #expect(try Self.read(base).version == version)
    #expect(try Self.read(base + "\n").version != version)
    #expect(try Self.read(base, ["COUNTERSIGN_LOOPS": "3"]).version != version)
    #expect(try Self.read(base, ["COUNTERSIGN_UPSTREAMS_A_KEY": "y"]).version == version)
  }

  @Test("A secret is in no dump and no message")
  func secrets() throws {
    let configuration = try Self.read("tls: off\nupstreams: { a: { url: http://127.0.0.1:1, key: hunter2 } }\n")
    var dumped = ""
    dump(configuration, to: &dumped)
    #expect(!dumped.contains("hunter2") && !"\(configuration)".contains("hunter2"))
    #expect(configuration.upstreams[0].credential?.bytes == Array("hunter2".utf8))
    let text = "tls: off\nupstreams: { a: { url: http://x:1, key: hunter2, key_file: /x } }\n"
    #expect(!Self.problems(text).joined().contains("hunter2"))
  }
}
