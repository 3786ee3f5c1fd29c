import COpenSSL

/// scrypt (RFC 7914): a key from a passphrase, at a price in memory that a guesser pays too.
public enum Scrypt {
  /// How much one derivation costs: 128 × N × r bytes of memory.
  public struct Cost: Sendable, Equatable {
    let n: UInt64
    let r: UInt64
    let p: UInt64

    /// 128 MiB and some tenths of a second: for a backup that is made or opened by hand.
    public static let interactiveBackup = Cost(n: 1 << 17, r: 8, p: 1)
  }

  /// A key of 32 bytes.
  public static func derive(
    _ passphrase: Secret, salt: Span<UInt8>, cost: Cost
  ) throws(CryptographyError) -> Secret {
    var bytes = try derive(passphrase.bytes, salt: salt, cost: cost, count: 32)
    defer { bytes.cleanse() }
    return Secret(bytes.span)
  }

  static func derive(
    _ passphrase: Span<UInt8>, salt: Span<UInt8>, cost: Cost, count: Int
  ) throws(CryptographyError) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: count)
    let memory = 128 * cost.r * (cost.n + cost.p + 2)
    let done = unsafe passphrase.withUnsafeBytes { passphrase in
      unsafe salt.withUnsafeBufferPointer { salt in
        unsafe EVP_PBE_scrypt(
          passphrase.baseAddress?.assumingMemoryBound(to: CChar.self), passphrase.count, salt.baseAddress, salt.count,
          cost.n, cost.r, cost.p, memory, &key, count)
      }
    }
    guard done == 1 else { throw .library("EVP_PBE_scrypt") }
    return key
  }
}
