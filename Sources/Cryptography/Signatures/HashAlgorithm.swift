import COpenSSL

/// The SHA-2 digests that signatures use.
enum HashAlgorithm: Sendable {
  case sha256
  case sha384
  case sha512

  var digest: OpaquePointer? {
    switch self {
    case .sha256: unsafe EVP_sha256()
    case .sha384: unsafe EVP_sha384()
    case .sha512: unsafe EVP_sha512()
    }
  }
}
