import COpenSSL

/// Owns an `EVP_PKEY_CTX`, the state of one key being made or checked.
@safe struct KeyContext: ~Copyable {
  let pointer: OpaquePointer

  /// For making a key of a named type (`RSA`, `EC`).
  init(algorithm: String) throws(CryptographyError) {
    guard let pointer = unsafe EVP_PKEY_CTX_new_from_name(nil, algorithm, nil) else {
      throw .library("EVP_PKEY_CTX_new_from_name")
    }
    unsafe self.pointer = pointer
  }

  /// For checking a key.
  init(checking key: borrowing KeyHandle) throws(CryptographyError) {
    guard let pointer = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else {
      throw .library("EVP_PKEY_CTX_new_from_pkey")
    }
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe EVP_PKEY_CTX_free(pointer)
  }
}
