/// How a listing or record is printed.
enum OutputFormat: String, Sendable {
  /// Columns for people.
  case table
  /// JSON for programs; its keys are a contract.
  case json
}
