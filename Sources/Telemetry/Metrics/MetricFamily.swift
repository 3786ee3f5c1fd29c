/// One named metric: its help, its kind, its labels and where its series stand in a loop's memory.
struct MetricFamily: Sendable {
  enum Kind: Sendable {
    case counter
    case gauge
    /// Upper bounds of the buckets, ascending, in the unit in which values are observed.
    case histogram(bounds: [UInt64])
  }

  /// One label and the values it can have.
  struct Dimension: Sendable {
    var label: String
    var values: [String]
  }

  var name: String
  var help: String
  var kind: Kind
  /// Observed in nanoseconds and shown in seconds.
  var isDuration = false
  var dimensions: [Dimension] = []
  /// Index of the first counter of the first series.
  var offset = 0

  /// Counters of one series: a histogram has its buckets, the overflow bucket and the sum.
  var width: Int {
    if case .histogram(let bounds) = kind { bounds.count + 2 } else { 1 }
  }

  var seriesCount: Int { dimensions.reduce(1) { $0 * $1.values.count } }

  /// Counters of all series.
  var size: Int { seriesCount * width }

  /// The label values of series number `index`, the last dimension running fastest.
  func labels(of index: Int) -> [(label: String, value: String)] {
    var rest = index
    var labels: [(label: String, value: String)] = []
    for dimension in dimensions.reversed() {
      labels.append((dimension.label, dimension.values[rest % dimension.values.count]))
      rest /= dimension.values.count
    }
    return labels.reversed()
  }
}
