/// HKDF with SHA-256 (RFC 5869): many keys from one secret.
public enum HKDF {
  /// The most that one derivation can give: 255 blocks (RFC 5869 section 2.3).
  public static let maximumLength = 255 * Digest32.count

  /// A key of 32 bytes for one purpose and version, independent of every other purpose and version.
  ///
  /// The info string is `countersign <purpose> v<version>`; the purpose is a word of the product, never input.
  public static func derive(root: Secret, purpose: StaticString, version: Int) -> Secret {
    let info = Array("countersign \(purpose) v\(version)".utf8)
    var bytes = derive(from: root.bytes, salt: Span(), info: info.span, count: Digest32.count)
    defer { bytes.cleanse() }
    return Secret(bytes.span)
  }

  /// Extract and expand in one step; `count` is at most `maximumLength`.
  public static func derive(
    from material: Span<UInt8>, salt: Span<UInt8>, info: Span<UInt8>, count: Int
  ) -> [UInt8] {
    precondition(count >= 0 && count <= maximumLength, "HKDF gives at most 8160 bytes")
    let key = HMACKey(HMACKey(salt).authenticate(material).bytes)
    var output: [UInt8] = []
    output.reserveCapacity(count + Digest32.count)
    var block: [UInt8] = []
    var counter: UInt8 = 1
    while output.count < count {
      block.append(contentsOf: [UInt8](info) + [counter])
      let tag = key.authenticate(block.span)
      block.cleanse()
      block = tag.array
      output.append(contentsOf: block)
      counter &+= 1
    }
    block.cleanse()
    output.removeLast(output.count - count)
    return output
  }
}
