/// What a benchmark costs on this machine.
struct Result: Codable {
  /// Nanoseconds for one operation: the median of the rounds.
  var nanoseconds: Double
  /// The quickest round, which is compared with the threshold: other programs only ever make a round slower.
  var best: Double
  /// Memory allocations for one operation.
  var allocations: Double
}

/// What a benchmark may cost: `Benchmarks/Thresholds.json`.
struct Threshold: Codable {
  /// Compared as it is: allocations are counted, not measured.
  var allocations: Double
  /// For the machine whose `reference` stands in the same file; scaled to the present one and given some room.
  var nanoseconds: Double
}

/// All thresholds, and how quick the machine was that they were written on.
struct Thresholds: Codable {
  /// How much slower than its threshold, scaled to this machine, an operation may be.
  var room: Double
  /// Nanoseconds of `Harness.reference` where the thresholds were written.
  var reference: Double
  /// By benchmark name.
  var limits: [String: Threshold]
}
