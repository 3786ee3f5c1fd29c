import Policy

/// The system's compiled time zones, each read once.
struct TimeZoneFolder {
  private static let folder = "/usr/share/zoneinfo/"
  private var known = ["UTC": TimeZoneRules.utc]

  /// The zone of an IANA name; nil where the system has none of it.
  mutating func rules(_ name: String) -> TimeZoneRules? {
    if let rules = known[name] { return rules }
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/".utf8)
    guard !name.hasPrefix("/"), name.utf8.count <= 64, name.utf8.allSatisfy(allowed.contains),
      let file = try? FileBytes.read(Self.folder + name, limit: 65_536),
      let rules = TimeZoneRules(name: name, file: file)
    else { return nil }
    known[name] = rules
    return rules
  }
}
