import COpenSSL

/// An Ed25519 public key (RFC 8032).
public final class VerificationKey: Sendable {
  private let handle: KeyHandle
  /// The key's 32 bytes.
  public let raw: [UInt8]

  /// A key from its 32 bytes.
  public init(raw: Span<UInt8>) throws(CryptographyError) {
    guard raw.count == 32 else { throw .invalidKey("an Ed25519 public key has 32 bytes") }
    let key = unsafe raw.withUnsafeBufferPointer {
      unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, $0.baseAddress, $0.count)
    }
    guard let key = unsafe key else { throw .invalidKey("not an Ed25519 public key") }
    handle = unsafe KeyHandle(owning: key)
    self.raw = [UInt8](raw)
  }

  /// Whether the signature is this key's over the message.
  public func verify(_ signature: Span<UInt8>, of message: Span<UInt8>) -> Bool {
    guard signature.count == SigningKey.signatureCount else { return false }
    return SignatureCheck.verify(signature, of: message, with: handle, by: .edwards)
  }
}
