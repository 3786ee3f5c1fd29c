import Foundation
import Policy

/// A role in the plainest words, from which both the compiled policy and the oracle are made.
struct PlainRole {
  struct Hours {
    /// 0 is Monday.
    var days: Set<Int>
    /// Minutes after midnight.
    var from: Int
    var to: Int
    var zone: String
  }

  var name: String
  var everyone = false
  var users: [String] = []
  var groups: [String] = []
  var models: [String] = []
  var routes: [String] = []
  var actions: [Action]?
  var tools: [String]?
  var hours: [Hours] = []
  var networks: [String] = []
  var requirement = Requirement()
  var fields: [String] = []
  var maximumTokens: Int64?

  static let nowhere = SourcePosition(line: 1, column: 1)

  static func located<Value: Sendable>(_ values: [Value]) -> [Located<Value>] {
    values.map { Located($0, nowhere) }
  }

  func document(_ zones: Zones) throws -> RoleDocument {
    let members: RoleDocument.Members =
      everyone ? .everyone : .named(users: Self.located(users), groups: Self.located(groups))
    var role = RoleDocument(name: Located(name, Self.nowhere), members: members)
    role.models = Self.located(models)
    role.routes = Self.located(routes)
    role.actions = actions.map { Self.located($0) }
    role.tools = tools.map { Self.located($0) }
    role.hours = hours.map { $0.window(zones) }
    role.networks = try networks.map { try Network(parsing: $0) }
    role.requirement = requirement
    role.fields = Self.located(fields)
    role.maximumTokens = maximumTokens
    return role
  }
}

extension PlainRole.Hours {
  func window(_ zones: Zones) -> TimeWindow {
    let parts = days.sorted().map { Weekdays(parsing: Weekdays.names[$0])! }
    let days = parts.dropFirst().reduce(parts[0]) { $0.union($1) }
    return TimeWindow(days: days, from: Self.time(from), to: Self.time(to), zone: zones.rules(zone))!
  }

  private static func time(_ minutes: Int) -> TimeOfDay {
    TimeOfDay(parsing: String(format: "%02d:%02d", minutes / 60, minutes % 60))!
  }
}
