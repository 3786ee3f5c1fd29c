import Synchronization
import Transport

/// How many connections the process holds, in all and of each client; shared by all loops.
///
/// Asked when a connection begins and ends, never on the way of a request.
public final class ConnectionTally: Sendable {
  private struct Counts {
    var all = 0
    var byClient: [ClientBlock: Int32] = [:]
  }

  private let counts = Mutex(Counts())

  public init() {}

  /// Connections held now, those whose client is not known yet included.
  public var total: Int { counts.withLock { $0.all } }

  /// One more connection; false where that would be more than `limit`.
  func enter(limit: Int) -> Bool {
    counts.withLock { counts in
      guard counts.all < limit else { return false }
      counts.all += 1
      return true
    }
  }

  /// One of the connections is a client's; false where that would be more than `limit`.
  func attribute(to client: ClientBlock, limit: Int) -> Bool {
    counts.withLock { counts in
      let count = counts.byClient[client, default: 0]
      guard count < limit else { return false }
      counts.byClient[client] = count + 1
      return true
    }
  }

  /// A connection is gone; `client` is whom it was attributed to.
  func leave(_ client: ClientBlock?) {
    counts.withLock { counts in
      counts.all -= 1
      guard let client, let count = counts.byClient[client] else { return }
      counts.byClient[client] = count > 1 ? count - 1 : nil
    }
  }
}

/// Addresses that count as one client: an IPv4 address, or the /64 that one IPv6 host can choose its addresses from.
struct ClientBlock: Hashable {
  private let high: UInt64
  private let low: UInt64

  init(_ address: IPAddress) {
    high = address.high
    low = address.ipv4 == nil ? 0 : address.low
  }
}
