import Glibc

/// Where commands print: results on the output stream, everything else on the error stream.
struct Console: Sendable {
  /// A line of the result.
  func line(_ text: String) { Console.write(text + "\n", to: STDOUT_FILENO) }

  /// A line beside the result: progress, advice, an error.
  func note(_ text: String) { Console.write(text + "\n", to: STDERR_FILENO) }

  /// Text on the error stream as it is, for what redraws a line.
  func draw(_ text: String) { Console.write(text, to: STDERR_FILENO) }

  /// Whether a person watches the error stream.
  var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return
      }
    }
  }
}
