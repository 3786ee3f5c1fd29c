import COpenSSL

/// One key for session tickets: random, only ever in memory, wiped when it is dropped.
@safe final class TicketKey: Sendable {
  /// What a ticket names its key by.
  let name: [UInt8]
  /// When it was made, in nanoseconds of the monotonic clock.
  let made: UInt64
  nonisolated(unsafe) private let bytes: UnsafeMutablePointer<UInt8>

  static let nameLength = 16
  private static let length = 64

  /// Nil where the system gives no randomness.
  init?(now: UInt64) {
    made = now
    unsafe bytes = .allocate(capacity: Self.length)
    var name = [UInt8](repeating: 0, count: Self.nameLength)
    let isRandom =
      unsafe RAND_bytes(&name, Int32(Self.nameLength)) == 1 && RAND_priv_bytes(bytes, Int32(Self.length)) == 1
    self.name = name
    if !isRandom { return nil }
  }

  deinit {
    unsafe OPENSSL_cleanse(bytes, Self.length)
    unsafe bytes.deallocate()
  }

  /// Readies OpenSSL to seal or open one ticket.
  func ready(
    _ cipher: OpaquePointer?, _ mac: OpaquePointer?, _ vector: UnsafeMutablePointer<UInt8>, isSealing: Bool
  ) -> Bool {
    unsafe countersign_tls_ticket_cipher(cipher, mac, bytes, vector, isSealing ? 1 : 0) == 1
  }
}
