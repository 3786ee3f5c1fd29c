/// What a role demands of the caller's proof; several together demand the strictest of each.
public struct Requirement: Sendable, Equatable {
  /// Distinct kinds of factor (something known, held, or of the body) that must have been proved; 0 demands none.
  public var factors = 0
  /// Authentication context classes that must all be met; `phrh` meets `phr`, other names meet themselves.
  public var contextClasses: [String] = []
  /// The most seconds since the person proved who they are; nil for any age.
  public var maximumAge: Int64?
  /// Methods of RFC 8176 that must all have been used.
  public var methods: [String] = []

  public init(
    factors: Int = 0, contextClasses: [String] = [], maximumAge: Int64? = nil, methods: [String] = []
  ) {
    self.factors = factors
    self.contextClasses = contextClasses
    self.maximumAge = maximumAge
    self.methods = methods
  }

  /// Kinds of factor there are.
  public static let mostFactors = 3
  /// The longest ``maximumAge``, in seconds: a year.
  public static let longestAge: Int64 = 365 * 86400

  /// Takes over whatever the other demands beyond this.
  mutating func tighten(by other: Requirement) {
    factors = max(factors, other.factors)
    maximumAge = [maximumAge, other.maximumAge].compactMap(\.self).min()
    methods += other.methods.filter { !methods.contains($0) }
    contextClasses += other.contextClasses.filter { !contextClasses.contains($0) }
    if contextClasses.contains(Assurance.phishingResistantHardware) {
      contextClasses.removeAll { $0 == Assurance.phishingResistant }
    }
  }

  /// In words: `2 factors, phrh, proved within 15m`.
  public var text: String {
    var parts: [String] = []
    if factors > 0 { parts.append(factors == 1 ? "1 factor" : "\(factors) factors") }
    parts += contextClasses.map { "authentication class \($0)" }
    if !methods.isEmpty { parts.append("method \(methods.joined(separator: " and "))") }
    if let maximumAge { parts.append("a proof no older than \(Requirement.duration(maximumAge))") }
    return parts.joined(separator: ", ")
  }

  private static func duration(_ seconds: Int64) -> String {
    for (unit, length) in [("d", 86400 as Int64), ("h", 3600), ("m", 60)] where seconds > 0 && seconds % length == 0 {
      return "\(seconds / length)\(unit)"
    }
    return "\(seconds)s"
  }
}
