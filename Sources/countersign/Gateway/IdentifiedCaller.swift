import Audit
import Identity
import Policy
import Telemetry

/// A verified credential as the data plane uses it: who it is, what policy makes of it, and how the record names it.
///
/// Built once by a worker, kept in the loops' caches.
final class IdentifiedCaller: Sendable {
  let principal: Principal
  let record: Audit.Caller
  /// Who it is and with which key or token, for the access log.
  let fields: LogFields
  private let standing: Standing
  private let policyCaller: Policy.Caller

  /// - Throws: where a name is too long to be recorded, which is a refusal.
  init(_ principal: Principal, under policy: CompiledPolicy) throws(JournalError) {
    self.principal = principal
    policyCaller = Policy.Caller(
      name: principal.name, groups: principal.groups,
      scope: principal.grant.map { KeyScope(actions: $0.actions, models: $0.models) },
      methods: principal.assurance.methods, contextClass: principal.assurance.contextClass,
      authenticatedAt: principal.assurance.authenticatedAt, expires: principal.expires)
    standing = policy.standing(of: policyCaller)
    let credential = Self.credential(principal.credential)
    fields = LogFields(principal: principal.name, credential: credential.name)
    record = try Audit.Caller(
      principal: principal.name, email: Array((principal.email ?? "").utf8), credential: credential.record,
      assurance: Audit.Assurance(
        methods: Array(principal.assurance.methods.joined(separator: " ").utf8),
        context: Array((principal.assurance.contextClass ?? "").utf8),
        authenticatedAt: principal.assurance.authenticatedAt))
  }

  /// What `policy` makes of the caller; computed anew where the policy has changed since.
  func standing(under policy: CompiledPolicy) -> Standing {
    standing.isUnder(policy) ? standing : policy.standing(of: policyCaller)
  }

  private static func credential(_ reference: CredentialReference) -> (name: [UInt8], record: Audit.Credential) {
    switch reference {
    case .apiKey(let id):
      let name = Array(id.utf8)
      return (name, .apiKey(id: name))
    case .jwt(_, let id, _):
      let name = Array((id ?? "").utf8)
      return (name, .token(id: name))
    }
  }
}
