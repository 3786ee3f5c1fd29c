/// One model of the catalogue: the name callers use, and where and under which name it runs.
public final class Model: Sendable {
  /// The caller's name, which policy decides on and lists show.
  public let name: [UInt8]
  /// Other names callers may use for it.
  public let aliases: [[UInt8]]
  /// Which upstream serves it; an index into the settings' list of upstreams.
  public let upstream: Int
  /// Its name there.
  public let upstreamName: [UInt8]
  /// What its upstream speaks.
  public let dialects: DialectSet
  /// When it was made known, Unix seconds; what the lists show as `created`.
  public let created: Int64

  /// The caller's name as a JSON string, quotes included.
  let quotedName: [UInt8]
  /// The upstream's name as a JSON string, quotes included: what replaces the caller's in a body.
  let quotedUpstreamName: [UInt8]

  init(_ settings: ModelSettings, dialects: DialectSet) {
    name = settings.name
    aliases = settings.aliases
    upstream = settings.upstream
    upstreamName = settings.upstreamName
    created = settings.created
    self.dialects = dialects
    quotedName = JSONText.quoted(settings.name)
    quotedUpstreamName = JSONText.quoted(settings.upstreamName)
  }
}

/// What the configuration says of one model; `ModelCatalogue.init` checks it.
public struct ModelSettings: Sendable {
  /// The caller's name: UTF-8, no control characters, 1 to 256 bytes.
  public var name: [UInt8]
  /// Other names callers may use, under the same rules.
  public var aliases: [[UInt8]]
  /// The upstream that serves it; an index into the list of upstreams.
  public var upstream: Int
  /// Its name there.
  public var upstreamName: [UInt8]
  /// What lists show as its date, Unix seconds.
  public var created: Int64

  public init(name: [UInt8], aliases: [[UInt8]] = [], upstream: Int, upstreamName: [UInt8], created: Int64 = 0) {
    self.name = name
    self.aliases = aliases
    self.upstream = upstream
    self.upstreamName = upstreamName
    self.created = created
  }
}
