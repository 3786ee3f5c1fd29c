import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with a random nonce: `nonce(12) ‖ ciphertext ‖ tag(16)`.
///
/// One key may seal about 2³² messages before a random nonce could repeat; derive a new version of the key long before.
public struct AEAD: Sendable {
  private let key: Secret

  /// The bytes that sealing adds.
  public static let overhead = nonceCount + tagCount
  static let nonceCount = 12
  static let tagCount = 16

  /// A key of exactly 32 bytes.
  public init(key: Secret) throws(CryptographyError) {
    guard key.count == 32 else { throw .invalidKey("AES-256 takes a key of 32 bytes") }
    self.key = key
  }

  /// Encrypts the plain text and binds the context to it; the context is needed again to open.
  public func seal(_ plaintext: Span<UInt8>, context: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
    try seal(plaintext, context: context, nonce: SecureRandom.bytes(AEAD.nonceCount))
  }

  /// The plain text; throws `unauthentic` for any change to the sealed text, the context or the key.
  public func open(_ sealed: Span<UInt8>, context: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
    guard sealed.count >= AEAD.overhead else { throw .unauthentic }
    let cipher = try begin(nonce: sealed.extracting(first: AEAD.nonceCount), encrypting: false)
    let body = sealed.extracting(AEAD.nonceCount..<sealed.count - AEAD.tagCount)
    var tag = [UInt8](sealed.extracting(last: AEAD.tagCount))
    let set = unsafe EVP_CIPHER_CTX_ctrl(cipher.pointer, EVP_CTRL_AEAD_SET_TAG, CInt(AEAD.tagCount), &tag)
    guard set == 1 else { throw .library("EVP_CTRL_AEAD_SET_TAG") }
    try AEAD.bind(context, to: cipher)
    var plaintext = try AEAD.transform(body, with: cipher)
    guard AEAD.finish(cipher) else {
      plaintext.cleanse()
      throw .unauthentic
    }
    return plaintext
  }

  /// Seals under a nonce that the caller promises never to use twice; for vectors only.
  func seal(
    _ plaintext: Span<UInt8>, context: Span<UInt8>, nonce: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let cipher = try begin(nonce: nonce.span, encrypting: true)
    try AEAD.bind(context, to: cipher)
    let ciphertext = try AEAD.transform(plaintext, with: cipher)
    guard AEAD.finish(cipher) else { throw .library("EVP_CipherFinal_ex") }
    var tag = [UInt8](repeating: 0, count: AEAD.tagCount)
    let got = unsafe EVP_CIPHER_CTX_ctrl(cipher.pointer, EVP_CTRL_AEAD_GET_TAG, CInt(AEAD.tagCount), &tag)
    guard got == 1 else { throw .library("EVP_CTRL_AEAD_GET_TAG") }
    return nonce + ciphertext + tag
  }

  private func begin(nonce: Span<UInt8>, encrypting: Bool) throws(CryptographyError) -> CipherContext {
    let cipher = try CipherContext()
    let ready = unsafe key.bytes.withUnsafeBufferPointer { key in
      unsafe nonce.withUnsafeBufferPointer { nonce in
        unsafe EVP_CipherInit_ex(
          cipher.pointer, EVP_aes_256_gcm(), nil, key.baseAddress, nonce.baseAddress, encrypting ? 1 : 0)
      }
    }
    guard ready == 1 else { throw .library("EVP_CipherInit_ex") }
    return cipher
  }

  private static func bind(_ context: Span<UInt8>, to cipher: borrowing CipherContext) throws(CryptographyError) {
    guard !context.isEmpty else { return }
    var written: CInt = 0
    let done = unsafe context.withUnsafeBufferPointer {
      unsafe EVP_CipherUpdate(cipher.pointer, nil, &written, $0.baseAddress, CInt($0.count))
    }
    guard done == 1 else { throw .library("EVP_CipherUpdate") }
  }

  private static func transform(
    _ input: Span<UInt8>, with cipher: borrowing CipherContext
  ) throws(CryptographyError) -> [UInt8] {
    guard !input.isEmpty else { return [] }
    var output = [UInt8](repeating: 0, count: input.count)
    var written: CInt = 0
    let done = unsafe input.withUnsafeBufferPointer {
      unsafe EVP_CipherUpdate(cipher.pointer, &output, &written, $0.baseAddress, CInt($0.count))
    }
    guard done == 1, Int(written) == input.count else { throw .library("EVP_CipherUpdate") }
    return output
  }

  private static func finish(_ cipher: borrowing CipherContext) -> Bool {
    var nothing = [UInt8](repeating: 0, count: 16)
    var written: CInt = 0
    return unsafe EVP_CipherFinal_ex(cipher.pointer, &nothing, &written) == 1 && written == 0
  }
}
