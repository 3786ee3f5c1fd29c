import Bytes
import Foundation
import HTTP
import Testing
import Vectors

/// The WHATWG URL tests, for one question only: where we accept a target, do we and a browser see the same path?
///
/// A browser repairs what it is given (backslashes, dot segments, tabs, slashes); here such a target is refused.
@Suite struct URLVectorTests {
  private struct Entry: Decodable {
    let input: String
    let pathname: String
    let search: String
  }

  @Test func whatIsAcceptedHasTheBrowsersPath() throws {
    let entries = try Self.entries()
    if entries.isEmpty { return }
    var accepted = 0
    for entry in entries {
      guard let target = Self.target(of: entry.input), let path = Self.read(target.text, host: target.host) else {
        continue
      }
      accepted += 1
      #expect(path.path == entry.pathname, "\(entry.input)")
      // An apostrophe is legal in a query, yet a browser encodes it; it goes upstream as it came.
      let query = path.query.replacing("'", with: "%27")
      #expect(query.isEmpty ? entry.search.isEmpty : "?" + query == entry.search, "\(entry.input)")
    }
    // Most of the corpus is there to be repaired; if hardly anything were accepted, the test would say nothing.
    #expect(accepted >= 20, "of \(entries.count)")
  }

  /// Differences by choice: a browser takes these as they are, and a gateway must not.
  @Test(arguments: ["/%2e", "/a/%2E%2e/b", "/a//b", "/;/", "/a;b", "/%7Efoo", "/a%2Fb", "/a%5Cb", "/%zz", "/a%"])
  func refusesWhatABrowserKeeps(path: String) {
    #expect(Self.read(path, host: "example.org") == nil)
  }

  private static func entries() throws -> [Entry] {
    guard let data = try VectorFolder.read("urltestdata/tests/wpt/urltestdata.json") else { return [] }
    let list = try JSONSerialization.jsonObject(with: data) as? [Any] ?? []
    return list.compactMap { item in
      guard let members = item as? [String: Any], let input = members["input"] as? String,
        let pathname = members["pathname"] as? String, let search = members["search"] as? String,
        let scheme = members["protocol"] as? String, scheme == "http:" || scheme == "https:"
      else { return nil }
      return Entry(input: input, pathname: pathname, search: search)
    }
  }

  /// The absolute-form target as a client would send it, and its host; nil for what is no absolute http URL.
  private static func target(of input: String) -> (text: String, host: String)? {
    guard let scheme = ["http://", "https://"].first(where: input.hasPrefix) else { return nil }
    let rest = input.dropFirst(scheme.count)
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    return (input, String(rest[..<slash]))
  }

  private static func read(_ target: String, host: String) -> (path: String, query: String)? {
    let head = RequestHead()
    let bytes = Array("GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8)
    guard case .complete = head.read(bytes.span, limits: .standard) else { return nil }
    return (slice(bytes, head.path), slice(bytes, head.query))
  }
}
