/// A parser under test: it is given any bytes, and says which of its promises it broke over them.
public struct FuzzTarget: Sendable {
  /// The name of its folders in `Fuzz/Corpus` and `Fuzz/Failures`.
  public let name: String
  /// Reads the bytes; a broken promise is thrown, and a trap is a finding too.
  public let run: @Sendable ([UInt8]) throws(BrokenPromise) -> Void

  /// Every target, in the order `make fuzz` runs them.
  public static let all: [FuzzTarget] = [
    FuzzTarget(name: "request-head", run: RequestHeadTarget.run),
    FuzzTarget(name: "proxy-header", run: ProxyHeaderTarget.run),
    FuzzTarget(name: "response-head", run: ResponseHeadTarget.run),
    FuzzTarget(name: "chunked-body", run: ChunkedBodyTarget.run),
    FuzzTarget(name: "model-call", run: ModelCallTarget.run),
    FuzzTarget(name: "response-stream", run: ResponseStreamTarget.run),
    FuzzTarget(name: "token", run: TokenTarget.run),
    FuzzTarget(name: "configuration", run: ConfigurationTarget.run),
    FuzzTarget(name: "audit-notes", run: AuditNotesTarget.run),
    FuzzTarget(name: "audit-tiles", run: AuditTilesTarget.run),
  ]
}
