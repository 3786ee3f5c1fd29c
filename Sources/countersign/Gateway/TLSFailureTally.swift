import Synchronization
import Transport

/// Handshakes that failed, gathered by reason between two reports: loops may not write to the diagnostic log, and a
/// stranger may not fill it.
final class TLSFailureTally: Sendable {
  /// What happened since the last report.
  struct Entry: Sendable, Equatable {
    let reason: String
    var count = 0
    /// One of the clients.
    let client: String
  }

  /// The most reasons that are told apart in one report; OpenSSL knows some hundred.
  static let reasons = 16

  private let entries = Mutex<[Entry]>([])

  func note(_ failure: TLSFailure, from client: IPAddress) {
    entries.withLock { entries in
      if let index = entries.firstIndex(where: { $0.reason == failure.reason }) {
        entries[index].count += 1
      } else if entries.count < Self.reasons {
        let text = String(decoding: client.text, as: UTF8.self)
        entries.append(Entry(reason: failure.reason, count: 1, client: text))
      }
    }
  }

  /// What there is to report, once.
  func take() -> [Entry] {
    entries.withLock { entries in
      defer { entries = [] }
      return entries
    }
  }
}
