import Identity
import Storage

/// What administrative commands need of a configuration: where the store, the secrets and the record are.
struct Installation: Sendable {
  let configuration: Configuration

  /// Reads the configuration of an invocation; the files it names need not all be there.
  init(_ invocation: Invocation) throws(CommandFailure) {
    configuration = try invocation.loadConfiguration(files: .ignored)
  }

  /// Reads the configuration at `path`.
  init(path: String, environment: [String: String]) throws(CommandFailure) {
    do throws(ConfigurationProblems) {
      configuration = try ConfigurationLoader.load(path, environment: environment, files: .ignored)
    } catch {
      throw CommandFailure("the configuration \(path) cannot be used: \(error.text)")
    }
  }

  var storePath: String {
    switch configuration.store {
    case .sqlite(let path): path
    }
  }

  var rootSecretFile: String { configuration.rootSecretFile }

  /// The log's signing key lies beside the root secret.
  var logKeyFile: String { LogKeyFile.path(besideRootSecret: rootSecretFile) }

  /// Opens the store; it must be there.
  func store() throws(CommandFailure) -> SQLiteStore {
    do {
      return try SQLiteStore(path: storePath)
    } catch {
      throw CommandFailure(storage: error)
    }
  }

  /// The digest keys of every version of the root secret.
  func digests() throws(CommandFailure) -> APIKeyDigests {
    let secrets = try RootSecretFile.read(rootSecretFile)
    guard let digests = APIKeyDigests(roots: secrets.roots) else {
      throw CommandFailure("\(rootSecretFile) holds no secret")
    }
    return digests
  }
}

extension CommandFailure {
  /// A storage error in the words of a command.
  init(storage error: StorageError) {
    switch error {
    case .missing: self.init(error.description, fix: "run 'countersign init', or name the store in the configuration")
    case .busy: self.init(error.description, fix: "try again; stop what holds it open if this lasts")
    default: self.init(error.description)
    }
  }
}

/// Runs a call of the store, its errors in the words of a command.
func stored<Value>(_ call: () throws(StorageError) -> Value) throws(CommandFailure) -> Value {
  do {
    return try call()
  } catch {
    throw CommandFailure(storage: error)
  }
}
