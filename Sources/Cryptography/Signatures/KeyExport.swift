import COpenSSL

/// Reads the kind and the public numbers out of an OpenSSL key.
enum KeyExport {
  /// The kind of the key; throws for one that nothing here signs with.
  static func kind(of key: borrowing KeyHandle) throws(CryptographyError) -> PublicKey.Kind {
    switch unsafe EVP_PKEY_get_base_id(key.pointer) {
    case EVP_PKEY_RSA: return .rsa(bits: Int(unsafe EVP_PKEY_get_bits(key.pointer)))
    case EVP_PKEY_ED25519: return .edwards(.ed25519)
    case EVP_PKEY_ED448: return .edwards(.ed448)
    case EVP_PKEY_EC:
      switch unsafe EVP_PKEY_get_bits(key.pointer) {
      case 256 where try group(of: key) == "prime256v1": return .elliptic(.p256)
      case 384 where try group(of: key) == "secp384r1": return .elliptic(.p384)
      case 521 where try group(of: key) == "secp521r1": return .elliptic(.p521)
      default: throw .invalidKey("the key is on a curve that is not supported")
      }
    default: throw .invalidKey("the key is neither RSA, a NIST curve nor an Edwards curve")
    }
  }

  static func parameters(
    of key: borrowing KeyHandle, kind: PublicKey.Kind
  ) throws(CryptographyError) -> PublicKeyParameters {
    switch kind {
    case .rsa:
      return .rsa(
        modulus: try integer(OSSL_PKEY_PARAM_RSA_N, of: key), exponent: try integer(OSSL_PKEY_PARAM_RSA_E, of: key))
    case .elliptic(let curve):
      let size = curve.coordinateCount
      return .elliptic(
        curve, x: padded(try integer(OSSL_PKEY_PARAM_EC_PUB_X, of: key), to: size),
        y: padded(try integer(OSSL_PKEY_PARAM_EC_PUB_Y, of: key), to: size))
    case .edwards(let curve):
      var raw = [UInt8](repeating: 0, count: curve.keyCount)
      var count = raw.count
      guard unsafe EVP_PKEY_get_raw_public_key(key.pointer, &raw, &count) == 1, count == raw.count else {
        throw .library("EVP_PKEY_get_raw_public_key")
      }
      return .edwards(curve, raw: raw)
    }
  }

  /// A number of the key, big-endian without leading zeros.
  private static func integer(_ name: String, of key: borrowing KeyHandle) throws(CryptographyError) -> [UInt8] {
    var number: OpaquePointer?
    guard unsafe EVP_PKEY_get_bn_param(key.pointer, name, &number) == 1 else {
      throw .library("EVP_PKEY_get_bn_param")
    }
    defer { unsafe BN_free(number) }
    var bytes = [UInt8](repeating: 0, count: Int(unsafe BN_num_bits(number) + 7) / 8)
    guard unsafe BN_bn2bin(number, &bytes) == bytes.count else { throw .library("BN_bn2bin") }
    return bytes
  }

  private static func padded(_ bytes: [UInt8], to count: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: max(0, count - bytes.count)) + bytes
  }

  private static func group(of key: borrowing KeyHandle) throws(CryptographyError) -> String {
    var name = [UInt8](repeating: 0, count: 80)
    var count = 0
    let got = unsafe name.withUnsafeMutableBytes {
      unsafe EVP_PKEY_get_group_name(key.pointer, $0.baseAddress, $0.count, &count)
    }
    guard got == 1, count < name.count else { throw .library("EVP_PKEY_get_group_name") }
    return String(decoding: name.prefix(count), as: UTF8.self)
  }
}
