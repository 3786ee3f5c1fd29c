import Foundation
import Testing

@testable import Fetch

@Suite("Asking servers", .timeLimit(.minutes(1)))
struct FetcherTests {
  private let server: LocalServer

  init() throws { server = try LocalServer.plain() }

  @Test func aResponseIsWhole() async throws {
    let response = try await Fetcher().get(server.address + "/keys")
    #expect(response.status == 200)
    #expect(response.body == Array("{\"keys\":[]}".utf8))
    #expect(response.field("cache-control") == "max-age=60")
    #expect(response.field("x-empty") == "")
    #expect(response.field("absent") == nil)
  }

  @Test func anErrorStatusIsAResponse() async throws {
    let response = try await Fetcher().get(server.address + "/nothing")
    #expect(response.status == 404)
    #expect(response.body == Array("nothing here".utf8))
  }

  @Test func redirectsAreNotFollowed() async throws {
    let response = try await Fetcher().get(server.address + "/moved")
    #expect(response.status == 302)
    #expect(response.body.isEmpty)
    #expect(response.field("location") == "/keys")
  }

  @Test(arguments: ["", "hello", String(repeating: "x", count: 100_000), "a\u{0}b"])
  func aPostCarriesItsBody(_ body: String) async throws {
    let response = try await Fetcher().post(
      server.address + "/", body: Array(body.utf8), contentType: "application/json")
    #expect(response.status == 201)
    #expect(response.body == Array("application/json \(body)".utf8))
  }

  @Test func fieldsAreSentAndCannotSmuggle() async throws {
    let fields = [(name: "Accept", value: "application/json"), (name: "X-Empty", value: "")]
    let text = String(decoding: try await Fetcher().get(server.address + "/echo", fields: fields).body, as: UTF8.self)
    #expect(text.contains("Accept: application/json"))
    #expect(text.contains("X-Empty: "))
    #expect(!text.contains("Accept-Encoding"))
    let url = server.address + "/echo"
    for field in [("A\r\nB", "c"), ("A", "b\r\nC: d"), ("", "b"), ("A:", "b"), ("A", "\u{0}")] {
      await #expect(throws: FetchError.invalidField(name: field.0)) {
        try await Fetcher().get(url, fields: [(name: field.0, value: field.1)])
      }
    }
  }

  @Test(arguments: [
    "file:///etc/passwd", "ftp://localhost/", "gopher://localhost/", "localhost", "", "http:/localhost", "http://a b/",
    "http://ana:secret@127.0.0.1:1/", "http://127.0.0.1:1/\r\nX: y", "HTTPS//x", "http://",
  ])
  func otherAddressesAreRefused(_ url: String) async {
    await #expect(throws: FetchError.invalidURL) { try await Fetcher().get(url) }
  }

  @Test func sizesAreBounded() async throws {
    let fetcher = Fetcher(limits: FetchLimits(bodyBytes: 100_000, headBytes: 10_000))
    let address = server.address
    for path in ["/large", "/endless"] {
      await #expect(throws: FetchError.tooLarge(limit: 100_000)) { try await fetcher.get(address + path) }
    }
    await #expect(throws: FetchError.tooLarge(limit: 10_000)) { try await fetcher.get(address + "/head") }
    let exact = Fetcher(limits: FetchLimits(bodyBytes: 200_000))
    #expect(try await exact.get(address + "/large").body.count == 200_000)
  }

  @Test func timesAreBounded() async throws {
    let fetcher = Fetcher(limits: FetchLimits(totalTimeout: 200))
    let url = server.address + "/slow"
    await #expect(throws: FetchError.timedOut) { try await fetcher.get(url) }
  }

  @Test func cancellingTheTaskEndsTheTransfer() async throws {
    let url = server.address + "/slow"
    let task = Task { try await Fetcher().get(url) }
    try await Task.sleep(for: .milliseconds(100))
    task.cancel()
    await #expect(throws: FetchError.cancelled) { try await task.value }
  }

  @Test func nobodyAnswering() async {
    do {
      _ = try await Fetcher().get("http://127.0.0.1:1/")
      Issue.record("port 1 answered")
    } catch {
      #expect(error.isTemporary)
    }
    await #expect(throws: FetchError.nameNotResolved) { try await Fetcher().get("http://nobody.invalid/") }
  }

  @Test func aUnixSocketStandsForAnyHost() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sock").path
    let unix = try LocalServer.unix(path)
    let fetcher = Fetcher(unixSocket: path)
    #expect(try await fetcher.get("http://localhost/keys").status == 200)
    await #expect(throws: FetchError.self) { try await Fetcher(unixSocket: path + "x").get("http://localhost/keys") }
    withExtendedLifetime(unix) {}
    try FileManager.default.removeItem(atPath: path)
  }

  @Test func manyAtOnce() async throws {
    let url = server.address + "/keys"
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<32 { group.addTask { try await Fetcher().get(url).status } }
      for try await status in group { #expect(status == 200) }
    }
  }
}
