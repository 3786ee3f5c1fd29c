/// Why a key, a sealed text or a certificate could not be read or made.
public enum CryptographyError: Error, Equatable, Sendable {
  /// The key's bytes or parameters are not a valid key of its kind; the text says which.
  case invalidKey(String)
  /// The sealed text was altered, cut, or sealed under another key.
  case unauthentic
  /// The text is not the PEM document that was asked for.
  case invalidPEM
  /// OpenSSL failed at what valid input never makes fail (memory, a missing provider); the text names the step.
  case library(String)
}
