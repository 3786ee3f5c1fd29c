import Bytes

/// The fields Countersign acts on; everything else is `other` and passes.
public enum FieldKind: UInt8, Sendable {
  case other
  // Framing and connection (RFC 9110, 7.6.1; RFC 9112, 6).
  case host, contentLength, transferEncoding, connection, keepAlive, te, trailer, upgrade, expect
  case proxyConnection, proxyAuthorization, proxyAuthenticate
  // Credentials.
  case authorization, apiKey, cookie
  // Content.
  case contentType, contentEncoding, accept, acceptEncoding
  /// Says who calls or where from; only this gateway may say that to an upstream.
  case identity
  case requestID
  case anthropicVersion
  /// A name with an underscore: some servers read `X_User` as `X-User` (CVE-2025-64484), so none passes.
  case underscored
  // Responses.
  case date, setCookie, alternativeService
  /// `X-Accel-Buffering`, which the gateway says itself of every stream.
  case proxyBuffering

  /// The kind of a field name that holds token characters only, ASCII letters folded.
  public init(name: Span<UInt8>) {
    switch name.count {
    case 2: self = name.equalsFolded("te") ? .te : .other
    case 4: self = Self.ofFour(name)
    case 6: self = Self.ofSix(name)
    case 7: self = Self.ofSeven(name)
    case 9: self = Self.ofNine(name)
    case 10: self = Self.ofTen(name)
    case 12: self = Self.ofTwelve(name)
    case 13: self = name.equalsFolded("authorization") ? .authorization : Self.identityOrOther(name)
    case 14: self = name.equalsFolded("content-length") ? .contentLength : Self.identityOrOther(name)
    case 15: self = name.equalsFolded("accept-encoding") ? .acceptEncoding : Self.identityOrOther(name)
    case 16: self = Self.ofSixteen(name)
    case 17: self = Self.ofSeventeen(name)
    case 18: self = name.equalsFolded("proxy-authenticate") ? .proxyAuthenticate : Self.identityOrOther(name)
    case 19: self = name.equalsFolded("proxy-authorization") ? .proxyAuthorization : Self.identityOrOther(name)
    default: self = Self.identityOrOther(name)
    }
  }

  private static func ofFour(_ name: Span<UInt8>) -> FieldKind {
    if name.equalsFolded("host") { return .host }
    return name.equalsFolded("date") ? .date : .other
  }

  private static func ofSix(_ name: Span<UInt8>) -> FieldKind {
    if name.equalsFolded("accept") { return .accept }
    if name.equalsFolded("expect") { return .expect }
    return name.equalsFolded("cookie") ? .cookie : identityOrOther(name)
  }

  private static func ofNine(_ name: Span<UInt8>) -> FieldKind {
    if name.equalsFolded("x-api-key") { return .apiKey }
    return name.equalsFolded("forwarded") ? .identity : identityOrOther(name)
  }

  private static func ofSeven(_ name: Span<UInt8>) -> FieldKind {
    if name.equalsFolded("upgrade") { return .upgrade }
    if name.equalsFolded("trailer") { return .trailer }
    if name.equalsFolded("alt-svc") { return .alternativeService }
    return name.equalsFolded("cookie2") ? .cookie : identityOrOther(name)
  }

  private static func ofTen(_ name: Span<UInt8>) -> FieldKind {
    if name.equalsFolded("connection") { return .connection }
    if name.equalsFolded("keep-alive") { return .keepAlive }
    return name.equalsFolded("set-cookie") ? .setCookie : identityOrOther(name)
  }

  private static func ofTwelve(_ name: Span<UInt8>) -> FieldKind {
    if name.equalsFolded("content-type") { return .contentType }
    return name.equalsFolded("x-request-id") ? .requestID : identityOrOther(name)
  }

  private static func ofSixteen(_ name: Span<UInt8>) -> FieldKind {
    if name.equalsFolded("content-encoding") { return .contentEncoding }
    return name.equalsFolded("proxy-connection") ? .proxyConnection : identityOrOther(name)
  }

  private static func ofSeventeen(_ name: Span<UInt8>) -> FieldKind {
    if name.equalsFolded("transfer-encoding") { return .transferEncoding }
    if name.equalsFolded("x-accel-buffering") { return .proxyBuffering }
    return name.equalsFolded("anthropic-version") ? .anthropicVersion : identityOrOther(name)
  }

  // Prefixes and names by which the proxies of the field tell an upstream who calls or where from.
  private static func identityOrOther(_ name: Span<UInt8>) -> FieldKind {
    switch ASCII.lowercased(name[0]) {
    case 0x78:  // x
      if isXIdentity(name) { return .identity }
    case 0x66:  // f
      if name.hasFoldedPrefix("fastly-client") || name.hasFoldedPrefix("fly-client") { return .identity }
      if name.hasFoldedPrefix("front-end-https") { return .identity }
    case 0x69:  // i
      if name.hasFoldedPrefix("impersonate-") { return .identity }
    case 0x72:  // r
      if name.hasFoldedPrefix("remote-") { return .identity }
    case 0x63:  // c
      if name.hasFoldedPrefix("client-cert") || name.hasFoldedPrefix("cf-connecting-ip") { return .identity }
      if name.hasFoldedPrefix("cf-access-") { return .identity }
    case 0x73:  // s
      if name.hasFoldedPrefix("ssl-client") { return .identity }
    case 0x74:  // t
      if name.equalsFolded("true-client-ip") || name.hasFoldedPrefix("tailscale-") { return .identity }
    default: break
    }
    return .other
  }

  private static func isXIdentity(_ name: Span<UInt8>) -> Bool {
    name.hasFoldedPrefix("x-forwarded") || name.hasFoldedPrefix("x-countersign") || name.hasFoldedPrefix("x-auth")
      || name.hasFoldedPrefix("x-real-ip") || name.hasFoldedPrefix("x-remote-") || name.hasFoldedPrefix("x-user")
      || name.hasFoldedPrefix("x-client-") || name.hasFoldedPrefix("x-original-") || name.hasFoldedPrefix("x-email")
      || name.hasFoldedPrefix("x-groups") || name.hasFoldedPrefix("x-rewrite-") || name.hasFoldedPrefix("x-envoy-")
      || name.hasFoldedPrefix("x-http-method") || name.hasFoldedPrefix("x-method-override")
      || name.hasFoldedPrefix("x-cluster-client-ip") || isXIdentityOfAProduct(name)
  }

  // Of Grafana, AWS, Azure, Google, Pomerium, Vouch, Open WebUI, Kong, Envoy and TLS terminators.
  private static func isXIdentityOfAProduct(_ name: Span<UInt8>) -> Bool {
    name.hasFoldedPrefix("x-webauth-") || name.hasFoldedPrefix("x-amzn-oidc-")
      || name.hasFoldedPrefix("x-ms-client-principal") || name.hasFoldedPrefix("x-ms-token-")
      || name.hasFoldedPrefix("x-goog-authenticated-") || name.hasFoldedPrefix("x-goog-iap-")
      || name.hasFoldedPrefix("x-pomerium-") || name.hasFoldedPrefix("x-vouch-")
      || name.hasFoldedPrefix("x-openwebui-user-") || name.hasFoldedPrefix("x-ssl-client")
      || name.hasFoldedPrefix("x-consumer-") || name.hasFoldedPrefix("x-credential-")
      || name.hasFoldedPrefix("x-jwt-") || name.hasFoldedPrefix("x-id-token") || name.hasFoldedPrefix("x-access-token")
      || name.hasFoldedPrefix("x-proxy-user") || name.hasFoldedPrefix("x-host") || name.hasFoldedPrefix("x-scheme")
      || name.hasFoldedPrefix("x-url-scheme") || name.hasFoldedPrefix("x-http-host-override")
      || name.hasFoldedPrefix("x-azure-client") || name.hasFoldedPrefix("x-appengine-user")
  }
}

extension Span where Element == UInt8 {
  fileprivate func hasFoldedPrefix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && extracting(0..<text.utf8CodeUnitCount).equalsFolded(text)
  }
}
