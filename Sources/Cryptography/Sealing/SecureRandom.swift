import COpenSSL

/// Bytes from OpenSSL's seeded generator, fit for keys, nonces and salts.
public enum SecureRandom {
  /// Fills the span; a generator that cannot answer ends the process, because nothing safe can follow.
  public static func fill(_ bytes: inout MutableSpan<UInt8>) {
    let filled = unsafe bytes.withUnsafeMutableBufferPointer {
      unsafe $0.isEmpty || RAND_bytes($0.baseAddress, CInt($0.count)) == 1
    }
    precondition(filled, "the random generator gave no bytes")
  }

  /// So many fresh bytes.
  public static func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    fill(&span)
    return bytes
  }

  /// Thirty-two fresh bytes without an allocation.
  public static func digest() -> Digest32 {
    var digest = Digest32()
    var span = digest.storage.mutableSpan
    fill(&span)
    return digest
  }
}
