import Foundation
import Identity
import Storage
import Testing

@testable import countersign

@Suite("A new installation")
struct InitializationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func plan(_ arguments: String...) throws -> InitializationPlan {
    var parser = ArgumentParser(.initialize, environment: [:])
    let parsed = try parser.parse((["--dir", folder.path + "/gate"] + arguments)[...])
    return try InitializationPlan(Invocation(command: .initialize, arguments: parsed, environment: [:]))
  }

  private func run(_ arguments: [String], to command: Command) async throws -> ExitCode {
    var parser = ArgumentParser(command, environment: [:])
    let config = ["--config", folder.path + "/gate/countersign.yaml"]
    let parsed = try parser.parse((arguments + config)[...])
    return try await command.run(Invocation(command: command, arguments: parsed, environment: [:]))
  }

  @Test func theConfigurationIsOneThatServeAccepts() throws {
    let key = folder.path + "/upstream.key"
    try SecretFile.create(key, Array("sk-1\n".utf8))
    let result = try Initialization(
      try plan(
        "--upstream", "http://127.0.0.1:8080", "--upstream-key-file", key, "--model", "qwen2.5-coder",
        "--model", "smollm=smollm2:135m", "--public-url", "https://models.example.org", "--listen", "0.0.0.0:9000"),
      now: 1_700_000_000
    ).run()
    let configuration = try ConfigurationLoader.load(result.configurationPath, environment: [:])
    #expect(configuration.listen == [.ip("0.0.0.0", port: 9000)])
    #expect(configuration.publicURL.text == "https://models.example.org")
    #expect(configuration.models.map(\.name) == ["qwen2.5-coder", "smollm"])
    #expect(configuration.models.map(\.upstreamName) == ["qwen2.5-coder", "smollm2:135m"])
    #expect(configuration.upstreams.first?.credential?.bytes == Array("sk-1".utf8))
    #expect(configuration.rootSecretFile == result.rootSecretPath)
    #expect(configuration.store == .sqlite(path: result.storePath))
  }

  @Test func withoutAnUpstreamItIsValidToo() throws {
    let result = try Initialization(try plan(), now: 1_700_000_000).run()
    let configuration = try ConfigurationLoader.load(result.configurationPath, environment: [:])
    #expect(configuration.publicURL.text == "https://localhost:8443")
    #expect(configuration.models.isEmpty)
  }

  @Test func theAdministratorsKeyAuthenticates() throws {
    let result = try Initialization(try plan("--admin", "root"), now: 1_700_000_000).run()
    let store = try SQLiteStore(path: result.storePath)
    let found = try #require(try store.apiKey(id: result.key.record.id))
    #expect(found.owner.identifier.description == "local:root")
    #expect(found.owner.groups == ["admins"])
    #expect(found.key == result.key.record)
  }

  @Test func secretsAreForTheirOwner() throws {
    _ = try Initialization(try plan(), now: 1_700_000_000).run()
    for name in ["state/root.secret", "state/log.key", "state/authority.key", "tls/server.key", "countersign.db"] {
      #expect(try folder.mode("gate/" + name) == 0o600)
    }
    #expect(try folder.mode("gate/state") == 0o700)
  }

  @Test func nothingIsOverwritten() throws {
    _ = try Initialization(try plan(), now: 1_700_000_000).run()
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/gate/state/root.secret"))
    #expect(throws: CommandFailure.self) { try Initialization(try plan(), now: 1_700_000_000).run() }
    try FileManager.default.removeItem(atPath: folder.path + "/gate/countersign.yaml")
    #expect(throws: CommandFailure.self) { try Initialization(try plan(), now: 1_700_000_000).run() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/gate/state/root.secret")) == before)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/gate/countersign.yaml"))
  }

  @Test(arguments: [
    ["--listen", "nowhere"], ["--public-url", "http://plain"], ["--public-url", "https://a/b"], ["--host", "a b"],
    ["--admin", ""], ["--model", "m"], ["--upstream", "ftp://x"],
  ])
  func wrongUsageIsSaid(_ arguments: [String]) throws {
    var parser = ArgumentParser(.initialize, environment: [:])
    let parsed = try parser.parse(arguments[...])
    let invocation = Invocation(command: .initialize, arguments: parsed, environment: [:])
    #expect { try InitializationPlan(invocation) } throws: { ($0 as? CommandFailure)?.exit == .usage }
  }

  @Test func usersKeysAndDenialsByCommand() async throws {
    let result = try Initialization(try plan(), now: 1_700_000_000).run()
    #expect(try await run(["ana", "--group", "eng", "--email", "ana@example.org"], to: .usersAdd) == .done)
    #expect(try await run(["ana", "--add", "ops", "--remove", "eng"], to: .usersGroups) == .done)
    let narrow = [
      "--owner", "ana", "--name", "laptop", "--expires", "90d", "--action", "chat,list", "--model", "qwen*",
    ]
    #expect(try await run(narrow, to: .keysAdd) == .done)
    #expect(try await run(["subject", "corp:8f3c", "--reason", "left"], to: .denylistAdd) == .done)
    let store = try SQLiteStore(path: result.storePath)
    let key = try #require(try store.apiKeys().first { $0.label == "laptop" })
    #expect(key.grant == KeyGrant(actions: ["chat", "list"], models: ["qwen*"]))
    #expect(try store.user(key.owner)?.groups == ["ops"])
    #expect(try store.denials().map(\.reason) == ["left"])
    let generation = store.generation
    #expect(try await run([key.id], to: .keysRevoke) == .done)
    #expect(store.generation > generation)
    #expect(try store.apiKey(id: key.id)?.key.revokedAt != nil)
    #expect(try await run(["ana"], to: .usersDisable) == .done)
    #expect(try store.user(key.owner)?.isDisabled == true)
    let outbox = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/gate/state/audit/outbox")
    #expect(outbox.count == 6)
  }

  @Test func mistakesAreRefused() async throws {
    _ = try Initialization(try plan(), now: 1_700_000_000).run()
    await #expect(throws: CommandFailure.self) { try await run(["nobody"], to: .usersDisable) }
    await #expect(throws: CommandFailure.self) { try await run(["UPPER:x"], to: .usersAdd) }
    await #expect(throws: CommandFailure.self) { try await run(["x", "--group", "a:b"], to: .usersAdd) }
    await #expect(throws: CommandFailure.self) { try await run(["none"], to: .keysRevoke) }
    await #expect(throws: CommandFailure.self) { try await run(["person", "corp:x"], to: .denylistAdd) }
    for option in [["--action", "fly"], ["--model", ""], ["--action", "chat,"], ["--name", ""]] {
      await #expect(throws: CommandFailure.self) {
        try await run(["--owner", "admin"] + (option[0] == "--name" ? [] : ["--name", "n"]) + option, to: .keysAdd)
      }
    }
  }

  @Test func aBackupBringsAnInstallationBack() async throws {
    let result = try Initialization(try plan(), now: 1_700_000_000).run()
    let passphrase = folder.path + "/passphrase"
    try SecretFile.create(passphrase, Array("a long passphrase\n".utf8))
    let backup = folder.path + "/gate.backup"
    #expect(try await run([backup, "--passphrase-file", passphrase], to: .secretsBackup) == .done)
    await #expect(throws: CommandFailure.self) {
      try await run([backup, "--passphrase-file", passphrase], to: .secretsRestore)
    }
    let root = try SecretFile.read(result.rootSecretPath)
    let names = ["state/root.secret", "state/log.key", "countersign.db", "countersign.db-wal", "countersign.db-shm"]
    for name in names { try? FileManager.default.removeItem(atPath: folder.path + "/gate/" + name) }
    try SecretFile.replace(passphrase, Array("another passphrase\n".utf8))
    await #expect(throws: CommandFailure.self) {
      try await run([backup, "--passphrase-file", passphrase], to: .secretsRestore)
    }
    #expect(!FileManager.default.fileExists(atPath: result.rootSecretPath))
    try SecretFile.replace(passphrase, Array("a long passphrase\n".utf8))
    #expect(try await run([backup, "--passphrase-file", passphrase], to: .secretsRestore) == .done)
    #expect(try SecretFile.read(result.rootSecretPath) == root)
    #expect(try SQLiteStore(path: result.storePath).apiKeys().map(\.id) == [result.key.record.id])
  }

  @Test func rotationKeepsOldKeysUntilTheyAreRetired() async throws {
    let result = try Initialization(try plan(), now: 1_700_000_000).run()
    #expect(try await run([], to: .secretsRotate) == .done)
    #expect(try RootSecretFile.read(result.rootSecretPath).roots.keys.sorted() == [1, 2])
    await #expect(throws: CommandFailure.self) { try await run(["1"], to: .secretsRetire) }
    #expect(try await run([result.key.record.id], to: .keysRevoke) == .done)
    #expect(try await run(["1"], to: .secretsRetire) == .done)
    #expect(try RootSecretFile.read(result.rootSecretPath).roots.keys.sorted() == [2])
  }
}
