import Foundation

/// A program built beside the tests, run as a child that may be killed.
struct ChildProcess {
  let process = Process()
  private let output = Pipe()

  /// The build folder: where the test bundle lies.
  static var products: URL {
    Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
      ?? Bundle.main.bundleURL
  }

  init(_ program: String, _ arguments: [String]) {
    process.executableURL = ChildProcess.products.appendingPathComponent(program)
    process.arguments = arguments
    process.standardOutput = output
  }

  /// Runs the child, kills it after so many milliseconds, and gives the whole lines it said.
  func killed(after milliseconds: Int) throws -> [Substring] {
    try process.run()
    let reader = Lines(output.fileHandleForReading)
    usleep(UInt32(milliseconds) * 1000)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return reader.all()
  }

  /// Runs the child to its own end and gives the whole lines it said.
  func finished() throws -> [Substring] {
    try process.run()
    let reader = Lines(output.fileHandleForReading)
    process.waitUntilExit()
    return reader.all()
  }

  /// Reads the pipe while the child runs, so that it never blocks on it.
  private final class Lines: @unchecked Sendable {
    // `data` is written by the one thread that reads, and read after `done` was signalled.
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ file: FileHandle) {
      Thread.detachNewThread {
        self.data = file.readDataToEndOfFile()
        self.done.signal()
      }
    }

    func all() -> [Substring] {
      done.wait()
      let text = String(decoding: data, as: UTF8.self)
      return text.split(separator: "\n", omittingEmptySubsequences: true).filter { $0.utf8.count == 34 }
    }
  }
}
