public import HTTP

/// How an upstream is used, whichever of its servers a request goes to; the same for all loops.
public struct UpstreamPlan: Sendable {
  /// The operator's name for it.
  public var name: String
  public var limits = UpstreamLimits()
  /// Nil where no server is left out for its failures.
  public var ejection: EjectionRules? = EjectionRules()
  public var retries = RetryRules()
  /// Nil where no server is asked how it is.
  public var check: HealthCheck?
  /// What all loops count together.
  public let tally = UpstreamTally()

  public init(name: String) { self.name = name }
}

/// What an upstream may take: times in nanoseconds.
public struct UpstreamLimits: Sendable {
  /// How large a response head may be.
  public var head = HeadLimits.standard
  /// Until a connection stands.
  public var connectTimeout: UInt64 = 5_000_000_000
  /// From the request to the first byte of the response: a large prompt takes its time.
  public var firstByteTimeout: UInt64 = 600_000_000_000
  /// Between two bytes of a response.
  public var idleTimeout: UInt64 = 600_000_000_000
  /// How long an unused connection is kept; most servers close theirs after 5 s or more.
  public var keepAliveTimeout: UInt64 = 4_000_000_000
  /// Connections of one loop.
  public var connections = 256
  /// Exchanges that may wait for a connection.
  public var waiting = 1024
  /// How long they may.
  public var waitTimeout: UInt64 = 60_000_000_000
  /// Unused connections that one loop keeps ready to each server.
  public var minimumIdle = 0

  public init() {}
}

/// When a server is left out for a while, judged by the requests it got (passive health); each loop judges for itself.
public struct EjectionRules: Sendable {
  /// So many failures in a row.
  public var failures = 5
  /// Statuses of answers that count as failures.
  public var statuses = [502, 503, 504]
  /// How long the first time, in nanoseconds; twice as long each further time.
  public var time: UInt64 = 10_000_000_000
  /// The longest, in nanoseconds.
  public var maximumTime: UInt64 = 300_000_000_000
  /// At most this share of the servers, in percent, rounded down: an only server is never left out below 100.
  public var maximumShare = 50

  public init() {}

  /// How long a server is left out that is so for the `count`th time in a row.
  func time(of count: Int) -> UInt64 {
    let doubled = time.multipliedReportingOverflow(by: 1 << UInt64(min(max(count, 1) - 1, 32)))
    return doubled.overflow ? maximumTime : min(doubled.partialValue, maximumTime)
  }
}

/// How often requests are sent again.
public struct RetryRules: Sendable {
  /// Tries of one request, the first included.
  public var attempts = 3
  /// Retries for each hundred requests.
  public var percent = 20
  /// Retries that a loop may always make in a second.
  public var floor = 3

  public init() {}
}

/// How servers are asked whether they are well (active health); one loop asks for all.
public struct HealthCheck: Sendable {
  /// What is asked for with GET, from the server's root.
  public var path: [UInt8]
  /// From one question to the next, in nanoseconds.
  public var interval: UInt64 = 10_000_000_000
  /// For the whole answer's head, in nanoseconds.
  public var timeout: UInt64 = 2_000_000_000
  /// So many bad answers in a row, and nothing is sent there any more.
  public var unhealthyAfter = 3
  /// So many good ones (2xx) in a row, and it is again.
  public var healthyAfter = 2

  public init(path: [UInt8]) { self.path = path }
}
