import ModelAPI
import Telemetry

/// Where the models and upstreams of one configuration are counted: label values are fixed when the gateway starts.
final class MetricPositions: Sendable {
  private let models: [Int?]
  private let upstreams: [Int?]

  /// What has come since the start has no position and counts as `none`.
  init(models: [String], upstreams: [String], labels: MetricLabels) {
    self.models = models.map { labels.models.firstIndex(of: $0) }
    self.upstreams = upstreams.map { labels.upstreams.firstIndex(of: $0) }
  }

  func model(_ index: ModelIndex?) -> Int? { index.flatMap { models[$0.rawValue] } }

  func upstream(_ index: Int?) -> Int? { index.flatMap { upstreams[$0] } }
}
