public import Cryptography

/// The texts behind commitments, for readers that hold the seal key; texts erased or retired are not there.
public struct SealedTexts {
  private let folder: Folder
  private let keys: SealKeys
  private var periods: [Int: [Digest32: SealedField]] = [:]

  /// Reads beside the log in `folder` with the current key and those before it; nil when one is no key for sealing.
  public init?(log folder: String, sealKey: Secret, older: [Secret] = []) {
    guard let keys = SealKeys(sealKey, older: older) else { return nil }
    self.folder = Folder(path: folder).folder("sealed")
    self.keys = keys
  }

  /// The text behind a commitment in an entry of this time (milliseconds since 1970); nil when it is gone.
  public mutating func text(of commitment: Digest32, time: Int64) throws(DiskFailure) -> String? {
    let period = SealedSegment.period(of: time)
    if let found = periods[period]?[commitment] { return String(decoding: found.text, as: UTF8.self) }
    // A segment may have grown since it was read; only a commitment that is not there costs another look.
    periods[period] = try load(period)
    return periods[period]?[commitment].map { String(decoding: $0.text, as: UTF8.self) }
  }

  private func load(_ period: Int) throws(DiskFailure) -> [Digest32: SealedField] {
    var fields: [Digest32: SealedField] = [:]
    for name in try folder.names() where SealedSegment.parse(name)?.period == period {
      for record in SealedSegment.records(in: try folder.read(name) ?? []) {
        guard let field = SealedSegment.open(record, period: period, with: keys) else { continue }
        fields[field.commitment] = field
      }
    }
    return fields
  }
}
