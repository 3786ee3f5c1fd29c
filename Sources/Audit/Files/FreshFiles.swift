import Glibc

/// Files that nobody reads before the checkpoint names them: written under their own names, and brought to the disk
/// together. A file that is there already, for a checkpoint may name it, is replaced whole.
///
/// What could not be synchronised is never trusted again: the next try writes it anew, from memory, into a new file.
/// Many files are synchronised by one syncfs, for each fsync of a new file would wait for the disk on its own.
struct FreshFiles: ~Copyable {
  private let root: Folder
  private var names: [String] = []
  private var replaced: DurableWrite
  private var touched: Set<String> = []
  private var lastFolder = ""

  init(in root: Folder) {
    self.root = root
    replaced = DurableWrite(in: root)
  }

  /// More files than this are synchronised together.
  private static let few = 6

  mutating func add(_ name: String, _ bytes: Span<UInt8>) throws(DiskFailure) {
    let path = root.path(of: name)
    let folder = path.parentPath
    if folder != lastFolder {
      if touched.insert(folder).inserted { try Folder(path: folder).make() }
      lastFolder = folder
    }
    do {
      try DiskFile(path, flags: O_WRONLY | O_CREAT | O_EXCL).write(bytes)
      names.append(name)
    } catch {
      guard error.code == EEXIST else { throw error }
      try replaced.add(name, bytes)
    }
  }

  /// Brings all of them, and their names, to the disk.
  consuming func finish() throws(DiskFailure) {
    if names.count > FreshFiles.few {
      try root.synchroniseFileSystem()
    } else {
      for name in names { try DiskFile(root.path(of: name), flags: O_RDONLY).synchronise() }
      for folder in touched.sorted() { try Folder(path: folder).synchronise() }
    }
    try replaced.finish()
  }
}
