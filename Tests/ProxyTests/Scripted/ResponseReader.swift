/// One response as a client got it.
struct ReceivedResponse {
  var status = 0
  var body: [UInt8] = []
  var isComplete = false
  /// Whether it says that the connection ends with it.
  var saysClose = false
  var endsWithConnection = false
}

/// Reads the responses of one connection as they come; knows nothing of the product's own parser.
struct ResponseReader {
  private enum Place {
    case head
    case body(Int)
    case size
    case chunk(Int)
    case chunkEnd, trailer, rest
  }

  private let methods: [String]
  private var input = ByteQueue()
  private var place = Place.head
  private(set) var responses: [ReceivedResponse] = []
  private(set) var interim = 0
  /// What no client could read.
  private(set) var problem: String?

  init(methods: [String]) { self.methods = methods }

  private(set) var completeCount = 0
  private(set) var hasClose = false

  mutating func read(_ bytes: [UInt8]) {
    input.append(bytes)
    while problem == nil, step() {}
  }

  /// The connection has ended.
  mutating func end() {
    if case .rest = place { complete() }
    if case .head = place, !input.isEmpty { problem = problem ?? "half a head at the end: \(text)" }
  }

  private var text: String {
    var rest = input
    return String(decoding: rest.take(rest.count), as: UTF8.self).debugDescription
  }

  private mutating func step() -> Bool {
    switch place {
    case .head: return readHead()
    case .body(let left): return readBody(left)
    case .size: return readSize()
    case .chunk(let left):
      guard takeBody(left) == left else { return false }
      place = .chunkEnd
    case .chunkEnd:
      guard input.count >= 2 else { return false }
      if input.take(2) != [13, 10] { problem = "a chunk without its end" }
      place = .size
    case .trailer:
      guard let count = input.count(through: "\r\n") else { return false }
      input.drop(count)
      if count == 2 { complete() }
    case .rest:
      _ = takeBody(.max)
      return false
    }
    return true
  }

  private mutating func takeBody(_ limit: Int) -> Int {
    let count = min(limit, input.count)
    responses[responses.count - 1].body += input.take(count)
    if case .chunk(let left) = place { place = .chunk(left - count) }
    if case .body(let left) = place { place = .body(left - count) }
    return count
  }

  private mutating func readBody(_ left: Int) -> Bool {
    guard takeBody(left) == left else { return false }
    complete()
    return true
  }

  private mutating func readSize() -> Bool {
    guard let count = input.count(through: "\r\n") else { return false }
    let line = String(decoding: input.take(count).dropLast(2), as: UTF8.self)
    guard let size = Int(line, radix: 16) else {
      problem = "a chunk size of \(line.debugDescription)"
      return false
    }
    place = size == 0 ? .trailer : .chunk(size)
    return true
  }

  private mutating func readHead() -> Bool {
    guard let count = input.count(through: "\r\n\r\n") else { return false }
    let lines = String(decoding: input.take(count), as: UTF8.self).split(separator: "\r\n").map { $0.lowercased() }
    guard lines[0].hasPrefix("http/1.1 "), let status = Int(lines[0].dropFirst(9).prefix(3)) else {
      problem = "a status line of \(lines[0].debugDescription)"
      return false
    }
    if status < 200 {
      interim += 1
      return true
    }
    guard responses.count < methods.count else {
      problem = "a response to nothing"
      return false
    }
    var response = ReceivedResponse(status: status)
    response.saysClose = lines.contains("connection: close")
    if response.saysClose { hasClose = true }
    responses.append(response)
    begin(lines, status)
    return true
  }

  private mutating func begin(_ lines: [String], _ status: Int) {
    let length = lines.first { $0.hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) }
    if methods[responses.count - 1] == "HEAD" || status == 204 || status == 304 { return complete() }
    if lines.contains("transfer-encoding: chunked") {
      if length != nil { problem = "both lengths" }
      place = .size
    } else if let length {
      place = .body(length)
    } else {
      responses[responses.count - 1].endsWithConnection = true
      place = .rest
    }
  }

  private mutating func complete() {
    responses[responses.count - 1].isComplete = true
    completeCount += 1
    place = .head
  }
}
