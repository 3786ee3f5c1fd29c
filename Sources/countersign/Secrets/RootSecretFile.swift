import Cryptography

/// The text form of the root secret: a comment, then a line `NUMBER CREATED SECRET` for each version, oldest first.
///
/// The secret is 32 bytes in canonical base64url; the time is RFC 3339.
enum RootSecretFile {
  private static let comment = """
    # The root secret of a Countersign gateway. Whoever reads it can forge API keys and read what the gateway sealed.
    # Keep a copy elsewhere: countersign secrets backup FILE. One line per version: number, time, secret.

    """

  /// Reads and checks the file at `path`.
  static func read(_ path: String) throws(CommandFailure) -> RootSecrets {
    var bytes = try SecretFile.read(path)
    defer { bytes.cleanse() }
    guard let secrets = parse(bytes) else {
      let fix = "restore it from a backup: 'countersign secrets restore FILE'"
      throw CommandFailure("\(path) is not a root secret file, or is damaged", fix: fix)
    }
    return secrets
  }

  /// The file's bytes; the caller overwrites them.
  static func bytes(_ secrets: RootSecrets) -> [UInt8] {
    var bytes = Array(comment.utf8)
    for version in secrets.versions {
      bytes += Array("\(version.number) \(Timestamp.text(version.createdAt)) ".utf8)
      bytes += Base64URL.encode(version.secret.bytes) + [0x0A]
    }
    return bytes
  }

  /// Nil for anything that `bytes` would not have written, blank lines and comments aside.
  static func parse(_ bytes: [UInt8]) -> RootSecrets? {
    var versions: [RootSecrets.Version] = []
    for line in bytes.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
      guard let version = version(line), version.number > versions.last?.number ?? 0,
        versions.count < RootSecrets.limit
      else { return nil }
      versions.append(version)
    }
    return versions.isEmpty ? nil : RootSecrets(versions: versions)
  }

  private static func version(_ line: ArraySlice<UInt8>) -> RootSecrets.Version? {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard parts.count == 3, let number = DecimalText.parse(parts[0]), let time = Timestamp.parse(parts[1]) else {
      return nil
    }
    guard var secret = Base64URL.decode(Array(parts[2].utf8).span) else { return nil }
    defer { secret.cleanse() }
    guard secret.count == 32 else { return nil }
    return RootSecrets.Version(number: number, createdAt: time, secret: Secret(secret.span))
  }
}
