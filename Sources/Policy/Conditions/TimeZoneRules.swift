/// The offsets of one IANA time zone, fixed when the policy is loaded: a sorted table up to the year 2100.
public final class TimeZoneRules: Sendable {
  /// Europe/Berlin
  public let name: String
  /// Unix seconds at which the offset changes, ascending.
  private let transitions: [Int64]
  /// Seconds east of Greenwich; one more than transitions.
  private let offsets: [Int64]

  /// Needs no file.
  public static let utc = TimeZoneRules(name: "UTC", transitions: [], offsets: [0])

  init(name: String, transitions: [Int64], offsets: [Int64]) {
    precondition(offsets.count == transitions.count + 1, "one offset before, and one after each transition")
    self.name = name
    self.transitions = transitions
    self.offsets = offsets
  }

  /// From a compiled zone file of RFC 9636, version 2 or later; nil where it is damaged or counts leap seconds.
  public convenience init?(name: String, file: [UInt8]) {
    guard let table = TimeZoneFile.read(file) else { return nil }
    self.init(name: name, transitions: table.transitions, offsets: table.offsets)
  }

  /// Seconds east of Greenwich at a moment in Unix seconds.
  func offset(at now: Int64) -> Int64 { offsets[passed(now)] }

  /// The offset at a moment, and until when it holds (`Int64.max` where it does not change).
  func span(at now: Int64) -> (offset: Int64, until: Int64) {
    let index = passed(now)
    return (offsets[index], index < transitions.count ? transitions[index] : .max)
  }

  /// How many transitions lie at or before `now`.
  private func passed(_ now: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= now { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
