import CLinux
import Glibc

/// A folder of the log; paths are relative to it.
struct Folder: Sendable {
  let path: String

  func path(of name: String) -> String { "\(path)/\(name)" }

  func folder(_ name: String) -> Folder { Folder(path: path(of: name)) }

  /// Whether it is there.
  var exists: Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0
  }

  /// The bytes of a file, or nil where there is none.
  func read(_ name: String) throws(DiskFailure) -> [UInt8]? {
    let descriptor = unsafe open(path(of: name), O_RDONLY | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
    guard descriptor >= 0 else { throw DiskFailure(.open, path: path(of: name)) }
    return try DiskFile(owning: descriptor, path: path(of: name)).read()
  }

  /// The names in it, sorted; none where the folder does not exist.
  func names() throws(DiskFailure) -> [String] {
    guard let stream = unsafe opendir(path) else {
      if errno == ENOENT { return [] }
      throw DiskFailure(.list, path: path)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a file; one that is not there is no failure.
  func remove(_ name: String) throws(DiskFailure) {
    guard unsafe unlink(path(of: name)) == 0 || errno == ENOENT else {
      throw DiskFailure(.remove, path: path(of: name))
    }
  }

  /// Removes a folder with its files, but not deeper.
  func removeFolder(_ name: String) throws(DiskFailure) {
    let inner = folder(name)
    for file in try inner.names() { try inner.remove(file) }
    guard unsafe rmdir(inner.path) == 0 || errno == ENOENT else { throw DiskFailure(.remove, path: inner.path) }
  }

  /// Makes the folder and those above it; the names are on the disk when it returns.
  func make() throws(DiskFailure) {
    if exists { return }
    let parent = Folder(path: path.parentPath)
    if parent.path != path, parent.path != "." { try parent.make() }
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw DiskFailure(.open, path: path) }
    try parent.synchronise()
  }

  /// Brings everything that is written on the folder's file system to the disk; an error of any write of ours is told.
  func synchroniseFileSystem() throws(DiskFailure) {
    let folder = try DiskFile(path, flags: O_RDONLY | O_DIRECTORY)
    guard countersign_sync_filesystem(folder.descriptor) == 0 else { throw DiskFailure(.synchronise, path: path) }
  }

  /// Brings the names in the folder to the disk.
  func synchronise() throws(DiskFailure) {
    try DiskFile(path, flags: O_RDONLY | O_DIRECTORY).synchronise()
  }
}

extension String {
  /// Everything before the last slash; `.` where there is none.
  var parentPath: String {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}
