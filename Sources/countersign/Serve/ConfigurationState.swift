/// Which configuration is in force since when, and why a newer one is not.
struct ConfigurationState: Sendable {
  var version = ""
  /// Unix seconds at which it came into force.
  var since: Int64 = 0
  /// What was wrong with the last attempt, and when in Unix seconds; nil where it succeeded.
  var refusal: (reason: String, time: Int64)?

  /// `accepted`, or `refused: countersign.yaml:12:5: …`
  var text: String { refusal.map { "refused: \($0.reason)" } ?? "accepted" }

  /// When the last attempt was made.
  var time: Int64 { refusal?.time ?? since }
}
