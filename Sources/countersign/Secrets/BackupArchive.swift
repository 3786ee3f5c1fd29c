import Cryptography

/// Files sealed under a passphrase in one blob.
///
/// `countersign backup 1\n`, 16 bytes of salt, then AES-256-GCM (nonce, ciphertext, tag) under scrypt(passphrase,
/// salt), with everything before it as context. Inside, for each file: the length of its name (1 byte), the name, the
/// length of its contents (8 bytes, big-endian), the contents.
struct BackupArchive: Equatable {
  /// One file; its name is one of a fixed list and never a path.
  struct File: Equatable {
    let name: String
    let contents: [UInt8]
  }

  var files: [File]

  /// The largest archive that is read, in bytes.
  static let limit = 1 << 30
  private static let header = Array("countersign backup 1\n".utf8)
  private static let saltCount = 16

  /// Why an archive cannot be opened.
  enum Flaw: Error, Equatable {
    /// It is no archive of this program, or of a newer one.
    case notAnArchive
    /// The passphrase is wrong or a byte was changed; the two cannot be told apart.
    case unauthentic
  }

  /// Seals the files; takes a good part of a second and 128 MiB, which is what guessing costs too.
  func seal(_ passphrase: Secret) throws(CryptographyError) -> [UInt8] {
    let front = Self.header + SecureRandom.bytes(Self.saltCount)
    var plain = encoded
    defer { plain.cleanse() }
    let cipher = try AEAD(key: try Self.key(passphrase, front))
    return front + (try cipher.seal(plain.span, context: front.span))
  }

  /// Opens an archive.
  static func open(_ bytes: [UInt8], _ passphrase: Secret) throws(Flaw) -> BackupArchive {
    let frontCount = header.count + saltCount
    guard bytes.count > frontCount, bytes.starts(with: header) else { throw .notAnArchive }
    let front = Array(bytes[..<frontCount])
    guard let key = try? key(passphrase, front), let cipher = try? AEAD(key: key),
      var plain = try? cipher.open(Array(bytes[frontCount...]).span, context: front.span)
    else { throw .unauthentic }
    defer { plain.cleanse() }
    guard let archive = decode(plain) else { throw .notAnArchive }
    return archive
  }

  /// The contents of one file.
  func contents(_ name: String) -> [UInt8]? { files.first { $0.name == name }?.contents }

  private static func key(_ passphrase: Secret, _ front: [UInt8]) throws(CryptographyError) -> Secret {
    try Scrypt.derive(passphrase, salt: Array(front[header.count...]).span, cost: .interactiveBackup)
  }

  private var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for file in files {
      precondition(file.name.utf8.count < 256, "names of backed-up files are short")
      bytes += [UInt8(file.name.utf8.count)] + Array(file.name.utf8)
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: file.contents.count >> shift))
      }
      bytes += file.contents
    }
    return bytes
  }

  private static func decode(_ bytes: [UInt8]) -> BackupArchive? {
    var files: [File] = []
    var rest = bytes[...]
    while let nameCount = rest.popFirst() {
      guard rest.count >= Int(nameCount) + 8 else { return nil }
      let name = String(decoding: rest.prefix(Int(nameCount)), as: UTF8.self)
      rest = rest.dropFirst(Int(nameCount))
      let count = rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      rest = rest.dropFirst(8)
      guard count <= UInt64(rest.count) else { return nil }
      files.append(File(name: name, contents: Array(rest.prefix(Int(count)))))
      rest = rest.dropFirst(Int(count))
    }
    return BackupArchive(files: files)
  }
}
