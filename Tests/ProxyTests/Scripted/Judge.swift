/// Compares what a client got with what its script, and whatever went wrong, lets it expect.
struct Judge {
  let script: Script
  let client: ClientActor
  /// How often the upstream saw each request.
  let seen: [Int: Int]
  private var problems: [String] = []

  init(script: Script, client: ClientActor, seen: [Int: Int]) {
    self.script = script
    self.client = client
    self.seen = seen
  }

  mutating func judge() -> [String] {
    if let problem = client.reader.problem, !isCut { problems.append("got \(problem)") }
    let responses = client.reader.responses
    for (index, response) in responses.enumerated() {
      let request = client.script.requests[index]
      if client.sentCount <= (index == 0 ? 0 : client.ends[index - 1]) {
        problems.append("\(request.id) was answered before it was sent")
      }
      check(request, response)
      if index < responses.count - 1 && (response.saysClose || !response.isComplete) {
        problems.append("a response followed the last one, to \(request.id)")
      }
    }
    checkEnd(responses)
    for request in client.script.requests { checkForwarding(request) }
    return problems
  }

  // A client that left, or an upstream that died, may leave anything unfinished.
  private var isCut: Bool { client.hasLeft || script.upstreamFails }

  private mutating func check(_ request: ScriptedRequest, _ response: ReceivedResponse) {
    if let reason = refusal(request, response) {
      problems.append("\(request.id) (\(request.kind), \(request.method)) got \(response.status): \(reason)")
    }
    if response.saysClose && response.isComplete && !mayClose(request, response) {
      problems.append("\(request.id) got \(response.status) and a closed connection without a reason")
    }
  }

  // Why a response is wrong, or nil.
  private func refusal(_ request: ScriptedRequest, _ response: ReceivedResponse) -> String? {
    if response.status == 408 && client.hasLeft { return nil }
    switch request.kind {
    case .malformed: return (400...599).contains(response.status) && response.saysClose ? nil : "not refused"
    case .stranger: return response.status == 401 ? nil : "not refused"
    case .own: return reply(200, request.body, request, response)
    case .forwarded, .parked: break
    }
    if script.upstreamFails && (502...504).contains(response.status) { return nil }
    if request.reply.isMalformed || request.reply.hangs { return "no such reply was ever sound" }
    return reply(request.reply.status, request.reply.body, request, response)
  }

  private func reply(
    _ status: Int, _ body: [UInt8], _ request: ScriptedRequest, _ response: ReceivedResponse
  ) -> String? {
    let expected = request.method == "HEAD" ? [] : body
    if response.status != status { return "expected \(status)" }
    // Without a length or chunks a client cannot tell a cut response from a whole one.
    let endIsUnmarked = response.endsWithConnection && isCut || request.endIsUnmarked
    if response.isComplete && !endIsUnmarked {
      return areSame(response.body, expected) ? nil : "a body of \(response.body.count) bytes, not \(expected.count)"
    }
    return begins(expected, with: response.body) ? nil : "a body that does not begin right"
  }

  private func mayClose(_ request: ScriptedRequest, _ response: ReceivedResponse) -> Bool {
    if request.asksToClose || request.kind == .malformed || request.kind == .stranger { return true }
    if response.status == 408 || script.upstreamFails { return true }
    return !request.isHTTP11 && request.reply.framing != .length
  }

  private mutating func checkEnd(_ responses: [ReceivedResponse]) {
    if isCut { return }
    if let last = responses.last, !last.isComplete { problems.append("the last response is not complete") }
    if responses.last?.saysClose != true && responses.count < client.script.requests.count {
      problems.append("\(responses.count) responses to \(client.script.requests.count) requests")
    }
  }

  private mutating func checkForwarding(_ request: ScriptedRequest) {
    let count = seen[request.id] ?? 0
    if count > 1 && !(script.upstreamFails && request.isSafe) {
      problems.append("\(request.id) was forwarded \(count) times")
    }
    let responses = client.reader.responses
    if let last = responses.firstIndex(where: \.saysClose), request.id % 1000 > last, count > 0 {
      problems.append("\(request.id) was forwarded behind the last response")
    }
  }
}
