@testable import countersign

/// Configuration files: a configuration, or problems that each say where.
enum ConfigurationTarget {
  static func run(_ bytes: [UInt8]) throws(BrokenPromise) {
    do throws(ConfigurationProblems) {
      _ = try ConfigurationLoader.read(bytes, path: "x", environment: [:], files: .ignored)
    } catch {
      try BrokenPromise.unless(!error.lines.isEmpty, "refused without a problem")
      for line in error.lines {
        let parts = line.place.split(separator: ":")
        guard parts.count == 3, let row = Int(parts[1]), let column = Int(parts[2]), row > 0, column > 0 else {
          throw BrokenPromise("a problem without a position: \(line)")
        }
        try BrokenPromise.unless(!line.message.isEmpty && !line.fix.isEmpty, "a problem without words: \(line)")
        try BrokenPromise.unless(
          !line.message.utf8.contains { $0 < 0x20 || $0 == 0x7f }, "a problem with control characters: \(line)")
      }
    }
  }
}
