/// Whether a principal is a human being or a program.
public enum PrincipalKind: String, Sendable, CaseIterable {
  case person
  case service
}
