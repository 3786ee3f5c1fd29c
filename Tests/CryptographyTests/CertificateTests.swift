import Cryptography
import Foundation
import Testing

@Suite("The local certificate authority")
struct CertificateTests {
  /// A directory with ca.pem, chain.pem and key.pem, made as `countersign init` does.
  private func makeFiles(now: Int64) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let made = try CertificateAuthority.create(commonName: "Countersign local authority", now: now)
    let authority = try CertificateAuthority(
      certificatePEM: made.certificatePEM, privateKeyPEM: made.privateKeyPEM())
    let names = ["localhost", "models.example.org", "127.0.0.1", "::1"].compactMap { SubjectName($0) }
    let server = try authority.issueServer(names: names, now: now)
    try Data(authority.certificatePEM).write(to: folder.appendingPathComponent("ca.pem"))
    try Data(server.certificatePEM).write(to: folder.appendingPathComponent("server.pem"))
    try Data(server.privateKeyPEM).write(to: folder.appendingPathComponent("key.pem"))
    return folder
  }

  private func run(_ program: String, _ arguments: [String], in folder: URL) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  @Test("OpenSSL's strict mode accepts the chain for each name, and no other name")
  func strict() throws {
    let folder = try makeFiles(now: Int64(Date().timeIntervalSince1970))
    defer { try? FileManager.default.removeItem(at: folder) }
    let base = ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "ca.pem"]
    for name in [["-verify_hostname", "localhost"], ["-verify_ip", "127.0.0.1"], ["-verify_ip", "::1"]] {
      let result = try run("openssl", base + name + ["server.pem"], in: folder)
      #expect(result.status == 0, "\(result.text)")
    }
    let wrong = try run("openssl", base + ["-verify_hostname", "evil.example.org", "server.pem"], in: folder)
    #expect(wrong.status != 0)
    let text = try run("openssl", ["x509", "-in", "server.pem", "-noout", "-text"], in: folder).text
    for part in ["CA:FALSE", "TLS Web Server Authentication", "Digital Signature", "IP Address:127.0.0.1"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("a Python client that trusts ca.pem, strictly, completes a handshake with the server certificate")
  func python() throws {
    let folder = try makeFiles(now: Int64(Date().timeIntervalSince1970))
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      import socket, ssl, threading
      server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); server.load_cert_chain("server.pem", "key.pem")
      listener = socket.create_server(("127.0.0.1", 0))
      def answer():
          with server.wrap_socket(listener.accept()[0], server_side=True) as peer: peer.sendall(b"countersign")
      threading.Thread(target=answer, daemon=True).start()
      client = ssl.create_default_context(); client.verify_flags |= ssl.VERIFY_X509_STRICT
      with client.wrap_socket(socket.create_connection(listener.getsockname()), server_hostname="localhost") as peer:
          print(peer.recv(64).decode())
      """
    let result = try run("env", ["SSL_CERT_FILE=ca.pem", "python3", "-c", script], in: folder)
    #expect(result.text == "countersign\n")
  }

  @Test("an authority is taken up only with its own key, and issues only for at least one name")
  func pairs() throws {
    let one = try CertificateAuthority.create(commonName: "one", now: 1_700_000_000)
    let two = try CertificateAuthority.create(commonName: "two", now: 1_700_000_000)
    let key = try two.privateKeyPEM()
    #expect(throws: CryptographyError.self) {
      try CertificateAuthority(certificatePEM: one.certificatePEM, privateKeyPEM: key)
    }
    #expect(throws: CryptographyError.self) { try one.issueServer(names: [], now: 1_700_000_000) }
  }

  @Test(
    "names that are neither DNS names nor addresses are refused",
    arguments: [
      "", "a b", "a,DNS:evil.example", "-a", "a-", "a..b", "1.2.3", "1.2.3.4.5", "::g", "*.", "*", "a*b.c", "é.example",
      ".a",
    ])
  func badNames(text: String) {
    #expect(SubjectName(text) == nil)
  }

  @Test("DNS names, wildcards and addresses are told apart")
  func goodNames() {
    #expect(SubjectName("localhost") == .dns("localhost"))
    #expect(SubjectName("*.example.org") == .dns("*.example.org"))
    #expect(SubjectName("10.0.0.1") == .ip("10.0.0.1"))
    #expect(SubjectName("fe80::1") == .ip("fe80::1"))
    #expect(SubjectName("cafe") == .dns("cafe"))
  }
}
