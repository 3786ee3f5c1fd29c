import Cryptography
import Testing

/// One Wycheproof file and the algorithm it is for.
struct VectorFile: Sendable, CustomTestStringConvertible {
  let name: String
  let algorithm: SignatureAlgorithm
  var testDescription: String { "\(algorithm.rawValue) \(name)" }
}

@Suite("Wycheproof: ECDSA, RSA and EdDSA by JWK parameters")
struct WycheproofSignatureTests {
  static let ellipticFiles = [
    VectorFile(name: "ecdsa_secp256r1_sha256_p1363", algorithm: .es256),
    VectorFile(name: "ecdsa_secp384r1_sha384_p1363", algorithm: .es384),
    VectorFile(name: "ecdsa_secp521r1_sha512_p1363", algorithm: .es512),
  ]

  @Test("ECDSA with raw signatures: accepted exactly when valid", arguments: ellipticFiles)
  func ecdsa(file: VectorFile) throws {
    guard let vectors = try Wycheproof(file.name) else { return }
    #expect(vectors.tests.count > 200)
    for (group, test) in vectors.tests {
      let jwk = group["publicKey"] as? [String: Any] ?? [:]
      let curve = try #require(EllipticCurve.allCases.first { $0.coordinateCount == coordinateCount(file.algorithm) })
      let point = [UInt8](hexadecimal: jwk["uncompressed"] as? String ?? "").dropFirst()
      let x = Array(point.prefix(curve.coordinateCount))
      let y = Array(point.suffix(curve.coordinateCount))
      let key = try PublicKey(curve: curve, x: x.span, y: y.span)
      let accepted = key.verify(test.hex("sig").span, of: test.hex("msg").span, algorithm: file.algorithm)
      #expect(accepted == test.isValid, "tcId \(test.id)")
    }
  }

  static let rsaFiles = [
    VectorFile(name: "rsa_signature_2048_sha256", algorithm: .rs256),
    VectorFile(name: "rsa_signature_2048_sha384", algorithm: .rs384),
    VectorFile(name: "rsa_signature_2048_sha512", algorithm: .rs512),
    VectorFile(name: "rsa_signature_3072_sha256", algorithm: .rs256),
    VectorFile(name: "rsa_signature_4096_sha256", algorithm: .rs256),
    VectorFile(name: "rsa_signature_4096_sha384", algorithm: .rs384),
    VectorFile(name: "rsa_signature_4096_sha512", algorithm: .rs512),
    VectorFile(name: "rsa_pss_2048_sha256_mgf1_32", algorithm: .ps256),
    VectorFile(name: "rsa_pss_2048_sha384_mgf1_48", algorithm: .ps384),
    VectorFile(name: "rsa_pss_3072_sha256_mgf1_32", algorithm: .ps256),
    VectorFile(name: "rsa_pss_4096_sha384_mgf1_48", algorithm: .ps384),
    VectorFile(name: "rsa_pss_4096_sha512_mgf1_64", algorithm: .ps512),
  ]

  /// Known gap, on purpose: a public exponent of 3 is refused with the key, so its valid signatures are not accepted.
  /// "Acceptable" are PKCS #1 encodings that leave out the NULL parameter; they are refused.
  @Test("RSA: accepted exactly when valid, and a key with exponent 3 is no key", arguments: rsaFiles)
  func rsa(file: VectorFile) throws {
    guard let vectors = try Wycheproof(file.name) else { return }
    #expect(vectors.tests.count > 100)
    var verified = 0
    var keys: [[UInt8]: PublicKey] = [:]
    for (group, test) in vectors.tests {
      let numbers = group["publicKey"] as? [String: Any] ?? [:]
      let exponent = [UInt8](hexadecimal: numbers["publicExponent"] as? String ?? "")
      var modulus = [UInt8](hexadecimal: numbers["modulus"] as? String ?? "")
      while modulus.first == 0 { modulus.removeFirst() }
      if exponent == [3] {
        #expect(throws: CryptographyError.self) { try PublicKey(rsaModulus: modulus.span, exponent: exponent.span) }
        continue
      }
      let key = try keys[modulus] ?? PublicKey(rsaModulus: modulus.span, exponent: exponent.span)
      keys[modulus] = key
      let accepted = key.verify(test.hex("sig").span, of: test.hex("msg").span, algorithm: file.algorithm)
      #expect(accepted == test.isValid, "tcId \(test.id)")
      verified += accepted ? 1 : 0
    }
    #expect(verified >= 5)
  }

  @Test("EdDSA: accepted exactly when valid", arguments: EdwardsCurve.allCases)
  func edwards(curve: EdwardsCurve) throws {
    guard let vectors = try Wycheproof(curve.rawValue.lowercased()) else { return }
    #expect(vectors.tests.count > 80)
    for (group, test) in vectors.tests {
      let raw = [UInt8](hexadecimal: (group["publicKey"] as? [String: Any])?["pk"] as? String ?? "")
      let key = try PublicKey(curve: curve, raw: raw.span)
      let accepted = key.verify(test.hex("sig").span, of: test.hex("msg").span, algorithm: .edDSA)
      #expect(accepted == test.isValid, "tcId \(test.id)")
    }
  }

  private func coordinateCount(_ algorithm: SignatureAlgorithm) -> Int {
    switch algorithm {
    case .es256: 32
    case .es384: 48
    default: 66
    }
  }
}
