import Foundation
import Testing

@testable import Policy

@Suite("Hours and time zones")
struct TimeTests {
  private let zones = Zones()

  @Test("Every zone of this machine has the offsets Foundation finds, past and future")
  func offsetsAgree() throws {
    var random = SeededRandom(seed: 3)
    var checked = 0
    for name in TimeZone.knownTimeZoneIdentifiers {
      guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else { continue }
      let rules = try #require(TimeZoneRules(name: name, file: Array(data)), "\(name)")
      for _ in 0..<20 {
        let now = Int64.random(in: 0...4_000_000_000, using: &random)
        #expect(rules.offset(at: now) == zones.offset(name, at: now), "\(name) at \(now)")
      }
      checked += 1
    }
    #expect(checked > 300)
  }

  @Test("The footer's rule carries the table past the file's own end")
  func footerRule() {
    let berlin = zones.rules("Europe/Berlin")
    #expect(berlin.offset(at: 4_086_720_000) == 7200, "July 2099")
    #expect(berlin.offset(at: 4_071_000_000) == 3600, "January 2099")
  }

  @Test("A damaged zone file is refused, wherever it is cut or bent")
  func damagedFiles() throws {
    let data = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Berlin"))
    let file = Array(data)
    var random = SeededRandom(seed: 5)
    for _ in 0..<2000 {
      let cut = Array(file.prefix(Int.random(in: 0..<file.count, using: &random)))
      #expect(TimeZoneRules(name: "cut", file: cut) == nil)
      var bent = file
      bent[Int.random(in: 0..<file.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      _ = TimeZoneRules(name: "bent", file: bent)
    }
  }

  @Test("Windows shut when minute after minute says so, over nights and clock changes")
  func windowsAgree() {
    var random = SeededRandom(seed: 9)
    let oracle = Oracle(roles: [], models: [], fields: [], zones: zones)
    // Around the changes of 2025 in Berlin and New York, and of Lord Howe by half an hour.
    let changes: [Int64] = [1_743_296_400, 1_761_440_400, 1_741_503_600, 1_762_063_200, 1_743_865_200, 1_759_590_000]
    var open = 0
    for _ in 0..<3000 {
      let from = 15 * Int.random(in: 0..<96, using: &random)
      let to = 15 * Int.random(in: 0...96, using: &random)
      guard from != to, from < 1440 else { continue }
      let hours = PlainRole.Hours(
        days: Set(random.some(Array(0..<7), most: 7, least: 1)), from: from, to: to,
        zone: random.pick(RandomPolicy.zones))
      let now = random.pick(changes) + Int64.random(in: -90_000...90_000, using: &random)
      let window = hours.window(zones)
      #expect(window.contains(now) == oracle.isOpen(hours, now), "\(hours) at \(now)")
      guard window.contains(now) else { continue }
      open += 1
      var role = PlainRole(name: "r")
      role.hours = [hours]
      #expect([window].end(after: now) == oracle.end(role, now), "\(hours) at \(now)")
    }
    #expect(open > 500)
  }

  @Test("A window over midnight belongs to the day it starts on")
  func overMidnight() throws {
    let friday = try #require(Weekdays(parsing: "fri"))
    let ten = try #require(TimeOfDay(parsing: "22:00"))
    let six = try #require(TimeOfDay(parsing: "06:00"))
    let window = try #require(TimeWindow(days: friday, from: ten, to: six, zone: .utc))
    // Friday 2025-03-07.
    #expect(!window.contains(1_741_323_600), "Friday 05:00")
    #expect(window.contains(1_741_384_800), "Friday 22:00")
    #expect(window.contains(1_741_413_599), "Saturday 05:59:59")
    #expect(!window.contains(1_741_413_600), "Saturday 06:00")
  }

  @Test(
    "Times and days that are none", arguments: ["24:01", "8:00", "08:60", "25:00", "0800", "08:00:00", "-8:00", ""])
  func badTimes(text: String) { #expect(TimeOfDay(parsing: text) == nil) }

  @Test(arguments: ["monday", "Mon", "mon-", "-fri", "mon-tue-wed", "", "mon fri"])
  func badDays(text: String) { #expect(Weekdays(parsing: text) == nil) }

  @Test("A window that begins when it ends could mean all or nothing")
  func emptyWindow() throws {
    let noon = try #require(TimeOfDay(parsing: "12:00"))
    #expect(TimeWindow(days: .all, from: noon, to: noon, zone: .utc) == nil)
    #expect(TimeWindow(days: .all, from: .endOfDay, to: noon, zone: .utc) == nil)
  }
}
