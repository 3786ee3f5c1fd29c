import Cryptography
import Identity
import Storage

/// Writes a new installation: configuration, secrets, certificates, store, the first administrator and their key.
///
/// Looks first whether anything is in the way, and then overwrites nothing.
struct Initialization {
  private let plan: InitializationPlan
  private let now: Int64

  init(_ plan: InitializationPlan, now: Int64) {
    self.plan = plan
    self.now = now
  }

  /// What was made.
  struct Result {
    let configurationPath: String
    let authorityPath: String
    let rootSecretPath: String
    let storePath: String
    /// The administrator's key, to be shown once.
    let key: MintedAPIKey
  }

  /// Makes everything; the configuration comes last, so that its being there means the rest is.
  func run() throws(CommandFailure) -> Result {
    try refuseToOverwrite()
    try makeFolders()
    let secrets = RootSecrets.create(now: now)
    try writeSecrets(secrets)
    try writeCertificates()
    let key = try makeStore(secrets)
    try SecretFile.create(configurationPath, Array(ConfigurationText(plan: plan).text.utf8), mode: 0o640)
    return Result(
      configurationPath: configurationPath, authorityPath: path("tls/authority.pem"),
      rootSecretPath: path("state/root.secret"), storePath: path("countersign.db"), key: key)
  }

  private func path(_ name: String) -> String { plan.folder == "." ? name : plan.folder + "/" + name }

  private var configurationPath: String { path("countersign.yaml") }

  private func refuseToOverwrite() throws(CommandFailure) {
    let names = [
      "countersign.yaml", "countersign.db", "state/root.secret", "state/log.key", "state/authority.key",
      "tls/authority.pem", "tls/server.pem", "tls/server.key",
    ]
    let taken = names.map(path).filter(SecretFile.exists)
    guard taken.isEmpty else {
      throw CommandFailure(
        "already there, and never overwritten: \(taken.joined(separator: ", "))",
        fix: "choose another folder with --dir, or move the files away")
    }
  }

  private func makeFolders() throws(CommandFailure) {
    if plan.folder != "." { try SecretFile.createFolder(plan.folder) }
    try SecretFile.createFolder(path("state"))
    try SecretFile.createFolder(path("tls"))
  }

  private func writeSecrets(_ secrets: RootSecrets) throws(CommandFailure) {
    var root = RootSecretFile.bytes(secrets)
    defer { root.cleanse() }
    try SecretFile.create(path("state/root.secret"), root)
    var log = LogKeyFile.bytes(LogKeyFile.create())
    defer { log.cleanse() }
    try SecretFile.create(path("state/log.key"), log)
  }

  private func writeCertificates() throws(CommandFailure) {
    do {
      let authority = try CertificateAuthority.create(commonName: "Countersign local authority", now: now)
      let server = try authority.issueServer(names: plan.names, now: now)
      var (authorityKey, serverKey) = (try authority.privateKeyPEM(), server.privateKeyPEM)
      defer {
        authorityKey.cleanse()
        serverKey.cleanse()
      }
      try SecretFile.create(path("state/authority.key"), authorityKey)
      try SecretFile.create(path("tls/authority.pem"), authority.certificatePEM, mode: 0o644)
      try SecretFile.create(path("tls/server.pem"), server.certificatePEM + authority.certificatePEM, mode: 0o644)
      try SecretFile.create(path("tls/server.key"), serverKey)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure("the certificates could not be made: \(error)")
    }
  }

  private func makeStore(_ secrets: RootSecrets) throws(CommandFailure) -> MintedAPIKey {
    guard let digests = APIKeyDigests(roots: secrets.roots) else { throw CommandFailure("no root secret was made") }
    let user = User(
      identifier: plan.administrator, kind: .person, email: nil, groups: ["admins"], isDisabled: false, createdAt: now)
    let key = MintedAPIKey.mint(
      for: plan.administrator, label: "made by init", grant: nil, now: now, expires: nil, digests: digests)
    let storePath = path("countersign.db")
    try stored { () throws(StorageError) in
      try SQLiteStore(path: storePath, creating: true).add(user, with: key.record)
    }
    return key
  }
}
