import COpenSSL

/// Owns an `EVP_MD_CTX`, the state of one signature being made or checked.
@safe struct DigestContext: ~Copyable {
  let pointer: OpaquePointer

  init() throws(CryptographyError) {
    guard let pointer = unsafe EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe EVP_MD_CTX_free(pointer)
  }
}
