import Bytes
import Foundation
import HTTP
import Testing
import Vectors

/// The strict cases of llhttp, the parser of Node.js: nothing is accepted here that it refuses.
@Suite struct LLHTTPTests {
  /// What llhttp accepts and is refused here, by what refuses it, and why.
  private static let stricter: [HeadError: String] = [
    .unknownMethod: "a method that policy has no word for is refused before policy",
    .malformedRequestLine: "RTSP and ICE are not spoken, HTTP/0.9 neither; one empty line before a request is skipped",
    .malformedHost: "Host is a name or an address with an optional port",
    .unsupportedTransferEncoding: "transfer codings beside chunked are not spoken",
    .malformedTarget: "fragments and quotes do not belong into a target; an absolute one names a path",
    .hostDisagreesWithTarget: "credentials in a target are refused",
  ]
  /// What llhttp calls complete and is not, and why.
  private static let shorter = ["Content-Length reset when no body is received": "its harness skips the bodies"]

  @Test func agreesOnRequests() throws {
    var seen: Set<HeadError> = []
    let vectors = try LLHTTPCase.read()
    for vector in vectors {
      // The corpus as rendered lacks the last line end of many inputs.
      var (count, error) = Self.requests(vector.bytes)
      if count < vector.messages && error == nil {
        (count, error) = Self.requests(vector.bytes + [0x0d, 0x0a])
      }
      #expect(count <= vector.messages, "\(vector.title)")
      if vector.isRefused { continue }
      if let error {
        seen.insert(error)
        #expect(Self.stricter[error] != nil, "\(vector.title): \(error)")
      } else if !Self.shorter.keys.contains(where: { vector.title.hasSuffix($0) }) {
        #expect(count == vector.messages, "\(vector.title)")
      }
    }
    if !vectors.isEmpty { #expect(seen == Set(Self.stricter.keys)) }
  }

  // How many whole requests the bytes hold, up to the first that is refused or ends the connection.
  private static func requests(_ input: [UInt8]) -> (Int, HeadError?) {
    var rest = input
    var count = 0
    while !rest.isEmpty {
      rest = withHost(rest)
      let head = RequestHead()
      switch head.read(rest.span, limits: .standard) {
      case .incomplete: return (count, nil)
      case .invalid(let error): return (count, error)
      case .complete(let length):
        rest.removeFirst(length)
        do throws(HeadError) {
          guard let body = try bodyLength(head.bodyLength, rest) else { return (count, nil) }
          rest.removeFirst(body)
        } catch {
          return (count, error)
        }
        count += 1
        if !head.keepsAlive { return (count, nil) }
      }
    }
    return (count, nil)
  }

  private static func bodyLength(_ length: BodyLength, _ rest: [UInt8]) throws(HeadError) -> Int? {
    switch length {
    case .none, .untilClose: return 0
    case .exactly(let count): return rest.count < count ? nil : count
    case .chunked:
      var decoder = ChunkedDecoder()
      var taken = 0
      while true {
        switch decoder.next(rest.span.extracting(taken..<rest.count)) {
        case .skip(let count), .content(let count): taken += count
        case .end: return taken
        case .needsMore: return nil
        case .invalid(let error): throw error
        }
      }
    }
  }

  // The corpus leaves Host out, which HTTP/1.1 demands: it is put behind the request line.
  private static func withHost(_ input: [UInt8]) -> [UInt8] {
    let text = String(decoding: input, as: UTF8.self)
    guard let line = input.firstRange(of: Array(" HTTP/1.1\r\n".utf8)), !text.lowercased().contains("\nhost:") else {
      return input
    }
    return Array(input[..<line.upperBound]) + Array("Host: a\r\n".utf8) + Array(input[line.upperBound...])
  }
}

/// One case of the corpus; the input's characters are bytes.
struct LLHTTPCase {
  let title: String
  let bytes: [UInt8]
  let messages: Int
  let isRefused: Bool

  /// The strict cases of requests.
  static func read() throws -> [LLHTTPCase] {
    guard let data = try VectorFolder.read("llhttp/vectors.json") else { return [] }
    struct Entry: Decodable {
      let file: String
      let title: String
      let type: String
      let lenient: Bool
      let input: String
      let messagesComplete: Int
      let error: String?
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([Entry].self, from: data).filter { !$0.lenient && $0.type == "request" }.map {
      LLHTTPCase(
        title: "\($0.file): \($0.title)", bytes: $0.input.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) },
        messages: $0.messagesComplete, isRefused: $0.error != nil)
    }
  }
}
