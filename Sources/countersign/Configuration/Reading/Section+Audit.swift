import Policy

extension Section {
  /// Where the audit log is, and who else sees its checkpoints.
  func audit(stateDirectory: String) -> AuditSettings? {
    AuditSettings(
      directory: text("directory").map { context.resolve($0.value) } ?? stateDirectory + "/audit",
      durability: choice("durability", [AuditSettings.Durability.process, .power]) ?? .process,
      checkpointInterval: duration("checkpoint_interval", default: "1s", "100ms", "1m"),
      push: elements("push").compactMap(push),
      retention: seconds("retention", default: "365d", "1d", "3650d"))
  }

  private func push(_ node: YAMLNode) -> AuditSettings.Push? {
    if case .text(let word) = node.content, word == "syslog" { return .syslog }
    if case .mapping(let entries) = node.content, entries.count == 1, let entry = entries.first {
      guard let text = text(of: entry.value, label("push.\(entry.key.value)")) else { return nil }
      switch entry.key.value {
      case "file": return .file(context.resolve(text.value))
      case "webhook":
        if let url = WebAddress(parsing: text.value), url.isSecure || Loopback.contains(url.host) {
          return .webhook(url)
        }
        reportUnexpected(text, label("push.webhook"), "an https URL (http only to this machine)")
        return nil
      default: break
      }
    }
    report(
      node.position, "\(label("push")) holds something unknown",
      fix: "write { file: PATH }, { webhook: URL } or syslog, or a list of them")
    return nil
  }
}
