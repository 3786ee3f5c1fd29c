import Cryptography
import Testing

@Suite("Keys: made, exported, imported, and refused when weak")
struct KeyTests {
  static let made: [(SignatureAlgorithm, PrivateKey)] = {
    guard let rsa = try? PrivateKey.generateRSA(bits: 2048), let p256 = try? PrivateKey.generate(.p256),
      let p384 = try? PrivateKey.generate(.p384), let p521 = try? PrivateKey.generate(.p521),
      let ed25519 = try? PrivateKey.generate(.ed25519), let ed448 = try? PrivateKey.generate(.ed448)
    else { return [] }
    return [
      (.rs256, rsa), (.rs384, rsa), (.rs512, rsa), (.ps256, rsa), (.ps384, rsa), (.ps512, rsa), (.es256, p256),
      (.es384, p384), (.es512, p521), (.edDSA, ed25519), (.edDSA, ed448),
    ]
  }()

  @Test("what a key signs, its public half verifies, with that algorithm only")
  func roundTrip() throws {
    #expect(KeyTests.made.count == 11)
    let message = Array("over the hills".utf8)
    for (algorithm, key) in KeyTests.made {
      let signature = try key.sign(message.span, algorithm: algorithm)
      let publicKey = try key.publicKey()
      for other in SignatureAlgorithm.allCases {
        let accepted = publicKey.verify(signature.span, of: message.span, algorithm: other)
        #expect(accepted == (other == algorithm), "\(algorithm) as \(other)")
      }
      let again = try PrivateKey(pem: key.pem()).publicParameters()
      let parameters = try key.publicParameters()
      #expect(again == parameters)
    }
  }

  @Test("a signature that is cut, longer, or zero is refused")
  func damagedSignatures() throws {
    let message = Array("over the hills".utf8)
    for (algorithm, key) in KeyTests.made {
      let publicKey = try key.publicKey()
      let signature = try key.sign(message.span, algorithm: algorithm)
      let damaged = [
        [], Array(signature.dropLast()), signature + [0], [0] + signature,
        [UInt8](repeating: 0, count: signature.count),
        [UInt8](repeating: 0xff, count: signature.count),
      ]
      for bytes in damaged {
        let accepted = publicKey.verify(bytes.span, of: message.span, algorithm: algorithm)
        #expect(!accepted, "\(algorithm), \(bytes.count) bytes")
      }
    }
  }

  @Test("RSA keys are refused when short, even, padded or with a bad exponent")
  func weakRSA() throws {
    guard case .rsa(let modulus, let exponent) = try KeyTests.made[0].1.publicParameters() else { return }
    let bad: [([UInt8], [UInt8])] = [
      ([0] + modulus, exponent), (Array(modulus.dropLast(1)), exponent), (modulus, [1]), (modulus, [3]), (modulus, []),
      (modulus, [1, 0, 0]), (modulus, [0] + exponent), (modulus, [UInt8](repeating: 0xff, count: 9)), ([], exponent),
      (modulus.dropLast() + [modulus[modulus.count - 1] & 0xfe], exponent),
      ([UInt8](repeating: 0xff, count: RSAKeySizes.tooLong), exponent),
    ]
    for (n, e) in bad {
      #expect(throws: CryptographyError.self, "\(n.count) \(e)") { try PublicKey(rsaModulus: n.span, exponent: e.span) }
    }
    #expect(throws: CryptographyError.self) { try PrivateKey.generateRSA(bits: 1024) }
  }

  enum RSAKeySizes {
    static let tooLong = 1025
  }

  @Test("points off the curve, at infinity, or of another length are refused")
  func badPoints() throws {
    guard case .elliptic(let curve, let x, let y) = try KeyTests.made[6].1.publicParameters() else { return }
    var wrong = y
    wrong[31] ^= 1
    let zero = [UInt8](repeating: 0, count: 32)
    let bad = [(x, wrong), (zero, zero), (x, x), (Array(x.dropLast()), y), (x, [0] + y), ([], [])]
    for (x, y) in bad {
      #expect(throws: CryptographyError.self) { try PublicKey(curve: curve, x: x.span, y: y.span) }
    }
    #expect(throws: CryptographyError.self) { try PublicKey(curve: .p384, x: x.span, y: y.span) }
  }

  @Test("PEM that is none, or encrypted, is refused without asking anybody")
  func badPEM() {
    let encrypted = """
      -----BEGIN RSA PRIVATE KEY-----
      Proc-Type: 4,ENCRYPTED
      DEK-Info: AES-128-CBC,00000000000000000000000000000000

      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
      -----END RSA PRIVATE KEY-----
      """
    for text in ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", encrypted] {
      let bytes = Array(text.utf8)
      #expect(throws: CryptographyError.invalidPEM) { try PrivateKey(pem: bytes) }
    }
  }
}
