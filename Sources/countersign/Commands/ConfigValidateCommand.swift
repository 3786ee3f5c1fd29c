extension Command {
  /// `countersign config validate`.
  static let configValidate = Command(
    "config validate", "checks the configuration and says how to mend each error", options: [.config]
  ) { _ in .done }
}
