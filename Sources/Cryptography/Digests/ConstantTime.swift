import COpenSSL

/// Whether two byte strings are equal, in a time that depends on their lengths only.
///
/// A difference in length answers at once: lengths of digests, keys and tokens are public.
public func constantTimeEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  guard !left.isEmpty else { return true }
  return unsafe left.withUnsafeBytes { a in
    unsafe right.withUnsafeBytes { b in unsafe CRYPTO_memcmp(a.baseAddress, b.baseAddress, a.count) == 0 }
  }
}
