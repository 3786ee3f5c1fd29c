import COpenSSL

/// SHA-256 for handshakes: once per connection, so nothing is kept for the next.
enum TLSDigest {
  static func sha256(_ bytes: Span<UInt8>) -> [UInt8] {
    var context = SHA256_CTX()
    unsafe _ = countersign_sha256_init(&context)
    unsafe bytes.withUnsafeBytes { unsafe _ = countersign_sha256_update(&context, $0.baseAddress, $0.count) }
    return unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, filled in
      unsafe _ = countersign_sha256_final(buffer.baseAddress, &context)
      filled = 32
    }
  }
}
