import Synchronization
public import Transport

/// One address of an upstream's server, and what is known of its health; shared by the loops.
public final class UpstreamPlace: Sendable {
  /// The server it belongs to.
  public let target: UpstreamTarget
  /// Where connections go.
  public let address: SocketAddress
  /// For logs and metrics, such as `http://10.0.0.3:8080`, or `http://models:8080 at 10.0.0.3`.
  public let name: String

  private let failing = Atomic(false)
  private let ejecting = Atomic(0)
  private let ejected = Atomic(0)

  public init(target: UpstreamTarget, address: SocketAddress, name: String) {
    self.target = target
    self.address = address
    self.name = name
  }

  /// Whether its health checks fail.
  public var failsChecks: Bool { failing.load(ordering: .relaxed) }
  /// How many loops leave it out now for its failures.
  public var ejectingLoops: Int { ejecting.load(ordering: .relaxed) }
  /// How often a loop has left it out.
  public var ejections: Int { ejected.load(ordering: .relaxed) }
  /// Whether every loop uses it.
  public var isHealthy: Bool { !failsChecks && ejectingLoops == 0 }

  func noteChecks(failing value: Bool) { failing.store(value, ordering: .relaxed) }

  func noteEjection() {
    ejecting.wrappingAdd(1, ordering: .relaxed)
    ejected.wrappingAdd(1, ordering: .relaxed)
  }

  func noteReturn() { ejecting.wrappingSubtract(1, ordering: .relaxed) }

  /// What became of an attempt to connect.
  enum Opening {
    /// Connecting, or connected.
    case opened(Int32, TLSSession?)
    case failed(UpstreamFailure)
  }

  func open(on loop: EventLoop) -> Opening {
    var session: TLSSession?
    if let tls = target.tls {
      session = tls.makeSession(host: target.tlsHost)
      if session == nil { return .failed(.tlsFailed) }
    }
    guard case .success(let descriptor) = loop.connect(to: address) else { return .failed(.unreachable) }
    return .opened(descriptor, session)
  }
}
