/// The seeded hash of keys and names: a 64 × 64 → 128 bit product folded to 64, one word at a time.
///
/// Callers cannot know the seed, so equal hashes of different keys cannot be sought; where hashes alone decide, a
/// chance collision (2⁻⁶⁴ for a pair) refuses a request and never admits one.
enum KeyHash {
  @inline(__always)
  static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low &+ 0xD1B5_4A32_D192_ED03
  }

  /// A key's hash within one object, so that one table serves the whole document.
  @inline(__always)
  static func within(_ object: UInt32, _ hash: UInt64) -> UInt64 { hash ^ UInt64(object) &* 0xC2B2_AE3D_27D4_EB4F }
}
