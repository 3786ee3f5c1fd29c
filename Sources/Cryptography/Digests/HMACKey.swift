import COpenSSL

/// An HMAC-SHA-256 key (RFC 2104) whose padded halves are hashed once: a short message costs two or three blocks.
///
/// Allocates nothing per message and may be shared between threads.
@safe public final class HMACKey: Sendable {
  /// The states after the inner and the outer padded key; written only in `init` and `deinit`.
  private nonisolated(unsafe) let states: UnsafeMutablePointer<SHA256>

  private static let blockSize = 64

  /// A key of any length; longer than 64 bytes it is hashed first, as the RFC says.
  public init(_ key: Span<UInt8>) {
    var block = [UInt8](repeating: 0, count: HMACKey.blockSize)
    if key.count > HMACKey.blockSize {
      let digest = SHA256.hash(key)
      for index in 0..<Digest32.count { block[index] = digest.bytes[index] }
    } else {
      for index in key.indices { block[index] = key[index] }
    }
    unsafe states = .allocate(capacity: 2)
    unsafe states.initialize(to: HMACKey.state(of: block, flipping: 0x36))
    unsafe (states + 1).initialize(to: HMACKey.state(of: block, flipping: 0x5c))
    block.cleanse()
  }

  /// A key from a secret.
  public convenience init(_ secret: Secret) {
    self.init(secret.bytes)
  }

  deinit {
    unsafe states[0].cleanse()
    unsafe states[1].cleanse()
    unsafe states.deallocate()
  }

  /// The tag of a message.
  public func authenticate(_ message: Span<UInt8>) -> Digest32 {
    var inner = unsafe states[0]
    inner.update(message)
    return seal(inner)
  }

  /// The tag of two pieces as one message, without joining them in memory.
  public func authenticate(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Digest32 {
    var inner = unsafe states[0]
    inner.update(first)
    inner.update(second)
    return seal(inner)
  }

  private func seal(_ inner: SHA256) -> Digest32 {
    var outer = unsafe states[1]
    outer.update(inner.finalize().bytes)
    return outer.finalize()
  }

  /// The state after a block whose bytes are flipped by the mask.
  private static func state(of block: [UInt8], flipping mask: UInt8) -> SHA256 {
    var padded = block
    for index in padded.indices { padded[index] ^= mask }
    var state = SHA256()
    state.update(padded.span)
    padded.cleanse()
    return state
  }
}
