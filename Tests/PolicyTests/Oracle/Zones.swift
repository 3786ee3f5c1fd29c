import Foundation
import Policy

/// The machine's time zones, read once: as the product reads them, and as Foundation does.
final class Zones {
  private var ours: [String: TimeZoneRules] = [:]
  private var theirs: [String: TimeZone] = [:]

  func rules(_ name: String) -> TimeZoneRules {
    if let rules = ours[name] { return rules }
    let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)")!
    let rules = TimeZoneRules(name: name, file: Array(data))!
    ours[name] = rules
    return rules
  }

  func offset(_ name: String, at now: Int64) -> Int64 {
    let zone = theirs[name] ?? TimeZone(identifier: name)!
    theirs[name] = zone
    return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(now))))
  }
}
