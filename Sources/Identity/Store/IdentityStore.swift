/// What authentication needs to know from storage; every call may block and runs on the worker pool.
///
/// A call that throws is a refusal (`AuthenticationFailure.unavailable`), never an absence.
public protocol IdentityStore: Sendable {
  /// Grows with every change of users, keys or denylist, by any process; does not change with `recordUse`.
  ///
  /// Read on the event loops for each request: no lock, no system call.
  var generation: UInt64 { get }

  /// The key with this id and its owner, whatever their state; nil where there is none.
  ///
  /// A key whose owner is missing is an error of the store, not a nil. The id is compared as bytes.
  func apiKey(id: String) throws -> (key: APIKeyRecord, owner: User)?

  /// What is known of this principal; nil where nothing is.
  func user(_ identifier: PrincipalIdentifier) throws -> User?

  /// Whether one of the entries is on the denylist and has not run out by `now` (Unix seconds).
  func denies(anyOf entries: [DenylistEntry], now: Int64) throws -> Bool

  /// Notes that the key was verified at `now`; a loss is not an error, and the generation stays.
  func recordUse(ofKey id: String, now: Int64)
}
