import Cryptography

/// The keys that personal texts are sealed under: the current one seals, it and the older ones open.
struct SealKeys {
  private let current: AEAD
  private let all: [AEAD]

  /// Nil when a key is no key for sealing.
  init?(_ current: Secret, older: [Secret] = []) {
    let keys = ([current] + older).compactMap { try? AEAD(key: $0) }
    guard keys.count == older.count + 1 else { return nil }
    self.current = keys[0]
    all = keys
  }

  func seal(_ plain: [UInt8], context: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try current.seal(plain.span, context: context.span)
  }

  /// The plain text; nil when no key opens it or it was changed.
  func open(_ sealed: [UInt8], context: [UInt8]) -> [UInt8]? {
    for key in all {
      if let plain = try? key.open(sealed.span, context: context.span) { return plain }
    }
    return nil
  }
}
