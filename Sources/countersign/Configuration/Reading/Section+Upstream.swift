import Policy

/// The parts of an upstream that say when a target is used.
extension Section {
  /// `ejection: off`, or a mapping of which everything has a default.
  func ejection() -> UpstreamSettings.Ejection? {
    if let node = node("ejection"), case .text(let word) = node.content {
      if word != "off" {
        reportUnexpected(Located(word, node.position), label("ejection"), "off, or { failures: 5, time: 10s }")
      }
      return nil
    }
    return sectionOrEmpty("ejection") { section in
      let time = section.duration("time", default: "10s", "100ms", "1h")
      let statuses = section.texts("statuses").compactMap { section.status($0) }
      return UpstreamSettings.Ejection(
        failures: section.integer("failures", default: 5, 1...1000),
        statuses: section.node("statuses") == nil ? [502, 503, 504] : statuses,
        time: time, maximumTime: max(time, section.duration("max_time", default: "5m", "100ms", "1d")),
        maximumPercent: section.integer("max_percent", default: 50, 0...100))
    }
  }

  private func status(_ text: Located<String>) -> Int? {
    if let status = DecimalText.parse(text.value), (500...599).contains(status) { return status }
    reportUnexpected(text, label("statuses"), "statuses from 500 to 599, such as [ 502, 503, 504 ]")
    return nil
  }

  func health() -> UpstreamSettings.Health? {
    section("health") { section in
      guard let path = section.requiredText("path", "/health") else { return nil }
      guard !path.value.isEmpty, WebAddress.isPath(path.value) else {
        section.reportUnexpected(path, section.label("path"), "a path such as /health, without a query")
        return nil
      }
      return UpstreamSettings.Health(
        path: path.value, interval: section.duration("interval", default: "10s", "250ms", "1h"),
        timeout: section.duration("timeout", default: "2s", "50ms", "1m"),
        unhealthyAfter: section.integer("unhealthy_after", default: 3, 1...100),
        healthyAfter: section.integer("healthy_after", default: 2, 1...100))
    }
  }

  func retries() -> UpstreamSettings.Retries {
    sectionOrEmpty("retries") { section in
      UpstreamSettings.Retries(
        attempts: section.integer("attempts", default: 3, 1...10),
        percent: section.integer("percent", default: 20, 0...100),
        floor: section.integer("floor", default: 6, 0...1000))
    } ?? UpstreamSettings.Retries(attempts: 1, percent: 0, floor: 0)
  }
}
