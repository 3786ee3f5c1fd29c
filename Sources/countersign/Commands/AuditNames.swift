import Audit
import Cryptography

/// The names behind an entry's commitments, for whoever may read the root secret.
struct AuditNames {
  /// What stands for a name that was erased, or whose key is not at hand.
  static let erased = "[erased]"
  static let sealed = "[sealed]"

  private var texts: SealedTexts?
  /// The person of each call seen lately, by its intent's index: ends of calls name nobody themselves.
  private var callers: [UInt64: String] = [:]

  /// Opens the sealed texts if this user can read the root secret.
  init(folder: String, _ invocation: Invocation) {
    guard let installation = try? Installation(invocation),
      let secrets = try? RootSecretFile.read(installation.rootSecretFile)
    else { return }
    texts = SealedTexts(
      log: folder, sealKey: AuditWiring.sealKey(secrets), older: AuditNames.olderSealKeys(secrets))
  }

  /// The seal keys of the root secret's older versions.
  static func olderSealKeys(_ secrets: RootSecrets) -> [Secret] {
    secrets.versions.dropLast().map { HKDF.derive(root: $0.secret, purpose: "audit seal", version: $0.number) }
  }

  /// The text behind a personal field; nil where the entry has no such field.
  mutating func text(_ field: String, of entry: Entry) -> String? {
    guard let commitment = entry.commitment(field) else { return nil }
    guard texts != nil else { return AuditNames.sealed }
    return (try? texts?.text(of: commitment, time: entry.time)) ?? AuditNames.erased
  }

  /// The person an entry is about: its caller, or the caller of the call it ends.
  mutating func person(of entry: Entry, _ reader: LogReader) -> String? {
    if let name = text("principal", of: entry) ?? text("actor", of: entry) {
      if entry.kind == .intent { remember(name, at: entry.index) }
      return name
    }
    guard let index = entry.fields["intent"]?.number else { return nil }
    if let known = callers[index] { return known }
    guard let intent = try? reader.entry(index), let name = text("principal", of: intent) else { return nil }
    remember(name, at: index)
    return name
  }

  private mutating func remember(_ name: String, at index: UInt64) {
    if callers.count >= 10_000 { callers.removeAll() }
    callers[index] = name
  }
}
