import Foundation

/// A text file of commands and what they print: each is run against the built program and compared line by line.
///
/// `$ countersign …` runs (variables may stand before it), `! ` begins a line of the error stream, `[1]` is an exit
/// code other than 0, `>>> NAME` up to `<<<` writes a file, `#` is a remark. A line of `…` stands for any lines.
struct Transcript {
  struct Step {
    var line: Int
    var command: String
    var output: [String] = []
    var errors: [String] = []
    var code: Int32 = 0
  }

  var files: [(name: String, text: String)] = []
  var steps: [Step] = []

  init(_ text: String) {
    var file: (name: String, text: String)?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).enumerated() {
      if var open = file {
        if line == "<<<" {
          files.append(open)
          file = nil
        } else {
          open.text += line + "\n"
          file = open
        }
      } else if line.hasPrefix(">>> ") {
        file = (String(line.dropFirst(4)), "")
      } else if line.hasPrefix("$ ") {
        steps.append(Step(line: index + 1, command: String(line.dropFirst(2))))
      } else if !line.hasPrefix("#"), !steps.isEmpty {
        Transcript.add(line, to: &steps[steps.count - 1])
      }
    }
  }

  private static func add(_ line: String, to step: inout Step) {
    if line.hasPrefix("! ") {
      step.errors.append(String(line.dropFirst(2)))
    } else if line.hasPrefix("["), line.hasSuffix("]"), let code = Int32(line.dropFirst().dropLast()) {
      step.code = code
    } else if !line.isEmpty {
      step.output.append(line)
    }
  }

  /// Whether printed lines are those expected; empty lines do not count, and `…` stands for any.
  static func matches(_ printed: String, _ expected: [String]) -> Bool {
    matches(printed.split(separator: "\n").map(String.init)[...], expected[...])
  }

  private static func matches(_ printed: ArraySlice<String>, _ expected: ArraySlice<String>) -> Bool {
    guard let next = expected.first else { return printed.isEmpty }
    if next.trimmingCharacters(in: .whitespaces) == "…" {
      return (printed.startIndex...printed.endIndex).contains { matches(printed[$0...], expected.dropFirst()) }
    }
    return printed.first == next && matches(printed.dropFirst(), expected.dropFirst())
  }
}
