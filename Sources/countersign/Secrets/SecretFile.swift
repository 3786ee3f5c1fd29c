import Glibc

/// Files that only their owner may read: secrets on disk.
///
/// A secret is written whole or not at all: to a new name first, forced to the disk, then given its name. Reading
/// refuses a file that others may read, because what others could have read is no secret.
enum SecretFile {
  /// The largest secret file that is read, in bytes.
  static let limit = 64 * 1024

  /// Whether something has this name already.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// The bytes of a secret; refuses what group or others may read or write, links, and files of other users.
  static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      let fix = errno == ENOENT ? "run 'countersign init', or name the right file in the configuration" : nil
      throw CommandFailure("cannot read the secret \(path): \(PathText.reason(errno))", fix: fix)
    }
    defer { close(descriptor) }
    try check(descriptor, path)
    do {
      return try DescriptorBytes.read(descriptor, limit: limit)
    } catch {
      throw CommandFailure("cannot read the secret \(path): \(error.reason)")
    }
  }

  /// Writes a new secret; a file of that name is left alone and is an error.
  static func create(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o600) throws(CommandFailure) {
    try write(path, bytes, mode: mode) { draft in
      // link, unlike rename, fails when the name is taken.
      guard unsafe link(draft, path) == 0 else { return false }
      unsafe unlink(draft)
      return true
    }
  }

  /// Replaces a secret in one step: a reader sees the old or the new one, also after a power cut.
  static func replace(_ path: String, _ bytes: [UInt8]) throws(CommandFailure) {
    try write(path, bytes, mode: 0o600) { draft in unsafe rename(draft, path) == 0 }
  }

  /// Makes a folder for its owner alone; one that is there must not be writable by others.
  static func createFolder(_ path: String) throws(CommandFailure) {
    if unsafe mkdir(path, 0o700) == 0 { return }
    guard errno == EEXIST else { throw CommandFailure("cannot make the folder \(path): \(PathText.reason(errno))") }
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw CommandFailure("\(path) is not a folder", fix: "move it away, or choose another folder")
    }
    guard status.st_mode & 0o022 == 0 else {
      throw CommandFailure("others may write to the folder \(path)", fix: "chmod go-w \(PathText.quoted(path))")
    }
  }

  private static func check(_ descriptor: Int32, _ path: String) throws(CommandFailure) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw CommandFailure("the secret \(path) is not a regular file")
    }
    guard status.st_uid == geteuid() || status.st_uid == 0 else {
      throw CommandFailure(
        "the secret \(path) belongs to another user", fix: "chown \(geteuid()) \(PathText.quoted(path))")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw CommandFailure("others may read the secret \(path)", fix: "chmod 600 \(PathText.quoted(path))")
    }
  }

  private static func write(
    _ path: String, _ bytes: [UInt8], mode: mode_t, naming: (String) -> Bool
  ) throws(CommandFailure) {
    let draft = "\(path).\(getpid()).new"
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw CommandFailure("cannot write \(path): \(PathText.reason(errno))") }
    var flaw: Int32 = DescriptorBytes.write(bytes, to: descriptor) && fsync(descriptor) == 0 ? 0 : errno
    close(descriptor)
    if flaw == 0 && !naming(draft) { flaw = errno }
    guard flaw == 0 else {
      unsafe unlink(draft)
      let fix = flaw == EEXIST ? "nothing was changed; move the old file away first" : nil
      throw CommandFailure("cannot write \(path): \(PathText.reason(flaw))", fix: fix)
    }
    syncFolder(of: path)
  }

  /// Makes the name itself durable.
  private static func syncFolder(of path: String) {
    let descriptor = unsafe open(PathText.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
