import Identity

/// The configuration file that `init` writes: every setting a newcomer meets first, each with a word about it.
struct ConfigurationText {
  let plan: InitializationPlan

  var text: String {
    [front, identity, upstream, roles].joined(separator: "\n")
  }

  private var front: String {
    """
    # Countersign's configuration. 'countersign config validate' checks it; every key is also COUNTERSIGN_… in the
    # environment; a path is relative to this file. 'countersign serve' reads it when it starts.

    listen: \(Self.quoted(plan.listen.text))
    # What callers type; clients' base URL is this and /v1.
    public_url: \(Self.quoted(plan.publicURL.text))
    # Health, readiness and metrics; keep it on this machine.
    admin_listen: 127.0.0.1:9443
    # The certificate comes from an authority that init made: clients trust tls/authority.pem.
    tls: { certificate_file: tls/server.pem, key_file: tls/server.key }
    # Accounts, API keys and the denylist.
    store: sqlite:countersign.db
    # The root secret, the audit log and its signing key.
    state_dir: state

    """
  }

  private var identity: String {
    """
    identity:
      # People and services of this gateway, with API keys: 'countersign users add', 'countersign keys add'.
      local: { enabled: true }
      # Tokens of your own identity provider:
      # jwt: [ { name: corp, issuer: https://idp.example.org, audience: models } ]

    """
  }

  private var upstream: String {
    guard let upstream = plan.upstream else {
      return """
        # The model servers, and the names callers use for what runs there; whatever is not listed cannot be reached.
        # upstreams:
        #   llama: { url: http://127.0.0.1:8080, api: openai }
        # models:
        #   qwen2.5-coder: { upstream: llama, name: qwen2.5-coder-7b-q4_k_m }

        """
    }
    let key = upstream.keyFile.map { ", key_file: \(Self.quoted($0))" } ?? ""
    let models = upstream.models.map { model in
      "  \(Self.quoted(model.name)): { upstream: main, name: \(Self.quoted(model.upstreamName)) }\n"
    }
    return """
      upstreams:
        # The gateway's own key for the server stands in key_file; a caller's key never gets there.
        main: { url: \(Self.quoted(upstream.url)), api: \(upstream.api)\(key) }

      # The names callers use, and what runs there; whatever is not listed cannot be reached.
      models:
      \(models.joined())
      """
  }

  private var roles: String {
    """
    # Who may do what. Nobody may do anything that no role grants.
    roles:
      administrator:
        members: { groups: [ "\(plan.administrator.issuer):admins" ] }
        models: [ "*" ]
        actions: [ chat, complete, embed, list ]
      # engineer:
      #   members: { groups: [ "local:eng" ] }
      #   models: [ "qwen*" ]
      #   actions: [ chat, list ]

    """
  }

  /// A YAML double-quoted scalar; plain text where nothing needs quoting.
  static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      default: "-._/".utf8.contains(byte)
      }
    }
    let startsWithLetter = text.utf8.first.map { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
    if isPlain, startsWithLetter == true,
      !["true", "false", "null", "yes", "no", "on", "off"].contains(text.lowercased())
    {
      return text
    }
    return JSONValue.string(text).json
  }
}
