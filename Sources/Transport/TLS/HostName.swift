import Bytes

/// Names of hosts as certificates and clients spell them.
enum HostName {
  /// ASCII letters in lower case, without the root's dot at the end.
  static func folded(_ name: Span<UInt8>) -> [UInt8] {
    var bytes = name.array()
    for index in bytes.indices { bytes[index] = ASCII.lowercased(bytes[index]) }
    if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    return bytes
  }

  /// What stands behind the first label, its dot included: `.example.org`; nil for a single label.
  static func parent(_ name: [UInt8]) -> [UInt8]? {
    guard let dot = name.firstIndex(of: UInt8(ascii: ".")), dot > 0 else { return nil }
    return Array(name[dot...])
  }
}
