/// Who called and how they proved it: the part of a record that stays the same for all requests of one connection.
///
/// A class, so that a loop builds it once per verified credential and hands it on by reference.
public final class Caller: Sendable {
  /// The record's bytes, as `CallerFields` reads them.
  let encoded: [UInt8]

  /// `principal` is the issuer-scoped name, such as `local:ana`; of it and of the e-mail address (empty where unknown)
  /// commitments are written. Throws `tooLarge` when a name is longer than `RecordLimit.name`.
  public init(
    principal: [UInt8], email: [UInt8] = [], credential: Credential, assurance: Assurance = Assurance()
  ) throws(JournalError) {
    let names = [principal, email, credential.name, assurance.methods, assurance.context]
    guard !principal.isEmpty, let tail = RecordedNames.encode(names) else { throw .tooLarge }
    let moment = UInt64(bitPattern: assurance.authenticatedAt ?? .min)
    let head = [credential.code] + (0..<8).map { UInt8(truncatingIfNeeded: moment >> UInt64(8 * $0)) }
    encoded = head + tail
  }
}
