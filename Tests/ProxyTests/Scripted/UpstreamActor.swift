/// One connection of the scripted upstream: reads requests, answers as the script says, dies when it says so.
final class UpstreamActor {
  private let socket: ScriptedSocket
  private unowned let run: ScriptedRun
  private var input = ByteQueue()
  private var request: ScriptedRequest?
  private var bodyLeft = 0
  private var body: [UInt8] = []
  private var output = ByteQueue()
  private var isReplying = false
  private var isDead = false

  init(_ socket: ScriptedSocket, run: ScriptedRun) {
    self.socket = socket
    self.run = run
  }

  /// Does one thing; false when there is nothing to do.
  func step(_ random: inout SeededRandom) -> Bool {
    if isDead { return false }
    if case .connecting = socket.standing { return settle(&random) }
    if socket.gatewayHasClosed {
      isDead = true
      return true
    }
    if run.script.upstreamFails && request == nil && random.oneIn(60) { return die(byReset: random.oneIn(2)) }
    if random.oneIn(2) { return take(&random) || say(&random) }
    return say(&random) || take(&random)
  }

  private func settle(_ random: inout SeededRandom) -> Bool {
    if run.script.upstreamFails && random.oneIn(10) {
      if random.oneIn(2) { socket.settleConnection(111) } else { isDead = true }
      return true
    }
    socket.settleConnection(0)
    return true
  }

  private func die(byReset: Bool) -> Bool {
    isDead = true
    if byReset { socket.abort() } else { socket.leave() }
    return true
  }

  // MARK: Reading

  private func take(_ random: inout SeededRandom) -> Bool {
    guard !socket.sent.isEmpty else { return false }
    input.append(socket.take(random.piece(upTo: socket.sent.count)))
    while read() {}
    return true
  }

  private func read() -> Bool {
    if request == nil { return readHead() }
    guard bodyLeft > 0, !input.isEmpty else { return false }
    let count = min(bodyLeft, input.count)
    body += input.take(count)
    bodyLeft -= count
    if bodyLeft == 0 { bodyRead() }
    return true
  }

  private func readHead() -> Bool {
    guard !isReplying, let count = input.count(through: "\r\n\r\n") else { return false }
    let lines = String(decoding: input.take(count), as: UTF8.self).components("\r\n")
    let words = lines[0].split(separator: " ").map(String.init)
    guard words.count == 3, words[2] == "HTTP/1.1", let id = words[1].split(separator: "/").last.flatMap({ Int($0) })
    else {
      run.problem("the upstream got \(lines[0].debugDescription)")
      return false
    }
    let request = run.script.request(id)
    self.request = request
    body = []
    check(request, words[0], lines)
    bodyLeft = lines.first { $0.hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
    if bodyLeft != request.body.count { run.problem("\(id) was forwarded with a length of \(bodyLeft)") }
    run.forwarded(request)
    if request.reply.isEarly { reply() }
    if bodyLeft == 0 { bodyRead() }
    return true
  }

  private func check(_ request: ScriptedRequest, _ method: String, _ lines: [String]) {
    if method != request.method { run.problem("\(request.id) was forwarded as \(method)") }
    if !lines.contains("X-Tag: \(request.id)") { run.problem("\(request.id) lost a header") }
    if lines.contains(where: { $0.hasSuffix("eve") }) { run.problem("\(request.id) passed a claim of identity") }
  }

  private func bodyRead() {
    guard let request else { return }
    if !areSame(body, request.body) { run.problem("\(request.id) was forwarded with another body") }
    if !isReplying { reply() }
  }

  // MARK: Replying

  private func reply() {
    guard let request, !request.reply.hangs else { return }
    isReplying = true
    let wire = request.reply.wire
    output.append(request.reply.diesAfter >= 0 ? Array(wire[..<request.reply.diesAfter]) : wire)
    if request.reply.end == .more && request.reply.isSound {
      output.append(Array("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil".utf8))
    }
  }

  private func say(_ random: inout SeededRandom) -> Bool {
    guard isReplying, let request else { return false }
    if output.isEmpty { return finish(request.reply) }
    var count = random.piece(upTo: output.count)
    // What nobody asked for comes with the end of the response: later it could not be told from the next one.
    if request.reply.end == .more && output.count - count < 44 { count = output.count }
    socket.deliver(output.take(count))
    return true
  }

  private func finish(_ reply: ScriptedReply) -> Bool {
    if reply.diesAfter >= 0 { return die(byReset: reply.diesByReset) }
    switch reply.end {
    case .close, .closeUnsaid: return die(byReset: false)
    case .keep, .more: break
    }
    // The next request is read once this one has arrived in full.
    guard bodyLeft == 0 else { return false }
    request = nil
    isReplying = false
    while read() {}
    return true
  }
}

extension String {
  func components(_ separator: String) -> [String] { split(separator: separator).map(String.init) }
}
