import Foundation

/// One run over all benchmarks: measures, prints, compares or records.
struct Session {
  let file: URL
  let only: String
  private let harness = Harness()

  init(file: URL, only: String) {
    self.file = file
    self.only = only
  }

  /// Whether nothing is over its threshold.
  func run(recording: Bool) throws -> Bool {
    let audit = try AuditBenchmarks()
    defer { audit.close() }
    let all =
      HTTPBenchmarks.all + IdentityBenchmarks.all + ModelBenchmarks.all + PolicyBenchmarks.all + audit.all
      + TelemetryBenchmarks.all
    let reference = harness.measure(Harness.reference).best
    let results = all.filter { only.isEmpty || $0.name.contains(only) }.map { ($0, harness.measure($0)) }
    if recording {
      try record(results, reference)
      return true
    }
    let thresholds = try JSONDecoder().decode(Thresholds.self, from: Data(contentsOf: file))
    return compare(results, thresholds, reference)
  }

  private func compare(_ results: [(Benchmark, Result)], _ thresholds: Thresholds, _ reference: Double) -> Bool {
    let factor = reference / thresholds.reference
    print("this machine takes \(text(factor, 2)) times what the thresholds' machine took for the reference work\n")
    printRow("benchmark", "ns", "limit", "allocations", "limit", "one operation")
    var failures: [String] = []
    for (benchmark, result) in results {
      guard let threshold = thresholds.limits[benchmark.name] else {
        failures.append("\(benchmark.name) has no threshold; `make bench RECORD=1` writes one")
        continue
      }
      let limit = threshold.nanoseconds * factor * thresholds.room
      printRow(
        benchmark.name, text(result.nanoseconds, 1), text(limit, 0), text(result.allocations, 3),
        text(threshold.allocations, 3), benchmark.unit)
      if result.allocations > threshold.allocations {
        failures.append(
          "\(benchmark.name) allocates \(text(result.allocations, 3)) times, not \(threshold.allocations)")
      }
      if result.best > limit {
        failures.append("\(benchmark.name) takes \(text(result.best, 1)) ns at best, more than \(text(limit, 0))")
      }
    }
    if !failures.isEmpty { print("\nover the threshold:\n" + failures.map { "  \($0)" }.joined(separator: "\n")) }
    return failures.isEmpty
  }

  private func record(_ results: [(Benchmark, Result)], _ reference: Double) throws {
    var limits: [String: Threshold] = [:]
    for (benchmark, result) in results {
      // What threads do together depends on how they meet: the next whole number.
      let step = benchmark.spansThreads ? 1.0 : 1000
      limits[benchmark.name] = Threshold(
        allocations: (result.allocations * step).rounded(.up) / step, nanoseconds: (result.best * 10).rounded() / 10)
    }
    let thresholds = Thresholds(room: 2, reference: (reference * 10).rounded() / 10, limits: limits)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try (encoder.encode(thresholds) + Data("\n".utf8)).write(to: file)
    print("wrote \(results.count) thresholds to \(file.path)")
  }

  private func text(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  private func printRow(_ name: String, _ cells: String...) {
    let widths = [10, 8, 12, 8]
    let numbers = zip(cells, widths).map { String(repeating: " ", count: max(1, $1 - $0.count)) + $0 }.joined()
    print(name.padding(toLength: 28, withPad: " ", startingAt: 0) + numbers + "  " + (cells.last ?? ""))
  }
}
