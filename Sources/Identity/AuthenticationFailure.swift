/// Why a credential was refused: a closed list, each with a stable code for logs and a sentence for the caller.
public enum AuthenticationFailure: Error, Sendable, Equatable {
  /// Neither an API key of ours nor a JWT.
  case unrecognized
  /// Longer than any credential may be.
  case tooLong
  /// Looks like an API key but is damaged: a wrong length, character or checksum.
  case malformedKey
  /// No such key, or the secret is not its secret; the two are not told apart.
  case unknownKey
  case keyExpired
  case keyRevoked
  /// The person or service behind the credential is disabled.
  case userDisabled
  /// Not a well-formed signed token: parts, base64url, JSON, header or claim types.
  case malformedToken
  /// The issuer is not one that the configuration names.
  case untrustedIssuer
  /// The algorithm is not allowed for this issuer, or does not fit the key.
  case algorithmRefused
  /// The header demands an extension (`crit`, `b64`, `zip`) that is not understood.
  case extensionRefused
  /// The `typ` is not one that is accepted here.
  case tokenTypeRefused
  /// An ID token came where an access token is needed.
  case identityTokenRefused
  /// None of the issuer's current keys is the one that the token names.
  case signingKeyUnknown
  case signatureInvalid
  case tokenExpired
  case tokenNotYetValid
  /// Issued longer ago than the issuer's maximum age.
  case tokenTooOld
  case audienceWrong
  /// A claim that must be there is missing or has another value.
  case claimMissing(String)
  /// The subject, session or token is on the denylist.
  case denied
  /// The issuer's keys cannot be read, or not lately enough.
  case keysUnavailable
  /// The store of identities did not answer.
  case unavailable

  /// A word for logs and metrics that never changes its meaning.
  public var code: String {
    switch self {
    case .unrecognized: "credential_unrecognized"
    case .tooLong: "credential_too_long"
    case .malformedKey: "key_malformed"
    case .unknownKey: "key_unknown"
    case .keyExpired: "key_expired"
    case .keyRevoked: "key_revoked"
    case .userDisabled: "user_disabled"
    case .malformedToken: "token_malformed"
    case .untrustedIssuer: "issuer_untrusted"
    case .algorithmRefused: "algorithm_refused"
    case .extensionRefused: "extension_refused"
    case .tokenTypeRefused: "token_type_refused"
    case .identityTokenRefused: "identity_token_refused"
    case .signingKeyUnknown: "signing_key_unknown"
    case .signatureInvalid: "signature_invalid"
    case .tokenExpired: "token_expired"
    case .tokenNotYetValid: "token_not_yet_valid"
    case .tokenTooOld: "token_too_old"
    case .audienceWrong: "audience_wrong"
    case .claimMissing: "claim_missing"
    case .denied: "credential_denied"
    case .keysUnavailable: "issuer_keys_unavailable"
    case .unavailable: "identity_store_unavailable"
    }
  }

  /// One sentence for the caller: what is wrong and what to do.
  public var message: String {
    switch self {
    case .unrecognized: "This is neither an API key nor a token of this gateway; send one as `Authorization: Bearer`."
    case .tooLong: "The credential is longer than this gateway reads; ask your issuer for a smaller token."
    case .malformedKey: "The API key is damaged; copy it again, whole, as it was shown when it was made."
    case .unknownKey: "The API key is not valid here; check that it belongs to this gateway, or make a new one."
    case .keyExpired: "The API key has expired; ask for a new one."
    case .keyRevoked: "The API key was revoked; ask for a new one."
    case .userDisabled: "This account is disabled; ask the administrator of this gateway."
    case .malformedToken: "The token is not a well-formed signed JWT; sign in again to get a new one."
    case .untrustedIssuer: "The token's issuer is not trusted here; use one of an issuer set up for this gateway."
    case .algorithmRefused: "The token's signature algorithm is not accepted from its issuer; ask the administrator."
    case .extensionRefused: "The token demands an extension that this gateway does not know; ask the administrator."
    case .tokenTypeRefused: "The token is of another type than this gateway accepts; send an access token."
    case .identityTokenRefused: "This is an ID token, which proves a sign-in and opens nothing; send the access token."
    case .signingKeyUnknown: "The token is signed by a key its issuer does not publish; sign in again."
    case .signatureInvalid: "The token's signature is not valid; sign in again."
    case .tokenExpired: "The token has expired; sign in again."
    case .tokenNotYetValid: "The token is not valid yet; check the clocks, or wait a moment and try again."
    case .tokenTooOld: "The token was issued too long ago for this gateway; sign in again."
    case .audienceWrong: "The token was made for another service; ask for one whose audience is this gateway."
    case .claimMissing(let name): "The token's claim `\(name)` is missing or not accepted; ask the administrator."
    case .denied: "Access with this credential was withdrawn; sign in again or ask the administrator."
    case .keysUnavailable: "The issuer's keys cannot be read at the moment; try again shortly."
    case .unavailable: "Identities cannot be checked at the moment; try again shortly."
    }
  }

  /// Whether the gateway, not the credential, is at fault, so that trying again later can help (503 and not 401).
  public var isTemporary: Bool {
    switch self {
    case .unavailable, .keysUnavailable: true
    default: false
    }
  }
}
