import Foundation

@testable import Transport

/// A self-signed certificate for localhost and 127.0.0.1, made by the `openssl` program once per process.
enum TestCertificate {
  static let folder: URL = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("transport-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["good", "other"] {
      run([
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
        "/CN=\(name)", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
        folder.appendingPathComponent("\(name).key").path, "-out", folder.appendingPathComponent("\(name).pem").path,
      ])
    }
    return folder
  }()

  static let times = TicketKeys.Times(
    rotation: 43_200 * Nanoseconds.perSecond, lifetime: 86_400 * Nanoseconds.perSecond)

  /// A server with the certificates of these names.
  static func server(
    _ names: String..., tickets: TicketKeys = TicketKeys(), times: TicketKeys.Times = times
  ) throws -> TLSServer {
    try TLSServer(names.map { try certificate($0) }, tickets: tickets, times)
  }

  static func certificate(_ name: String) throws -> TLSCertificate {
    try TLSCertificate(certificateFile: file("\(name).pem"), keyFile: file("\(name).key"))
  }

  static func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private static func run(_ arguments: [String]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
  }
}
