/// A model as callers name it, and where it runs.
struct ModelSettings: Sendable {
  /// What policy decides on.
  let name: String
  /// An index into ``Configuration/upstreams``.
  let upstream: Int
  /// What the upstream calls it.
  let upstreamName: String
  /// Further names callers may use; they mean the same model in every respect.
  let aliases: [String]
}
