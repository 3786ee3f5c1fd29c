/// How well the caller's identity was proved, in the words of RFC 8176 and OpenID EAP.
public struct Assurance: Sendable {
  /// Methods (`amr`), separated by spaces: `pwd otp`.
  public let methods: [UInt8]
  /// Class (`acr`), such as `phrh`; empty where unknown.
  public let context: [UInt8]
  /// When the caller last proved to be present, Unix seconds; nil where unknown.
  public let authenticatedAt: Int64?

  public init(methods: [UInt8] = [], context: [UInt8] = [], authenticatedAt: Int64? = nil) {
    self.methods = methods
    self.context = context
    self.authenticatedAt = authenticatedAt
  }
}
