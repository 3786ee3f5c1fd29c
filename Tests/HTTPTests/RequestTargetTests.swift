import Bytes
import HTTP
import Testing

@Suite struct RequestTargetTests {
  @Test(arguments: [
    "/", "/a/b", "/a/b/", "/v1/models/qwen2.5-coder:7b", "/a%20b", "/%C3%A9", "/a.b/..c/d..", "/@x/~y/!$&'()*+,=",
  ])
  func accepts(path: String) {
    #expect(check(path) == nil)
  }

  // Abuse cases 11 to 18: each of these has been read differently by two servers.
  @Test(arguments: [
    "", "a", "//", "//a", "/a//b", "/.", "/..", "/./a", "/a/..", "/a/../b", "/%2e", "/%2E%2e/a", "/a%2fb", "/a%2Fb",
    "/a\\b",
    "/a%5cb", "/a;b", "/a%3bb", "/..;/a", "/%61", "/%00", "/a%0ab", "/%7f", "/a#b", "/a%23b", "/a%3fb", "/%25", "/%2",
    "/%", "/%zz",
    "/%c0%af", "/%e0%80%af", "/%ed%a0%80", "/%c3", "/%ff", "/a b", "/é", "/a\u{0}", "/a\"b", "/a<b", "/a|b", "/a{b}",
  ])
  func refuses(path: String) {
    #expect(check(path) != nil)
  }

  @Test(arguments: ["a", "a:1", "127.0.0.1:8443", "[::1]", "[::1]:443", "a-b.c_d"])
  func acceptsHost(host: String) { #expect(isHost(host)) }

  @Test(arguments: [
    "", ":1", "a:", "a:b", "a:1:2", "[", "[]", "[::1", "[::1]x", "[g::]", "a/b", "a?b", "a b", "a,b", "é",
  ])
  func refusesHost(host: String) { #expect(!isHost(host)) }

  private func check(_ path: String) -> HeadError? {
    let bytes = Array(path.utf8)
    do throws(HeadError) {
      try RequestTarget.checkPath(bytes.span)
      return nil
    } catch {
      return error
    }
  }

  private func isHost(_ host: String) -> Bool {
    let bytes = Array(host.utf8)
    return RequestTarget.isHost(bytes.span)
  }
}
