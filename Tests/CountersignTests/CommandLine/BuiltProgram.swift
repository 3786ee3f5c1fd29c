import Foundation

/// The program as it was built beside these tests.
enum BuiltProgram {
  static let url: URL = {
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("countersign")
    let built = URL(fileURLWithPath: ".build/debug/countersign")
    return FileManager.default.isExecutableFile(atPath: beside.path) ? beside : built
  }()

  struct Result {
    let output: String
    let errors: String
    let code: Int32
  }

  /// Runs a line such as `NAME=value countersign version` by the shell, in a folder, with a bare environment.
  static func run(_ line: String, in folder: URL) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "countersign() { \"$PROGRAM\" \"$@\"; }; \(line)"]
    process.environment = ["PATH": "/usr/bin:/bin", "PROGRAM": url.absoluteURL.path]
    process.currentDirectoryURL = folder
    let output = folder.appendingPathComponent(".output")
    let errors = folder.appendingPathComponent(".errors")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      output: try String(contentsOf: output, encoding: .utf8), errors: try String(contentsOf: errors, encoding: .utf8),
      code: process.terminationStatus)
  }
}
