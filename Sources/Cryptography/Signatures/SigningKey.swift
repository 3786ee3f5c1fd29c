import COpenSSL

/// An Ed25519 private key (RFC 8032): signs checkpoints and assertions.
public final class SigningKey: Sendable {
  private let handle: KeyHandle
  /// The key's public half.
  public let verificationKey: VerificationKey

  /// The length of a signature in bytes.
  public static let signatureCount = 64

  /// A key from its 32-byte seed.
  public init(seed: Secret) throws(CryptographyError) {
    guard seed.count == 32 else { throw .invalidKey("an Ed25519 seed has 32 bytes") }
    let key = unsafe seed.bytes.withUnsafeBufferPointer {
      unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, $0.baseAddress, $0.count)
    }
    guard let key = unsafe key else { throw .library("EVP_PKEY_new_raw_private_key") }
    handle = unsafe KeyHandle(owning: key)
    var raw = [UInt8](repeating: 0, count: 32)
    var count = raw.count
    guard unsafe EVP_PKEY_get_raw_public_key(key, &raw, &count) == 1, count == 32 else {
      throw .library("EVP_PKEY_get_raw_public_key")
    }
    verificationKey = try VerificationKey(raw: raw.span)
  }

  /// The signature of a message, 64 bytes.
  public func sign(_ message: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
    let context = try DigestContext()
    guard unsafe EVP_DigestSignInit(context.pointer, nil, nil, nil, handle.pointer) == 1 else {
      throw .library("EVP_DigestSignInit")
    }
    var signature = [UInt8](repeating: 0, count: SigningKey.signatureCount)
    var count = signature.count
    let done = unsafe message.withUnsafeBufferPointer {
      unsafe EVP_DigestSign(context.pointer, &signature, &count, $0.baseAddress, $0.count)
    }
    guard done == 1, count == SigningKey.signatureCount else { throw .library("EVP_DigestSign") }
    return signature
  }
}
