import Audit
import Cryptography
import Foundation
import Testing

/// A disk that answers EIO, by strace's fault injection.
@Suite(.serialized) struct BrokenDiskSlowTests {
  @Test(arguments: [
    ("drain", "fsync:error=EIO:when=40..60"), ("drain", "fdatasync:error=EIO:when=3..20"),
    ("drain", "syncfs:error=EIO:when=1..4"), ("drain", "write:error=ENOSPC:when=60..90"),
    ("drain-power", "fdatasync:error=EIO:when=20..60"), ("drain-power", "fsync:error=EIO:when=40..60"),
  ])
  func theLogGoesOnAfterwards(how: String, fault: String) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/strace") else {
      print("SKIPPED: no strace here; broken disks are not tested")
      return
    }
    let folder = NSTemporaryDirectory() + "/audit-eio-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let seed = Hex.encode(SecureRandom.bytes(32).span)
    let child = ChildProcess("audit-crash", [how, folder, seed])
    child.process.arguments =
      ["-f", "-qqq", "-o", "/dev/null", "-e", "trace=\(fault.prefix { $0 != ":" })", "-e", "inject=\(fault)"]
      + [child.process.executableURL!.path] + child.process.arguments!
    child.process.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
    _ = try child.finished()
    #expect(child.process.terminationStatus == 0)
    let bytes = Hex.decode(seed)!
    let key = try SigningKey(seed: Secret(bytes.span)).verificationKey
    let log = LogFolder(folder)
    let report = try LogVerifier(log: log, key: VerifierKey(name: "crash.example/audit", key: key)!).verifyWholeLog()
    #expect(report.openCalls == 0)
    #expect(report.kinds[.intent] == 300)
  }
}
