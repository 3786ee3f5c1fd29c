/// One thing to measure: `body(n)` does it n times.
struct Benchmark {
  /// Key in `Thresholds.json`, such as `http.request-head.sdk`.
  let name: String
  /// What one operation is: printed, not compared.
  let unit: String
  /// Does the operation so many times.
  let body: (Int) -> Void
  /// Whether the work is done by other threads too, so that CPU time and allocations of the process are what counts.
  let spansThreads: Bool

  init(_ name: String, unit: String = "operation", spansThreads: Bool = false, _ body: @escaping (Int) -> Void) {
    self.name = name
    self.unit = unit
    self.spansThreads = spansThreads
    self.body = body
  }
}

/// Keeps the compiler from leaving out a computation whose result nobody reads.
@inline(never)
func keep(_ value: Int) {
  sink = sink &+ value
}

nonisolated(unsafe) private var sink = 0
