/// A message as a test received it: the head's first line, its fields with lower-case names, and the body.
struct Message {
  let startLine: String
  let fields: [(name: String, value: String)]
  var body: [UInt8] = []

  init(head: String) {
    var lines = head.split(separator: "\r\n", omittingEmptySubsequences: true).map(String.init)
    startLine = lines.removeFirst()
    fields = lines.map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let value = parts.count > 1 ? parts[1] : ""
      return (parts[0].lowercased(), String(value.drop { $0 == " " || $0 == "\t" }))
    }
  }

  var status: Int { Int(startLine.split(separator: " ")[1]) ?? 0 }

  var text: String { String(decoding: body, as: UTF8.self) }

  func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  func value(_ name: String) -> String? { values(name).first }
}

extension RawConnection {
  /// Reads a response with its body, however it is framed.
  func readResponse(toHead: Bool = false) throws -> Message {
    var message = Message(head: try read(through: "\r\n\r\n"))
    if toHead || message.status < 200 || message.status == 204 || message.status == 304 { return message }
    message.body = try readBody(message) ?? readToEnd()
    return message
  }

  /// Reads a request with its body.
  func readRequest() throws -> Message {
    var message = Message(head: try read(through: "\r\n\r\n"))
    message.body = try readBody(message) ?? []
    return message
  }

  private func readBody(_ message: Message) throws -> [UInt8]? {
    if message.value("transfer-encoding") == "chunked" { return try readChunks() }
    guard let length = message.value("content-length").flatMap({ Int($0) }) else { return nil }
    return try read(length)
  }

  /// Reads the chunked coding to its end.
  func readChunks() throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let line = try read(through: "\r\n").dropLast(1)
      guard let size = Int(line, radix: 16) else { throw RawFailure.ended }
      body += try read(size)
      _ = try read(2)
      if size == 0 { return body }
    }
  }
}
