import Cryptography

/// The audit log's signing key on disk: a comment and one line, the 32-byte Ed25519 seed in canonical base64url.
///
/// Kept apart from the root secret, because it proves the past while the root secret guards the present.
enum LogKeyFile {
  private static let comment = """
    # The signing key of a Countersign audit log (Ed25519 seed). Whoever reads it can sign a log that never was.

    """

  /// A fresh seed.
  static func create() -> Secret { Secret() }

  /// Where the key lies: `log.key` beside the root secret.
  static func path(besideRootSecret path: String) -> String { PathText.folder(of: path) + "/log.key" }

  /// The key in the file at `path`.
  static func read(_ path: String) throws(CommandFailure) -> SigningKey {
    var bytes = try SecretFile.read(path)
    defer { bytes.cleanse() }
    guard let seed = parse(bytes), let key = try? SigningKey(seed: seed) else {
      let fix = "restore it from a backup: 'countersign secrets restore FILE'"
      throw CommandFailure("\(path) is not a log signing key, or is damaged", fix: fix)
    }
    return key
  }

  /// The file's bytes; the caller overwrites them.
  static func bytes(_ seed: Secret) -> [UInt8] {
    Array(comment.utf8) + Base64URL.encode(seed.bytes) + [0x0A]
  }

  private static func parse(_ bytes: [UInt8]) -> Secret? {
    let lines = bytes.split(separator: 0x0A).filter { $0.first != UInt8(ascii: "#") }
    guard lines.count == 1, var seed = Base64URL.decode(Array(lines[0]).span) else { return nil }
    defer { seed.cleanse() }
    return seed.count == 32 ? Secret(seed.span) : nil
  }
}
