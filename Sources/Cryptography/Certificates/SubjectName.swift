import COpenSSL

/// A name a server is reached by: a DNS name or an IP address, as a certificate states it.
public enum SubjectName: Sendable, Equatable {
  case dns(String)
  case ip(String)

  /// The most bytes a DNS name may have (RFC 1035 section 2.3.4).
  public static let maximumLength = 253

  /// Reads an IP address, or else a DNS name of letters, digits, `-` and `.`, which may begin with `*.`; else nil.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.count <= SubjectName.maximumLength else { return nil }
    if SubjectName.isAddress(text) {
      self = .ip(text)
    } else if SubjectName.isDNSName(bytes) {
      self = .dns(text)
    } else {
      return nil
    }
  }

  /// The name in OpenSSL's notation for `subjectAltName`; its characters were checked, so it is one name.
  var configuration: String {
    switch self {
    case .dns(let name): "DNS:\(name)"
    case .ip(let address): "IP:\(address)"
    }
  }

  private static func isAddress(_ text: String) -> Bool {
    let isPlausible = text.utf8.allSatisfy {
      (0x30...0x3a).contains($0) || $0 == 0x2e || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
    }
    guard isPlausible else { return false }
    defer { ERR_clear_error() }
    guard let address = unsafe a2i_IPADDRESS(text) else { return false }
    unsafe ASN1_OCTET_STRING_free(address)
    return true
  }

  private static func isDNSName(_ bytes: [UInt8]) -> Bool {
    var labels = bytes.split(separator: 0x2e, omittingEmptySubsequences: false)
    if labels.count > 1, labels[0].elementsEqual([0x2a]) { labels.removeFirst() }
    // A last label of digits only would be read as an address by some.
    guard let last = labels.last, !last.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    return labels.allSatisfy { label in
      (1...63).contains(label.count) && label.first != 0x2d && label.last != 0x2d
        && label.allSatisfy {
          (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d
        }
    }
  }
}
