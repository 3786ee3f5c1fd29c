/// Which of several certificates a client's name selects: the one with exactly that name, else the one with a wildcard
/// in place of its first label (RFC 6125, 6.4.3), else the first of all.
struct CertificateSelection: Sendable {
  private var exact: [[UInt8]: Int] = [:]
  /// By what stands behind the star: `.example.org`.
  private var wildcards: [[UInt8]: Int] = [:]

  /// - Parameter names: of each certificate, folded; of two with the same name the earlier is served.
  init(_ names: [[[UInt8]]]) {
    for (index, names) in names.enumerated() {
      for name in names {
        if name.starts(with: "*.".utf8) {
          wildcards[Array(name.dropFirst())] = wildcards[Array(name.dropFirst())] ?? index
        } else {
          exact[name] = exact[name] ?? index
        }
      }
    }
  }

  /// The position for a name as the client sent it; 0 where no certificate has it.
  func index(for name: Span<UInt8>) -> Int {
    let name = HostName.folded(name)
    if let index = exact[name] { return index }
    return HostName.parent(name).flatMap { wildcards[$0] } ?? 0
  }
}
