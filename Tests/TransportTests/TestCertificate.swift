import Foundation

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
