import Cryptography
import Identity
import Policy
import Proxy
import Storage
import Telemetry
import Transport

/// What stays as it is for as long as the gateway runs, whatever is configured meanwhile.
struct Foundations: Sendable {
  let store: SQLiteStore
  let workers: WorkerPool
  let keyDigests: APIKeyDigests
  /// The connections of all loops.
  let tally = ConnectionTally()
  let promptDigestKey: BLAKE2bKey
  let reading = KeyReading.issuers()
  let ticketKeys = TicketKeys()
  let tlsFailures = TLSFailureTally()
  /// The models and upstreams that are counted by name: those of the start.
  let labels: MetricLabels

  init(_ configuration: Configuration, _ secrets: RootSecrets) throws {
    store = try Self.store(configuration.store)
    guard let digests = APIKeyDigests(roots: secrets.roots) else { throw CommandFailure("the root secret is empty") }
    keyDigests = digests
    promptDigestKey = BLAKE2bKey(
      HKDF.derive(root: secrets.current.secret, purpose: "prompt digest", version: secrets.current.number))
    labels = MetricLabels(
      models: configuration.models.map(\.name), actions: Policy.Action.allCases.map(\.name),
      upstreams: configuration.upstreams.map(\.name), refusals: Refusals.codes,
      connectionRefusals: ConnectionRefusal.allCases.map(\.word))
    workers = WorkerPool(threads: configuration.workers)
  }

  private static func store(_ location: StoreLocation) throws -> SQLiteStore {
    let path =
      switch location {
      case .sqlite(let path): path
      }
    do throws(StorageError) {
      return try SQLiteStore(path: path)
    } catch {
      throw CommandFailure("cannot open the store \(path): \(error)", fix: "run 'countersign init', or correct store")
    }
  }
}
