import Bytes

/// What every request head to one server has, joined as it is sent; made once for each loop.
final class UpstreamHead {
  let pathPrefix: [UInt8]
  /// The end of the request line, and Host.
  let lineEnd: [UInt8]
  /// The server's credential, and all of the request id's line but the id.
  let tail: [UInt8]
  /// The name of the credential's field; nothing where there is none.
  let credentialName: [UInt8]
  let passesCookies: Bool

  init(_ target: UpstreamTarget) {
    pathPrefix = target.pathPrefix
    lineEnd = Array(" HTTP/1.1\r\nhost: ".utf8) + target.authority + Array("\r\n".utf8)
    tail = target.credentialLine + Array("accept-encoding: identity\r\nx-request-id: ".utf8)
    credentialName = Array(target.credentialLine.prefix { $0 != 0x3a })
    passesCookies = target.passesCookies
  }
}
