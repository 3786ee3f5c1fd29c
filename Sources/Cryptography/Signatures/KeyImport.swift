import COpenSSL

/// Makes OpenSSL keys from numbers and checks them.
enum KeyImport {
  /// The numbers are big-endian.
  static func rsa(modulus: Span<UInt8>, exponent: Span<UInt8>) throws(CryptographyError) -> KeyHandle {
    // OSSL_PARAM integers are in the machine's byte order, which is little-endian wherever this builds.
    var n = Array([UInt8](modulus).reversed())
    var e = Array([UInt8](exponent).reversed())
    let key = unsafe n.withUnsafeMutableBufferPointer { n in
      unsafe e.withUnsafeMutableBufferPointer { e in
        var parameters = unsafe [
          OSSL_PARAM_construct_BN(name("n"), n.baseAddress, n.count),
          OSSL_PARAM_construct_BN(name("e"), e.baseAddress, e.count),
          OSSL_PARAM_construct_end(),
        ]
        return unsafe make("RSA", &parameters)
      }
    }
    return try unsafe checked(key, "the RSA key is not valid")
  }

  /// The point is uncompressed: 4, x, y.
  static func elliptic(_ curve: EllipticCurve, point: [UInt8]) throws(CryptographyError) -> KeyHandle {
    var group = Array(curve.rawValue.utf8CString)
    var point = point
    let key = unsafe group.withUnsafeMutableBufferPointer { group in
      unsafe point.withUnsafeMutableBufferPointer { point in
        var parameters = unsafe [
          OSSL_PARAM_construct_utf8_string(name("group"), group.baseAddress, 0),
          OSSL_PARAM_construct_octet_string(name("pub"), point.baseAddress, point.count),
          OSSL_PARAM_construct_end(),
        ]
        return unsafe make("EC", &parameters)
      }
    }
    return try unsafe checked(key, "the point is not on \(curve.rawValue)")
  }

  static func edwards(_ curve: EdwardsCurve, raw: Span<UInt8>) throws(CryptographyError) -> KeyHandle {
    let type = curve == .ed25519 ? EVP_PKEY_ED25519 : EVP_PKEY_ED448
    let key = unsafe raw.withUnsafeBufferPointer {
      unsafe EVP_PKEY_new_raw_public_key(type, nil, $0.baseAddress, $0.count)
    }
    return try unsafe checked(key, "the key is not valid for \(curve.rawValue)")
  }

  /// A parameter's name for as long as the program runs: OSSL_PARAM keeps the pointer, and a bridged String's would go.
  private static func name(_ literal: StaticString) -> UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  private static func make(_ algorithm: String, _ parameters: inout [OSSL_PARAM]) -> OpaquePointer? {
    guard let context = try? KeyContext(algorithm: algorithm), unsafe EVP_PKEY_fromdata_init(context.pointer) == 1
    else { return nil }
    var key: OpaquePointer?
    guard unsafe EVP_PKEY_fromdata(context.pointer, &key, countersign_public_key_selection, &parameters) == 1 else {
      return nil
    }
    return unsafe key
  }

  private static func checked(_ key: OpaquePointer?, _ reason: String) throws(CryptographyError) -> KeyHandle {
    defer { ERR_clear_error() }
    guard let key = unsafe key else { throw .invalidKey(reason) }
    let handle = unsafe KeyHandle(owning: key)
    let context = try KeyContext(checking: handle)
    guard unsafe EVP_PKEY_public_check(context.pointer) == 1 else { throw .invalidKey(reason) }
    return handle
  }
}
