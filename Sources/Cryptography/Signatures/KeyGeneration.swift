import COpenSSL

/// Fresh keys.
enum KeyGeneration {
  static func elliptic(_ curve: EllipticCurve) throws(CryptographyError) -> KeyHandle {
    let context = try KeyContext(algorithm: "EC")
    guard unsafe EVP_PKEY_keygen_init(context.pointer) == 1,
      unsafe EVP_PKEY_CTX_set_group_name(context.pointer, curve.rawValue) == 1
    else { throw .library("EVP_PKEY_keygen_init") }
    return try generate(context)
  }

  static func rsa(bits: Int) throws(CryptographyError) -> KeyHandle {
    let context = try KeyContext(algorithm: "RSA")
    guard unsafe EVP_PKEY_keygen_init(context.pointer) == 1,
      unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context.pointer, CInt(bits)) == 1
    else { throw .library("EVP_PKEY_keygen_init") }
    return try generate(context)
  }

  static func edwards(_ curve: EdwardsCurve) throws(CryptographyError) -> KeyHandle {
    let context = try KeyContext(algorithm: curve == .ed25519 ? "ED25519" : "ED448")
    guard unsafe EVP_PKEY_keygen_init(context.pointer) == 1 else { throw .library("EVP_PKEY_keygen_init") }
    return try generate(context)
  }

  private static func generate(_ context: borrowing KeyContext) throws(CryptographyError) -> KeyHandle {
    var key: OpaquePointer?
    guard unsafe EVP_PKEY_generate(context.pointer, &key) == 1, let key = unsafe key else {
      throw .library("EVP_PKEY_generate")
    }
    return unsafe KeyHandle(owning: key)
  }
}
