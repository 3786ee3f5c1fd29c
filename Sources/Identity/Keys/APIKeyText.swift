/// The text of an API key: `cs_<id>_<secret>`, where the secret ends in a checksum of all before it.
///
/// Exactly one length and alphabet are read, so a cut or lengthened key is never looked up.
struct APIKeyText {
  /// The public part, twelve letters and digits.
  let id: String

  static let prefix: [UInt8] = [0x63, 0x73, 0x5f]
  static let idCount = 12
  /// Forty-three characters of 62 are 256 bits.
  static let secretCount = 43
  static let checksumCount = 6
  static let count = prefix.count + idCount + 1 + secretCount + checksumCount

  /// Whether this is meant to be an API key rather than a token.
  static func isIntended(_ credential: Span<UInt8>) -> Bool {
    credential.count >= prefix.count && credential[0] == prefix[0] && credential[1] == prefix[1]
      && credential[2] == prefix[2]
  }

  /// Nil for any other length, alphabet or checksum.
  init?(_ credential: Span<UInt8>) {
    guard credential.count == APIKeyText.count, APIKeyText.isIntended(credential) else { return nil }
    let separator = APIKeyText.prefix.count + APIKeyText.idCount
    for index in APIKeyText.prefix.count..<credential.count where index != separator {
      guard Base62.isDigit(credential[index]) else { return nil }
    }
    guard credential[separator] == 0x5f else { return nil }
    let end = credential.count - APIKeyText.checksumCount
    let text = credential.indices.map { credential[$0] }
    guard text[end...].elementsEqual(APIKeyText.checksum(of: text[..<end])) else { return nil }
    id = String(decoding: text[APIKeyText.prefix.count..<separator], as: UTF8.self)
  }

  /// A fresh id and the whole text of its key.
  static func mint() -> (id: String, text: [UInt8]) {
    let id = Base62.random(idCount)
    let text = prefix + id + [0x5f] + Base62.random(secretCount)
    return (String(decoding: id, as: UTF8.self), text + checksum(of: text[...]))
  }

  private static func checksum(of text: ArraySlice<UInt8>) -> [UInt8] {
    Base62.encode(CRC32.checksum(text), count: checksumCount)
  }
}
