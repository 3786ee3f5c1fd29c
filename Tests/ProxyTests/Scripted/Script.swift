/// What one request asks and how it is to be answered; both ends and the judge read it.
struct ScriptedRequest: CustomStringConvertible {
  enum Kind: Equatable {
    /// Goes upstream.
    case forwarded
    /// Goes upstream after the pipeline has waited for something.
    case parked
    /// Answered by the gateway with the request's own body.
    case own
    /// Refused by the pipeline before its body is read.
    case stranger
    /// Not HTTP: a 400-class answer, and nothing after it is read.
    case malformed
  }

  var id = 0
  var kind = Kind.forwarded
  var method = "GET"
  var body: [UInt8] = []
  /// As the client sends it.
  var head: [UInt8] = []
  var codedBody: [UInt8] = []
  var expectsContinue = false
  var asksToClose = false
  var isHTTP11 = true
  var reply = ScriptedReply()

  var isSafe: Bool { method == "GET" || method == "HEAD" || method == "OPTIONS" }
  var goesUpstream: Bool { kind == .forwarded || kind == .parked }
  var wire: [UInt8] { head + codedBody }

  var description: String {
    let text = String(decoding: head.prefix(400), as: UTF8.self).debugDescription
    return "\(id): \(text), body \(body.count), reply \(reply.framing) \(reply.wire.count)"
  }

  /// Whether nobody can tell the upstream's death from the end of its response.
  var endIsUnmarked: Bool { goesUpstream && reply.framing == .untilClose && reply.diesAfter >= 0 && !reply.diesByReset }
}

/// What the upstream says to one request.
struct ScriptedReply {
  enum Framing { case length, chunked, untilClose, none }
  enum End {
    case keep
    /// Says that it closes, and does.
    case close
    /// Closes without having said so: the next request may run into it.
    case closeUnsaid
    /// Sends bytes nobody asked for behind the response.
    case more
  }

  var status = 200
  var body: [UInt8] = []
  var framing = Framing.length
  var wire: [UInt8] = []
  var end = End.keep
  /// Begins before the request has been read in full.
  var isEarly = false
  /// How many bytes of it are sent before the upstream dies, -1 for all.
  var diesAfter = -1
  var diesByReset = false
  /// Says nothing at all and keeps the connection.
  var hangs = false
  /// Breaks the rules: the gateway must answer 502.
  var isMalformed = false

  /// Whether the client gets this reply whole when nothing else goes wrong.
  var isSound: Bool { diesAfter < 0 && !hangs && !isMalformed }
}

/// What one client does with its connection.
struct ScriptedClient {
  enum Leaving { case stays, finishes, closes, resets, fallsSilent, stopsTaking }

  var requests: [ScriptedRequest] = []
  /// How many requests are sent before their responses are awaited.
  var depth = 1
  var leaving = Leaving.stays
  /// How many bytes are sent before leaving.
  var leavesAfter = Int.max
  /// One step in this many takes bytes.
  var reluctance = 1
  var window = 20_000
  /// Whether the client closes when it has all its answers; else it waits for the gateway to end the connection.
  var closesWhenDone = true
}

/// A whole run: everything that chance decided before it began.
struct Script {
  var clients: [ScriptedClient] = []
  var faults = KernelFaults()
  /// Whether upstreams die, break rules or vanish between requests; then answers of 502 to 504 are right too.
  var upstreamFails = false
  var connectionsUpstream = 8
  /// How much may be under way on a connection, one of them by chance; little only where bodies are small.
  var windows: [Int] = []

  func request(_ id: Int) -> ScriptedRequest { clients[id / 1000].requests[id % 1000] }
}
