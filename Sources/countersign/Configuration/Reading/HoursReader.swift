import Policy

/// Reads `hours`: days, from, to and the time zone they are meant in.
enum HoursReader {
  static func window(_ section: Section, _ zones: inout TimeZoneFolder) -> TimeWindow? {
    let days = days(section)
    let from = section.value("from", "a time such as 08:00", TimeOfDay.init(parsing:)) ?? .midnight
    let to = section.value("to", "a time such as 18:00, 24:00 at most", TimeOfDay.init(parsing:)) ?? .endOfDay
    let zone = zone(section, &zones)
    guard let days, let zone else { return nil }
    let window = TimeWindow(days: days, from: from, to: to, zone: zone)
    if window == nil {
      section.report(
        section.position, "\(section.path.joined(separator: ".")) begins when it ends",
        fix: "leave from and to out for the whole day")
    }
    return window
  }

  private static func days(_ section: Section) -> Weekdays? {
    let texts = section.texts("days")
    guard !texts.isEmpty else { return .all }
    var days: Weekdays?
    for text in texts {
      guard let part = Weekdays(parsing: text.value) else {
        let words = Weekdays.names.joined(separator: ", ")
        section.reportUnexpected(text, section.label("days"), "days such as mon-fri or [ mon, wed ]: \(words)")
        return nil
      }
      days = days.map { $0.union(part) } ?? part
    }
    return days
  }

  private static func zone(_ section: Section, _ zones: inout TimeZoneFolder) -> TimeZoneRules? {
    guard let name = section.text("zone") else { return .utc }
    if let rules = zones.rules(name.value) { return rules }
    section.reportUnexpected(
      name, section.label("zone"), "a zone such as Europe/Berlin or UTC (from the system's package tzdata)")
    return nil
  }
}
