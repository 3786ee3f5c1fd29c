/// Prometheus text (format 0.0.4) of the loops' measurements, summed.
///
/// Series that never saw anything are left out, except those without labels. Made on the admin port's thread.
public struct Exposition {
  /// The value of the `Content-Type` field.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private var text = ""

  /// Renders the measurements of `loops`, which share one set of labels, the upstreams' health, the program's version.
  public static func render(_ loops: [LoopMetrics], upstreams: [UpstreamSample] = [], version: String) -> [UInt8] {
    var exposition = Exposition()
    exposition.buildInformation(version)
    guard let schema = loops.first?.schema else { return Array(exposition.text.utf8) }
    let banks = loops.filter { $0.schema.labels == schema.labels }.map(\.bank)
    for family in schema.families { exposition.append(family, banks) }
    exposition.append(upstreams)
    return Array(exposition.text.utf8)
  }

  private mutating func buildInformation(_ version: String) {
    header("countersign_build_info", "The running program's version.", "gauge")
    text += "countersign_build_info" + Self.braces([("version", version)]) + " 1\n"
  }

  private mutating func header(_ name: String, _ help: String, _ kind: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
  }

  /// A family of whole numbers; nothing where it has no series.
  mutating func family(
    _ name: String, _ help: String, _ kind: String, _ series: [(labels: [(label: String, value: String)], value: Int)]
  ) {
    if series.isEmpty { return }
    header(name, help, kind)
    for (labels, value) in series { text += "\(name)\(Self.braces(labels)) \(value)\n" }
  }

  private mutating func append(_ family: MetricFamily, _ banks: [CounterBank]) {
    switch family.kind {
    case .counter: header(family.name, family.help, "counter")
    case .gauge: header(family.name, family.help, "gauge")
    case .histogram: header(family.name, family.help, "histogram")
    }
    for series in 0..<family.seriesCount {
      let first = family.offset + series * family.width
      let values = (first..<(first + family.width)).map { index in
        banks.reduce(UInt64(0)) { $0 &+ $1.value(at: index) }
      }
      guard family.dimensions.isEmpty || values.contains(where: { $0 != 0 }) else { continue }
      append(values, of: family, labels: family.labels(of: series))
    }
  }

  private mutating func append(_ values: [UInt64], of family: MetricFamily, labels: [(label: String, value: String)]) {
    guard case .histogram(let bounds) = family.kind else {
      text += "\(family.name)\(Self.braces(labels)) \(values[0])\n"
      return
    }
    var total: UInt64 = 0
    for index in 0...bounds.count {
      total &+= values[index]
      let bound = index < bounds.count ? Self.number(bounds[index], isDuration: family.isDuration) : "+Inf"
      text += "\(family.name)_bucket\(Self.braces(labels + [("le", bound)])) \(total)\n"
    }
    let sum = Self.number(values[bounds.count + 1], isDuration: family.isDuration)
    text += "\(family.name)_sum\(Self.braces(labels)) \(sum)\n"
    text += "\(family.name)_count\(Self.braces(labels)) \(total)\n"
  }

  /// `{a="b",c="d"}`, or nothing; backslash, quote and line feed escaped as the format asks.
  static func braces(_ labels: [(label: String, value: String)]) -> String {
    guard !labels.isEmpty else { return "" }
    let pairs = labels.map { pair in
      let value = pair.value.unicodeScalars.map { scalar in
        switch scalar {
        case "\\": "\\\\"
        case "\"": "\\\""
        case "\n": "\\n"
        default: String(scalar)
        }
      }
      return "\(pair.label)=\"\(value.joined())\""
    }
    return "{" + pairs.joined(separator: ",") + "}"
  }

  /// Nanoseconds as decimal seconds without rounding; other values as they are.
  static func number(_ value: UInt64, isDuration: Bool) -> String {
    guard isDuration else { return String(value) }
    let fraction = String(value % 1_000_000_000)
    let padded = String(repeating: "0", count: 9 - fraction.count) + fraction
    let digits = padded.reversed().drop { $0 == "0" }.reversed()
    return "\(value / 1_000_000_000)" + (digits.isEmpty ? "" : "." + String(digits))
  }
}
