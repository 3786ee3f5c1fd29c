/// One client of a scripted run: sends its requests piece by piece, takes what comes, leaves when the script says so.
final class ClientActor {
  let script: ScriptedClient
  let socket: ScriptedSocket
  /// How many bytes of `wire` were sent.
  private(set) var sentCount = 0
  private(set) var reader: ResponseReader
  private(set) var hasLeft = false
  /// Whether the gateway's end was seen, or the client has gone.
  private(set) var isDone = false
  private let wire: [UInt8]
  /// Where each request ends in `wire`, and where its body begins.
  let ends: [Int]
  private let bodies: [Int]
  // How many times the client had been asked for a body when it last sent something.
  private var interimBefore = 0

  init(_ script: ScriptedClient, socket: ScriptedSocket) {
    self.script = script
    self.socket = socket
    reader = ResponseReader(methods: script.requests.map(\.method))
    var wire: [UInt8] = []
    var ends: [Int] = []
    var bodies: [Int] = []
    for request in script.requests {
      bodies.append(wire.count + request.head.count)
      wire += request.wire
      ends.append(wire.count)
    }
    self.wire = wire
    self.ends = ends
    self.bodies = bodies
  }

  /// Does one thing; false when there is nothing to do.
  func step(_ random: inout SeededRandom) -> Bool {
    if isDone { return false }
    if random.oneIn(2) { return send(&random) || take(&random) }
    return take(&random) || send(&random)
  }

  private func take(_ random: inout SeededRandom) -> Bool {
    if hasLeft && script.leaving == .stopsTaking { return false }
    if !socket.sent.isEmpty {
      if script.reluctance > 1 && !random.oneIn(script.reluctance) { return true }
      reader.read(socket.take(random.piece(upTo: socket.sent.count)))
      return true
    }
    if socket.endIsVisible || socket.gatewayHasClosed {
      reader.end()
      isDone = true
      socket.leave()
      return true
    }
    return false
  }

  private func send(_ random: inout SeededRandom) -> Bool {
    if hasLeft { return false }
    if script.leaving != .stays && sentCount >= script.leavesAfter {
      leave()
      return true
    }
    if reader.completeCount == script.requests.count && script.closesWhenDone {
      socket.leave()
      isDone = true
      return true
    }
    let limit = min(sendLimit(), script.leaving == .stays ? .max : script.leavesAfter)
    guard sentCount < limit else { return false }
    let count = random.piece(upTo: limit - sentCount)
    socket.deliver(Array(wire[sentCount..<sentCount + count]))
    sentCount += count
    interimBefore = reader.interim
    return true
  }

  // As far as pipelining, the end of the connection and an awaited "100 Continue" allow.
  private func sendLimit() -> Int {
    if reader.hasClose || reader.problem != nil { return sentCount }
    let last = min(script.requests.count, reader.completeCount + script.depth) - 1
    guard last >= 0 else { return 0 }
    var index = reader.completeCount - 1
    while index < last {
      index += 1
      guard script.requests[index].expectsContinue, sentCount <= bodies[index] else { continue }
      if sentCount < bodies[index] { return bodies[index] }
      let isAsked = reader.interim > interimBefore || script.requests[index].body.isEmpty
      if !isAsked && reader.responses.count <= index { return bodies[index] }
    }
    return ends[last]
  }

  private func leave() {
    hasLeft = true
    switch script.leaving {
    case .stays, .fallsSilent, .stopsTaking: break
    case .finishes: socket.finish()
    case .closes:
      socket.leave()
      isDone = true
    case .resets:
      socket.abort()
      isDone = true
    }
  }
}
