/// The bounds on everything a credential may make this module do.
public enum IdentityLimits {
  /// The longest credential that is looked at, in bytes; larger than any header field the gateway reads would carry.
  public static let credentialLength = 16 * 1024
  /// The longest base64url text of a token's header; leaves room for a certificate chain that is never read.
  public static let tokenHeaderLength = 8 * 1024
  /// The deepest nesting of JSON in headers, claims and key sets.
  public static let jsonDepth = 16
  /// The most members and elements in one JSON text.
  public static let jsonValues = 4096
  /// The most groups that are taken from a token; one with more is refused.
  public static let groups = 512
  /// The most audiences or authentication methods a token may state.
  public static let listedStrings = 64
  /// The longest group, session id, token id or e-mail address, in bytes.
  public static let identifierLength = 255
  /// The largest key set or discovery document, in bytes.
  public static let keySetLength = 512 * 1024
  /// The most keys in one key set.
  public static let keysInSet = 100
  /// The largest difference between clocks that an issuer's settings may grant, in seconds.
  public static let clockSkew: Int64 = 300
}
