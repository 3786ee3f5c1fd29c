import Audit
import Identity

extension Command {
  /// `countersign init`.
  static let initialize = Command(
    "init", "sets up a gateway: configuration, secrets, certificate, the first administrator",
    about: """
      Writes countersign.yaml with comments, a root secret, the audit log's signing key, a local certificate authority
      with a server certificate, and a store with one administrator, whose API key it prints once. Never overwrites
      anything.
      """,
    options: [
      .value("dir", "PATH", "the folder to set up; made where it is missing", default: "."),
      .value("listen", "ADDRESS", "where the gateway listens", default: "127.0.0.1:8443"),
      .value("public-url", "URL", "what callers type, such as https://models.example.org"),
      .list("host", "NAME", "a further name or address for the certificate; repeat for more"),
      .value("admin", "NAME", "the first administrator", default: "admin"),
      .value("upstream", "URL", "a model server to put behind the gateway, such as http://127.0.0.1:8080"),
      .choice("api", ["openai", "anthropic", "ollama"], "what the server speaks", default: "openai"),
      .value("upstream-key-file", "PATH", "a file with the server's own API key"),
      .list("model", "NAME[=THERE]", "a model callers may name, and its name on the server; repeat for more"), .output,
    ],
    examples: [
      Example("countersign init", "a gateway on https://localhost:8443, without a model yet"),
      Example(
        "countersign init --dir gateway --upstream http://127.0.0.1:11434 --api ollama --model smollm=smollm2:135m",
        "a gateway in front of an Ollama server"),
    ]
  ) { invocation in
    let result = try Initialization(try InitializationPlan(invocation), now: WallClock.now).run()
    switch invocation.output {
    case .json:
      invocation.show(
        Record([
          "configuration": .string(result.configurationPath), "authority": .string(result.authorityPath),
          "store": .string(result.storePath), "root_secret": .string(result.rootSecretPath),
          "administrator": .string(result.key.record.owner.description), "key_id": .string(result.key.record.id),
          "key": .string(result.key.text),
        ]))
    case .table:
      invocation.console.note("the API key of \(result.key.record.owner), shown this once:")
      invocation.console.line(result.key.text)
      invocation.console.note(advice(result))
    }
    let invoked = try Installation(path: result.configurationPath, environment: invocation.environment)
    try AdministrativeRecord.note(.configured, details: ["change": "init"], invoked)
    try AdministrativeRecord.note(
      .userAdded, subject: result.key.record.owner.description, details: ["key": result.key.record.id], invoked)
    return .done
  }

  private static func advice(_ result: Initialization.Result) -> String {
    let option =
      result.configurationPath == "countersign.yaml" ? "" : " --config \(PathText.quoted(result.configurationPath))"
    return """

      what next:
        countersign config validate\(option)   # after you named your upstreams and models in it
        countersign serve\(option)
        clients trust \(result.authorityPath)
        countersign secrets backup FILE\(option)   # the root secret cannot be made again
      """
  }
}
