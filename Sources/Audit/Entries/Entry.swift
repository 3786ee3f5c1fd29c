public import Cryptography

/// One entry of the log as a reader sees it.
public struct Entry: Equatable, Sendable {
  /// What an entry records.
  public enum Kind: String, Sendable, CaseIterable {
    case intent, outcome, interrupted, refusal, strangers, event
  }

  /// Its place in the log, from 0.
  public let index: UInt64
  /// The entry's bytes in the tree.
  public let bytes: [UInt8]
  public let kind: Kind
  /// Milliseconds since 1970, UTC.
  public let time: Int64
  /// The request's id; nil for events and counts.
  public let id: RequestID?
  /// All members.
  public let fields: CanonicalJSON

  /// Throws when the bytes are not canonical JSON of a kind and version that this program knows.
  public init(index: UInt64, bytes: [UInt8]) throws(LogDamage) {
    guard bytes.count <= RecordLimit.entry, let fields = CanonicalJSON(bytes) else {
      throw LogDamage(index: index, "the entry is not canonical JSON")
    }
    guard fields["v"]?.number == EntryEncoder.version, let kind = fields["kind"]?.string.flatMap(Kind.init(rawValue:)),
      let time = fields["time"]?.number
    else {
      throw LogDamage(index: index, "the entry's kind, time or version is unknown")
    }
    let id = fields["id"]?.string.flatMap { RequestID($0) }
    let needsID = kind != .strangers && kind != .event
    guard !needsID || id != nil else { throw LogDamage(index: index, "the entry has no request id") }
    (self.index, self.bytes, self.fields, self.kind, self.time, self.id) =
      (index, bytes, fields, kind, Int64(clamping: time), id)
  }

  /// The commitment in a personal field.
  public func commitment(_ field: String) -> Digest32? {
    fields[field]?.string.flatMap { Hex.decode($0) }.flatMap { Digest32($0.span) }
  }
}
