import Synchronization

/// The OCSP response that is sent along with a certificate while it is valid (RFC 6066, 8).
public final class TLSStaple: Sendable {
  private struct Response {
    let bytes: [UInt8]
    let end: Int64
  }

  private let response = Mutex<Response?>(nil)

  /// None at first.
  public init() {}

  /// Sends `bytes`, the DER of a response that was checked, until `end` in Unix seconds; nil for none.
  public func set(_ bytes: [UInt8]?, until end: Int64) {
    response.withLock { $0 = bytes.map { Response(bytes: $0, end: end) } }
  }

  /// What a client gets at `now`, in Unix seconds.
  public func current(now: Int64) -> [UInt8]? {
    response.withLock { response in
      guard let response, now < response.end else { return nil }
      return response.bytes
    }
  }
}
