/// What a client's first message says about the program that sent it (RFC 8446, 4.1.2); GREASE (RFC 8701) left out.
struct ClientHello: Equatable, Sendable {
  /// The highest of `supported_versions`, else the message's own.
  private(set) var version: UInt16
  private(set) var ciphers: [UInt16]
  private(set) var extensions: [UInt16] = []
  private(set) var signatureAlgorithms: [UInt16] = []
  /// The first protocol of ALPN.
  private(set) var firstProtocol: [UInt8] = []
  private(set) var namesServer = false

  /// Reads a handshake message with its header of four bytes; nil where its structure is broken.
  init?(_ message: Span<UInt8>) {
    var reader = HelloReader(message)
    guard reader.skip(4) != nil, let version = reader.number16(), reader.skip(32) != nil, reader.vector8() != nil,
      let suites = reader.vector16(), reader.vector8() != nil
    else { return nil }
    self.version = version
    var list = HelloReader(message, suites)
    ciphers = list.numbers16().filter { !Self.isGrease($0) }
    if reader.isAtEnd { return }
    guard let block = reader.vector16() else { return nil }
    var entries = HelloReader(message, block)
    while !entries.isAtEnd {
      guard let kind = entries.number16(), let content = entries.vector16() else { return nil }
      if Self.isGrease(kind) { continue }
      extensions.append(kind)
      take(kind, message, content)
    }
  }

  private mutating func take(_ kind: UInt16, _ message: Span<UInt8>, _ content: Range<Int>) {
    var reader = HelloReader(message, content)
    switch kind {
    case 0x0000: namesServer = true
    case 0x000d:
      guard let list = reader.vector16() else { return }
      var entries = HelloReader(message, list)
      signatureAlgorithms = entries.numbers16().filter { !Self.isGrease($0) }
    case 0x0010:
      guard let list = reader.vector16() else { return }
      var entries = HelloReader(message, list)
      if let name = entries.vector8() { firstProtocol = name.map { message[$0] } }
    case 0x002b:
      guard let list = reader.vector8() else { return }
      var entries = HelloReader(message, list)
      version = entries.numbers16().filter { !Self.isGrease($0) }.max() ?? version
    default: break
    }
  }

  /// 0x0a0a, 0x1a1a, …, 0xfafa.
  private static func isGrease(_ number: UInt16) -> Bool {
    number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff
  }
}
