/// The two spellings of an ECDSA signature: JOSE's `r ‖ s` (RFC 7518 section 3.4) and the DER sequence OpenSSL takes.
enum ECDSASignature {
  /// DER from `r ‖ s`; nil for a wrong length or for an r or s of zero.
  static func der(fromRaw raw: Span<UInt8>, on curve: EllipticCurve) -> [UInt8]? {
    let size = curve.coordinateCount
    guard raw.count == size * 2 else { return nil }
    guard let r = integer(raw.extracting(first: size)), let s = integer(raw.extracting(last: size)) else { return nil }
    let body = r + s
    let length = body.count < 128 ? [UInt8(body.count)] : [0x81, UInt8(body.count)]
    return [0x30] + length + body
  }

  /// `r ‖ s` from the DER that OpenSSL has just written; nil for anything else.
  static func raw(fromDER der: Span<UInt8>, on curve: EllipticCurve) -> [UInt8]? {
    var position = 2
    guard der.count > 8, der[0] == 0x30 else { return nil }
    if der[1] == 0x81 { position = 3 }
    guard let r = value(der, at: &position, count: curve.coordinateCount),
      let s = value(der, at: &position, count: curve.coordinateCount), position == der.count
    else { return nil }
    return r + s
  }

  /// A positive ASN.1 INTEGER: no leading zeros but the one that keeps it positive; nil for zero.
  private static func integer(_ bytes: Span<UInt8>) -> [UInt8]? {
    var start = 0
    while start < bytes.count, bytes[start] == 0 { start += 1 }
    guard start < bytes.count else { return nil }
    let digits = (bytes[start] >= 0x80 ? [0] : []) + [UInt8](bytes.extracting(start...))
    return [0x02, UInt8(digits.count)] + digits
  }

  private static func value(_ der: Span<UInt8>, at position: inout Int, count: Int) -> [UInt8]? {
    guard position + 2 <= der.count, der[position] == 0x02 else { return nil }
    let length = Int(der[position + 1])
    let start = position + 2
    guard length <= count + 1, start + length <= der.count else { return nil }
    position = start + length
    var digits = [UInt8](der.extracting(start..<position))
    while digits.first == 0 { digits.removeFirst() }
    guard digits.count <= count else { return nil }
    return [UInt8](repeating: 0, count: count - digits.count) + digits
  }
}
