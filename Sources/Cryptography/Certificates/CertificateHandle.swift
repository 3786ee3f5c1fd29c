import COpenSSL

/// Owns an `X509`; not changed once it is signed, so threads may share it.
@safe struct CertificateHandle: ~Copyable, Sendable {
  nonisolated(unsafe) let pointer: OpaquePointer

  /// Takes over the reference that the caller holds.
  init(owning pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe X509_free(pointer)
  }
}
