import Foundation
import Testing

@testable import Fetch

@Suite("Whom a connection trusts", .timeLimit(.minutes(1)))
struct TrustTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trust-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func isRefused(_ fetcher: Fetcher, _ url: String) async -> Bool {
    do throws(FetchError) {
      _ = try await fetcher.get(url)
      return false
    } catch .tlsFailed {
      return true
    } catch {
      Issue.record("\(error)")
      return false
    }
  }

  @Test func onlyTheNamedAuthority() async throws {
    let server = try LocalServer.secure(host: "localhost", in: folder)
    let trusting = Fetcher(authorities: server.authorities)
    #expect(try await trusting.get(server.address + "/keys").status == 200)
    #expect(await isRefused(Fetcher(), server.address + "/keys"))
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func theNameMustBeTheCertificates() async throws {
    let server = try LocalServer.secure(host: "127.0.0.1", in: folder)
    #expect(await isRefused(Fetcher(authorities: server.authorities), server.address + "/keys"))
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func aMissingAuthorityFileTrustsNobody() async throws {
    let server = try LocalServer.secure(host: "localhost", in: folder)
    #expect(await isRefused(Fetcher(authorities: folder + "/none.pem"), server.address + "/keys"))
    try FileManager.default.removeItem(atPath: folder)
  }
}
