import Proxy

@testable import Transport

/// Writes the script of a seed: valid conversations, now and then one that ends in nonsense.
struct ScriptWriter {
  var random: SeededRandom
  private var script = Script()

  init(seed: UInt64) { random = SeededRandom(seed: seed ^ 0x5eed) }

  mutating func write() -> Script {
    script.upstreamFails = random.oneIn(3)
    script.faults.accepting = random.oneIn(4)
    script.faults.connecting = script.upstreamFails && random.oneIn(2)
    script.connectionsUpstream = random.pick([1, 2, 8])
    let isLarge = random.oneIn(12)
    script.windows = isLarge ? [20_000, 400_000] : random.oneIn(10) ? [1, 20_000] : [100, 700, 20_000, 20_000]
    for index in 0..<random.pick([1, 1, 2, 4]) {
      script.clients.append(client(index, isLarge: isLarge))
    }
    return script
  }

  private mutating func client(_ index: Int, isLarge: Bool) -> ScriptedClient {
    var client = ScriptedClient()
    for position in 0..<random.between(1, 6) {
      client.requests.append(request(index * 1000 + position, isLarge: isLarge))
      if client.requests[position].kind == .malformed { break }
    }
    client.depth = random.pick([1, 1, 2, 6])
    client.reluctance = random.pick([1, 1, 4, 30])
    client.window = random.pick(script.windows)
    client.closesWhenDone = !random.oneIn(4)
    if random.oneIn(4) {
      client.leaving = random.pick([.finishes, .closes, .resets, .fallsSilent, .stopsTaking])
      client.leavesAfter = random.below(client.requests.reduce(1) { $0 + $1.wire.count })
    }
    return client
  }

  // MARK: Requests

  private mutating func request(_ id: Int, isLarge: Bool) -> ScriptedRequest {
    var request = ScriptedRequest()
    request.id = id
    let kinds: [ScriptedRequest.Kind] = [
      .forwarded, .forwarded, .forwarded, .forwarded, .forwarded, .forwarded, .parked, .own, .own, .stranger,
    ]
    request.kind = random.oneIn(25) ? .malformed : random.pick(kinds)
    request.method = random.pick(["GET", "GET", "HEAD", "POST", "POST", "POST", "PUT", "DELETE"])
    request.isHTTP11 = !random.oneIn(10)
    request.asksToClose = random.oneIn(12)
    let hasBody = request.method == "POST" || request.method == "PUT" || random.oneIn(8)
    if hasBody {
      request.body = bytes(
        isLarge && random.oneIn(2) ? random.below(60_000) : random.below(random.pick([20, 200, 900])))
    }
    writeHead(&request, hasBody)
    request.reply = reply(to: request, isLarge: isLarge)
    return request
  }

  private mutating func writeHead(_ request: inout ScriptedRequest, _ hasBody: Bool) {
    let place = [ScriptedRequest.Kind.own: "own", .stranger: "stranger", .parked: "park"][request.kind] ?? "r"
    var head = "\(request.method) /\(place)/\(request.id) HTTP/1.\(request.isHTTP11 ? 1 : 0)\r\n"
    if random.oneIn(6) && request.id % 1000 > 0 { head = "\r\n" + head }
    var fields = ["Host: gateway", "X-Tag: \(request.id)"]
    if request.asksToClose {
      fields.append(random.pick(["Connection: close", "connection: Close, x-tag2"]))
    } else if !request.isHTTP11 {
      fields.append("Connection: keep-alive")
    }
    if random.oneIn(5) { fields.append("X-Long: \(String(repeating: "v", count: random.below(400)))") }
    if random.oneIn(5) { fields.append("X-Forwarded-User: eve") }
    if hasBody {
      if request.isHTTP11 && random.oneIn(2) {
        fields.append("Transfer-Encoding: chunked")
        request.codedBody = chunks(request.body)
      } else {
        fields.append("Content-Length: \(request.body.count)")
        request.codedBody = request.body
      }
      if random.oneIn(5) && request.isHTTP11 {
        fields.append("Expect: 100-continue")
        request.expectsContinue = true
      }
    }
    if request.kind == .malformed {
      fields.append(random.pick(["Bad Name: 1", " folded", "Content-Length: +5", "X: a\u{1}", "Transfer-Encoding: x"]))
    }
    fields.shuffle(using: &random)
    if request.kind == .malformed, fields[0].hasPrefix(" ") { fields.swapAt(0, 1) }
    request.head = Array((head + fields.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
  }

  // Bytes that look like requests and chunk lines, so that a reader that loses its place finds something to believe.
  private mutating func bytes(_ count: Int) -> [UInt8] {
    let texts = [
      "GET /r/evil HTTP/1.1\r\nHost: a\r\n\r\n", "0\r\n\r\n", "\r\n", "HTTP/1.1 200 OK\r\n\r\n", "5;a=b\r\n",
    ]
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 2000)
    while bytes.count < count {
      if random.oneIn(3) {
        bytes += Array(random.pick(texts).utf8)
      } else {
        bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: random.next()), count: random.between(1, 1 + count / 4))
      }
    }
    return Array(bytes[..<count])
  }

  private mutating func chunks(_ body: [UInt8]) -> [UInt8] {
    var coded: [UInt8] = []
    var start = 0
    while start < body.count {
      let size = max(random.piece(upTo: body.count - start), min(body.count - start, body.count / 100))
      let digits = String(size, radix: 16, uppercase: random.oneIn(2))
      coded += Array((random.oneIn(4) ? "00" : "").utf8) + Array(digits.utf8)
      coded += Array(random.pick(["", "", ";a", ";a=b", ";a=\"c d\""]).utf8) + [13, 10]
      coded += body[start..<start + size] + [13, 10]
      start += size
    }
    return coded + Array(random.pick(["0\r\n\r\n", "000\r\n\r\n", "0\r\nX-Trailer: 1\r\n\r\n", "0;e\r\n\r\n"]).utf8)
  }

  // MARK: Replies

  private mutating func reply(to request: ScriptedRequest, isLarge: Bool) -> ScriptedReply {
    var reply = ScriptedReply()
    reply.status = random.pick([200, 200, 200, 200, 201, 204, 304, 404, 500])
    reply.body = bytes(isLarge && random.oneIn(2) ? random.below(60_000) : random.below(random.pick([20, 200, 900])))
    reply.framing = random.pick([.length, .length, .chunked, .chunked, .untilClose])
    // Where the end is the connection's, a client still sending may see a reset instead.
    reply.isEarly = random.oneIn(10) && reply.framing != .untilClose
    let isBodiless = request.method == "HEAD" || reply.status == 204 || reply.status == 304
    if isBodiless { reply.framing = reply.status == 204 ? .none : random.pick([.none, .length]) }
    reply.end = reply.framing == .untilClose ? .close : random.pick([.keep, .keep, .keep, .close])
    if script.upstreamFails && reply.framing != .untilClose && random.oneIn(6) { reply.end = .closeUnsaid }
    if reply.framing != .untilClose && random.oneIn(12) { reply.end = .more }
    reply.wire = replyHead(reply) + (isBodiless ? [] : codedBody(reply))
    if isBodiless { reply.body = [] }
    if script.upstreamFails && random.oneIn(3) { spoil(&reply) }
    return reply
  }

  private mutating func replyHead(_ reply: ScriptedReply) -> [UInt8] {
    var text = ""
    for _ in 0..<random.pick([0, 0, 0, 1, 3]) {
      text += random.pick(["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"])
    }
    text += "HTTP/1.1 \(reply.status) \(random.pick(["OK", "", "A b"]))\r\nX-Reply: 1\r\n"
    switch reply.framing {
    case .length: text += "Content-Length: \(reply.body.count)\r\n"
    case .chunked: text += "Transfer-Encoding: chunked\r\n"
    case .untilClose, .none: break
    }
    if reply.end == .close && (reply.framing != .untilClose || random.oneIn(2)) { text += "Connection: close\r\n" }
    return Array((text + "\r\n").utf8)
  }

  private mutating func codedBody(_ reply: ScriptedReply) -> [UInt8] {
    reply.framing == .chunked ? chunks(reply.body) : reply.framing == .none ? [] : reply.body
  }

  private mutating func spoil(_ reply: inout ScriptedReply) {
    switch random.below(4) {
    case 0: reply.hangs = true
    case 1:
      reply.isMalformed = true
      let texts = [
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "nonsense\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "HTTP/1.1 200 OK\r\n X: folded\r\n\r\n",
        String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 20), "HTTP/1.1 200 OK\nX: 1\n\n",
      ]
      reply.wire = Array(random.pick(texts).utf8)
    default:
      reply.diesAfter = random.below(reply.wire.count + 1)
      reply.diesByReset = random.oneIn(2)
    }
  }
}
