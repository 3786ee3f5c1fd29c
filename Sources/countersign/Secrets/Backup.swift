import Cryptography
import Glibc
import Storage

/// What a backup holds, and where it goes back to.
struct Backup {
  private let installation: Installation

  private static let rootSecretName = "root.secret"
  private static let logKeyName = "log.key"
  private static let storeName = "countersign.db"

  init(_ installation: Installation) { self.installation = installation }

  /// Reads all three; the store as one consistent copy, while others use it.
  func make() throws(CommandFailure) -> BackupArchive {
    _ = try RootSecretFile.read(installation.rootSecretFile)
    _ = try LogKeyFile.read(installation.logKeyFile)
    return BackupArchive(files: [
      .init(name: Self.rootSecretName, contents: try SecretFile.read(installation.rootSecretFile)),
      .init(name: Self.logKeyName, contents: try SecretFile.read(installation.logKeyFile)),
      .init(name: Self.storeName, contents: try storeCopy()),
    ])
  }

  /// Fails where one of the three is already there.
  func refuseToOverwrite() throws(CommandFailure) {
    let paths = [installation.rootSecretFile, installation.logKeyFile, installation.storePath]
    for path in paths where SecretFile.exists(path) {
      throw CommandFailure(
        "\(path) is already there; nothing was restored", fix: "move it away, if the backup shall take its place")
    }
  }

  /// Writes all three, checked first.
  func restore(_ archive: BackupArchive) throws(CommandFailure) {
    guard let secrets = archive.contents(Self.rootSecretName), RootSecretFile.parse(secrets) != nil,
      let key = archive.contents(Self.logKeyName), let store = archive.contents(Self.storeName)
    else { throw CommandFailure("the backup is not complete") }
    try SecretFile.createFolder(PathText.folder(of: installation.rootSecretFile))
    try SecretFile.create(installation.storePath, store)
    _ = try installation.store()
    try SecretFile.create(installation.logKeyFile, key)
    try SecretFile.create(installation.rootSecretFile, secrets)
  }

  /// The bytes of a backup file, of at most a gibibyte.
  static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    do {
      return try FileBytes.read(path, limit: BackupArchive.limit)
    } catch {
      throw CommandFailure("\(path) \(error.reason)")
    }
  }

  private func storeCopy() throws(CommandFailure) -> [UInt8] {
    let store = try installation.store()
    // Beside the store: its folder is trusted with the same rows already.
    let path = installation.storePath + ".\(getpid()).backup"
    try stored { () throws(StorageError) in try store.backup(to: path) }
    defer { unsafe unlink(path) }
    return try Self.read(path)
  }
}
