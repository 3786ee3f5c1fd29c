import Foundation

/// The Python server of `Tests/Peers`, on a port of its own; ends with the last reference.
final class LocalServer {
  let address: String
  /// PEM file of the certificate when the server speaks TLS.
  let authorities: String?
  private let process = Process()
  private let input = Pipe()

  private init(host: String, certificate: (file: String, key: String)? = nil, socket: String? = nil) throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let script = tests.appendingPathComponent("Peers/http_server.py").path
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script] + (certificate.map { [$0.file, $0.key] } ?? socket.map { [$0] } ?? [])
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let port = line.prefix { $0.isNumber }
    address = "\(certificate == nil ? "http" : "https")://\(host):\(port)"
    authorities = certificate?.file
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  static func plain() throws -> LocalServer { try LocalServer(host: "127.0.0.1") }

  /// A server on a Unix socket; its address is of no use.
  static func unix(_ path: String) throws -> LocalServer { try LocalServer(host: "nowhere.invalid", socket: path) }

  /// A server with a self-signed certificate for `localhost`, reached as `host`.
  static func secure(host: String, in folder: String) throws -> LocalServer {
    let (file, key) = (folder + "/certificate.pem", folder + "/key.pem")
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    openssl.arguments =
      ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
      + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", file, "-keyout", key]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    return try LocalServer(host: host, certificate: (file, key))
  }
}
