/// The one list of what is measured, laid out for one set of label values.
struct MetricSchema: Sendable {
  let labels: MetricLabels
  /// All families, in the order of the exposition.
  private(set) var families: [MetricFamily] = []
  /// Counters that one loop needs.
  private(set) var size = 0

  let counters: Int
  let gauges: Int
  let responses: MetricFamily
  let refusals: MetricFamily
  let connectionRefusals: MetricFamily
  let upstreamErrors: MetricFamily
  let upstreamConnections: MetricFamily
  let duration: MetricFamily
  let firstToken: MetricFamily
  let tokens: MetricFamily
  let overhead: MetricFamily
  let loopLag: MetricFamily

  init(labels: MetricLabels) {
    self.labels = labels
    var layout = Layout()
    counters = layout.size
    for counter in Counter.allCases {
      layout.place(MetricFamily(name: counter.family.name, help: counter.family.help, kind: .counter))
    }
    gauges = layout.size
    for gauge in Gauge.allCases {
      layout.place(MetricFamily(name: gauge.family.name, help: gauge.family.help, kind: .gauge))
    }
    responses = layout.place(.responses)
    refusals = layout.place(.refusals(labels))
    connectionRefusals = layout.place(.connectionRefusals(labels))
    upstreamErrors = layout.place(.upstreamErrors(labels))
    upstreamConnections = layout.place(.upstreamConnections(labels))
    duration = layout.place(.duration(labels))
    firstToken = layout.place(.firstToken(labels))
    tokens = layout.place(.tokens(labels))
    overhead = layout.place(.overhead)
    loopLag = layout.place(.loopLag)
    families = layout.families
    size = layout.size
  }

  /// Gives families their places one after another.
  private struct Layout {
    var families: [MetricFamily] = []
    var size = 0

    @discardableResult
    mutating func place(_ family: MetricFamily) -> MetricFamily {
      var placed = family
      placed.offset = size
      size += placed.size
      families.append(placed)
      return placed
    }
  }
}
