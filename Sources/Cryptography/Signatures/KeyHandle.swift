import COpenSSL

/// Owns an `EVP_PKEY`. OpenSSL counts references atomically and never changes a finished key, so threads may share one.
@safe struct KeyHandle: ~Copyable, Sendable {
  nonisolated(unsafe) let pointer: OpaquePointer

  /// Takes over the reference that the caller holds.
  init(owning pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe EVP_PKEY_free(pointer)
  }
}
