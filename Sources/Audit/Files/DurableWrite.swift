import Glibc

/// Files that replace others of their names, each on the disk before it does.
///
/// `add` writes a file under a temporary name; `finish` brings all of them to the disk, gives them their names and
/// synchronises the folders. What could not be synchronised is never trusted again: the next try writes it anew from
/// memory.
struct DurableWrite: ~Copyable {
  private let root: Folder
  private var names: [String] = []
  private var touched: Set<String> = []

  init(in root: Folder) {
    self.root = root
  }

  private static let suffix = ".new"

  /// Whether a name is one of a write that was never finished.
  static func isLeftover(_ name: String) -> Bool { name.hasSuffix(suffix) }

  mutating func add(_ name: String, _ bytes: Span<UInt8>) throws(DiskFailure) {
    let temporary = name + DurableWrite.suffix
    let folder = root.path(of: name).parentPath
    if !touched.contains(folder) {
      try Folder(path: folder).make()
      touched.insert(folder)
    }
    try root.remove(temporary)
    let file = try DiskFile(root.path(of: temporary), flags: O_WRONLY | O_CREAT | O_EXCL)
    try file.write(bytes)
    names.append(name)
  }

  consuming func finish() throws(DiskFailure) {
    for name in names { try DiskFile(root.path(of: name + DurableWrite.suffix), flags: O_RDONLY).synchronise() }
    for name in names {
      guard unsafe rename(root.path(of: name + DurableWrite.suffix), root.path(of: name)) == 0 else {
        throw DiskFailure(.rename, path: root.path(of: name))
      }
    }
    for folder in touched.sorted() { try Folder(path: folder).synchronise() }
  }
}

extension Folder {
  /// Replaces one file; the old or the new one is there whatever happens.
  func replace(_ name: String, with bytes: Span<UInt8>) throws(DiskFailure) {
    var write = DurableWrite(in: self)
    try write.add(name, bytes)
    try write.finish()
  }
}
