extension Command {
  /// `countersign policy check`.
  static let policyCheck = Command(
    "policy check", "prints the decision for a call, the rule behind it, and why", options: [.config, .output]
  ) { _ in .done }
}
