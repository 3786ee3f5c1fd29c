import Foundation
import Testing

@testable import countersign

@Suite("What a reload looks at")
struct ReloadTests {
  @Test(
    "A setting that is opened at the start cannot change",
    arguments: [
      ("listen: 127.0.0.1:7001", ["listen"]), ("admin_listen: off", ["admin_listen"]), ("loops: 200", ["loops"]),
      ("workers: 200", ["workers"]), ("store: sqlite:other.db", ["store"]),
      ("root_secret_file: x", ["root_secret_file"]),
      ("state_dir: other", ["state_dir", "root_secret_file", "audit"]), ("audit: { durability: power }", ["audit"]),
      ("log: { access: other.log }", ["log.access"]),
    ])
  func fixed(change: String, keys: [String]) throws {
    let old = try ConfigurationTests.read(ConfigurationTests.least)
    let new = try ConfigurationTests.read(ConfigurationTests.least + change + "\n")
    #expect(FixedSettings.changed(from: old, to: new) == keys)
    #expect(FixedSettings.changed(from: new, to: new) == [])
  }

  @Test(
    "Other settings can",
    arguments: ["public_url: https://other.example.org", "server: { idle_timeout: 9s }", "roles: {}", "models: {}"])
  func free(change: String) throws {
    let old = try ConfigurationTests.read(ConfigurationTests.least)
    let new = try ConfigurationTests.read(ConfigurationTests.least + change + "\n")
    #expect(FixedSettings.changed(from: old, to: new) == [])
  }

  @Test("An upstream is the same only with the same credential")
  func credential() {
    #expect(SecretText([1, 2]) == SecretText([1, 2]) && SecretText([1, 2]) != SecretText([1, 3]))
  }

  @Test("A stamp tells an edit, also one of the same length and one by renaming")
  func stamps() throws {
    let folder = try TemporaryFolder()
    let (path, other) = (folder.path + "/file", folder.path + "/other")
    let absent = FileStamp(path)
    try "one".write(toFile: path, atomically: false, encoding: .utf8)
    let first = FileStamp(path)
    #expect(first != absent && first == FileStamp(path))
    try "two".write(toFile: other, atomically: false, encoding: .utf8)
    #expect(rename(other, path) == 0)
    #expect(FileStamp(path) != first)
  }
}
