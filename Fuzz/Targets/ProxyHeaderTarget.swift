import Transport

/// The PROXY protocol's header: it has one length and one client, whatever follows it.
enum ProxyHeaderTarget {
  static func run(_ bytes: [UInt8]) throws(BrokenPromise) {
    let progress = read(bytes)
    guard case .complete(let header) = progress else { return try checkFlaw(progress, bytes) }
    try BrokenPromise.unless(header.length >= 16 && header.length <= bytes.count, "it is longer than what was read")
    for count in [0, 1, 11, 12, 15, 16, header.length / 2, header.length - 1] where count < header.length {
      try BrokenPromise.unless(read(Array(bytes[..<count])) == .incomplete, "its first \(count) bytes are a header")
    }
    let alone = Array(bytes[..<header.length])
    try BrokenPromise.unless(read(alone) == progress && read(alone + [0x0d]) == progress, "what follows changes it")
    guard let client = header.client else { return }
    let written = client.text
    try BrokenPromise.unless(IPAddress(parsing: written.span) == client, "its client's address is not what it says")
  }

  /// More bytes do not mend what is wrong.
  private static func checkFlaw(_ progress: ProxyHeader.Progress, _ bytes: [UInt8]) throws(BrokenPromise) {
    guard case .invalid = progress else { return }
    let isMended = if case .invalid = read(bytes + [0x0d, 0x0a]) { false } else { true }
    try BrokenPromise.unless(!isMended, "more bytes make a header of what was none")
  }

  private static func read(_ bytes: [UInt8]) -> ProxyHeader.Progress { ProxyHeader.read(bytes.span) }
}
