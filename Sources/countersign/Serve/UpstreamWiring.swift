import Proxy
import Transport

extension UpstreamTarget {
  /// What the data plane needs of an upstream; the name is resolved here, once.
  init(_ settings: UpstreamSettings, connectionsPerLoop: Int) throws {
    let (addresses, authority, host) = try Self.place(settings)
    self.init(name: settings.name, addresses: addresses, authority: Array(authority.utf8))
    pathPrefix = Array(settings.basePath.utf8)
    credentialLine = Self.credentialLine(settings)
    passesCookies = settings.apis.isEmpty
    limits.connectTimeout = settings.connectTimeout
    limits.firstByteTimeout = settings.firstByteTimeout
    limits.idleTimeout = settings.idleTimeout
    limits.keepAliveTimeout = settings.keepAliveTimeout
    limits.connections = connectionsPerLoop
    guard settings.isSecure else { return }
    do throws(TLSError) {
      tls = try TLSContext(trusting: settings.authorityFile)
    } catch {
      throw CommandFailure("upstream \(settings.name): \(error.description)", fix: "correct its ca_file")
    }
    tlsHost = host
  }

  private static func place(
    _ settings: UpstreamSettings
  ) throws -> (addresses: [SocketAddress], authority: String, host: String) {
    switch settings.address {
    case .unix(let path): return ([.unix(path: path)], "localhost", "localhost")
    case .tcp(let host, let port):
      let name = host.contains(":") ? "[\(host)]" : host
      do throws(ResolutionError) {
        return (try Resolver.addresses(of: host, port: port), "\(name):\(port)", host)
      } catch {
        throw CommandFailure(
          "upstream \(settings.name): the name \(error.host) has no address (\(error.reason))",
          fix: "correct its url, or the name server")
      }
    }
  }

  private static func credentialLine(_ settings: UpstreamSettings) -> [UInt8] {
    guard let credential = settings.credential?.bytes else { return [] }
    let end = Array("\r\n".utf8)
    if let field = settings.credentialField { return Array("\(field): ".utf8) + credential + end }
    let isAnthropicOnly = settings.apis == [.anthropic]
    return Array((isAnthropicOnly ? "x-api-key: " : "authorization: Bearer ").utf8) + credential + end
  }
}
