import COpenSSL

/// SHA-256 (FIPS 180-4), in one call or piece by piece; allocates nothing.
public struct SHA256: Sendable {
  private var context = SHA256_CTX()

  /// The digest of nothing yet.
  public init() {
    unsafe withUnsafeMutablePointer(to: &context) { _ = unsafe countersign_sha256_init($0) }
  }

  /// Appends bytes to the message.
  public mutating func update(_ bytes: Span<UInt8>) {
    unsafe withUnsafeMutablePointer(to: &context) { context in
      unsafe bytes.withUnsafeBytes { _ = unsafe countersign_sha256_update(context, $0.baseAddress, $0.count) }
    }
  }

  /// Appends one byte, as a domain separator does.
  public mutating func update(byte: UInt8) {
    let one: InlineArray<1, UInt8> = [byte]
    update(one.span)
  }

  /// The digest of what was appended; the message may go on afterwards.
  public func finalize() -> Digest32 {
    var copy = self
    return copy.finish()
  }

  /// The digest of a whole message.
  public static func hash(_ bytes: Span<UInt8>) -> Digest32 {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  private mutating func finish() -> Digest32 {
    var digest = Digest32()
    var output = digest.storage.mutableSpan
    unsafe withUnsafeMutablePointer(to: &context) { context in
      unsafe output.withUnsafeMutableBufferPointer {
        _ = unsafe countersign_sha256_final($0.baseAddress, context)
      }
    }
    return digest
  }
}

extension SHA256 {
  /// Overwrites the running state, for messages that hold a secret.
  mutating func cleanse() {
    unsafe withUnsafeMutablePointer(to: &context) { unsafe OPENSSL_cleanse($0, MemoryLayout<SHA256_CTX>.size) }
  }
}
