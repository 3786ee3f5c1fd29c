/// One request, checked: its URL and fields cannot smuggle a second one.
struct FetchRequest: Sendable {
  let url: String
  /// Lines `name: value`.
  let fields: [String]
  /// nil for GET; a POST has a body, if an empty one.
  let body: [UInt8]?
  let limits: FetchLimits
  /// PEM file of the authorities to trust instead of the system's.
  let authorities: String?
  /// Path of the socket to connect to instead of the host.
  let unixSocket: String?

  init(
    url: String, fields: [(name: String, value: String)], body: [UInt8]?, limits: FetchLimits, authorities: String?,
    unixSocket: String?
  ) throws(FetchError) {
    guard Self.mayBeAsked(url) else { throw .invalidURL }
    self.url = url
    self.fields = try Self.lines(fields)
    self.body = body
    self.limits = limits
    self.authorities = authorities
    self.unixSocket = unixSocket
  }

  /// Scheme `http` or `https` and visible ASCII only; libcurl reads the rest and refuses user names.
  private static func mayBeAsked(_ url: String) -> Bool {
    let bytes = Array(url.utf8)
    guard bytes.count <= 2048, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
    let start = bytes.prefix(8).map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    return start.starts(with: "http://".utf8) || start.starts(with: "https://".utf8)
  }

  private static func lines(_ fields: [(name: String, value: String)]) throws(FetchError) -> [String] {
    var lines: [String] = []
    for field in fields {
      // RFC 9110, sections 5.1 and 5.5: a token, and text without control characters.
      guard !field.name.isEmpty, field.name.utf8.allSatisfy(isTokenByte),
        field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
      else { throw .invalidField(name: field.name) }
      // libcurl sends an empty field only when it is written with a semicolon.
      lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    return lines
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
