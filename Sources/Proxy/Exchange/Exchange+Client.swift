import Bytes
import HTTP
public import Transport

/// Whom a request comes from.
extension Exchange {
  /// The client's address: what a trusted proxy says of the request, else the connection's.
  public final var client: IPAddress { forwardedClient ?? downstream?.address ?? .loopback }

  /// The client's address as text.
  public final var clientText: [UInt8] {
    if let forwardedClient { return forwardedClient.text }
    return downstream?.peerText ?? []
  }

  /// Whether a trusted proxy sent the request and did not say for whom: then nobody knows the client's address.
  public final var isClientUnknown: Bool { forwardedClient == nil && downstream?.isProxy ?? false }

  /// Reads what a trusted proxy says; false where that is no address.
  final func readForwardedClient() -> Bool {
    let (head, trusted) = (head, server.limits.trustedProxies)
    switch withHead({ trusted.client(head, $0) }) {
    case .unnamed: return true
    case .named(let address):
      forwardedClient = address
      return true
    case .malformed: return false
    }
  }
}
