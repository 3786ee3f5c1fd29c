import Cryptography
import Foundation
import Testing

@testable import Audit

/// Disks that fill up and disks that break.
@Suite(.serialized) struct DiskFaultTests {
  /// A small file system of its own, or nil (said aloud) where this process may not mount one.
  private func smallDisk(_ size: String) -> String? {
    let folder = NSTemporaryDirectory() + "/audit-disk-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let mount = Process()
    mount.executableURL = URL(fileURLWithPath: "/bin/mount")
    mount.arguments = ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder]
    mount.standardError = FileHandle.nullDevice
    try? mount.run()
    mount.waitUntilExit()
    guard mount.terminationStatus == 0 else {
      print("SKIPPED: may not mount a tmpfs here; the full disk is not tested")
      return nil
    }
    return folder
  }

  private func unmount(_ folder: String) {
    let umount = Process()
    umount.executableURL = URL(fileURLWithPath: "/bin/umount")
    umount.arguments = ["-l", folder]
    try? umount.run()
    umount.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// A full disk closes the gate, loses no outcome, and opens the gate again when there is room.
  @Test func aFullDisk() throws {
    guard let disk = smallDisk("1m") else { return }
    defer { unmount(disk) }
    let fixture = try Fixture(in: disk)
    let log = try fixture.open()
    let journal = log.journal(0)
    for number in 0..<20 { try journal.call(number) }
    #expect(log.flush())
    let ballast = disk + "/ballast"
    _ = FileManager.default.createFile(atPath: ballast, contents: nil)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: ballast))
    while (try? file.write(contentsOf: Data(count: 4096))) != nil {}
    try journal.begin(Sample.intent(20))
    #expect(!log.flush())
    guard case .failed(let failure) = log.health else {
      Issue.record("healthy on a full disk")
      return
    }
    #expect(failure.code == ENOSPC)
    #expect(throws: JournalError.unwritable) { try journal.begin(Sample.intent(21)) }
    try journal.append(Sample.outcome(20))
    try file.truncate(atOffset: 0)
    #expect(log.flush())
    #expect(log.health == .working)
    try journal.call(22)
    log.close()
    let report = try fixture.verifier.verifyWholeLog()
    #expect(report.kinds[.intent] == 22)
    #expect(report.kinds[.outcome] == 22)
  }

  /// A log cannot be opened where its journals find no room: an error, not a signal later.
  @Test func noRoomForTheJournals() throws {
    guard let disk = smallDisk("128k") else { return }
    defer { unmount(disk) }
    let fixture = try Fixture(in: disk)
    let error = #expect(throws: AuditError.self) { try fixture.open() }
    guard case .disk(let failure)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.code == ENOSPC)
  }
}
