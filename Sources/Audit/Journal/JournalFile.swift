import CLinux
import Cryptography
import Glibc

/// A journal's file: one page that names it, then the ring; every block allocated before the first record.
enum JournalFile {
  static let headerSize = 4096
  private static let magic = Array("countersign journal 1\n".utf8)

  /// Makes and maps a new file under a fresh name; its name and blocks are on the disk when this returns.
  static func make(loop: Int, capacity: Int, in folder: Folder) throws(DiskFailure) -> JournalRing {
    precondition(capacity >= 65_536 && capacity.nonzeroBitCount == 1, "a journal's capacity is a power of two")
    let incarnation = SecureRandom.bytes(16)
    let name = "\(Hex.encode(incarnation.span)).\(loop)"
    let file = try DiskFile(folder.path(of: name), flags: O_RDWR | O_CREAT | O_EXCL)
    try file.allocate(headerSize + capacity)
    try file.write((magic + incarnation).span)
    try file.synchronise()
    try folder.synchronise()
    let map = unsafe mmap(nil, headerSize + capacity, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
    guard let map = unsafe map, unsafe map != MAP_FAILED else { throw DiskFailure(.map, path: file.path) }
    return unsafe JournalRing(
      name: name, loop: loop, capacity: UInt64(capacity), seed: seed(incarnation), base: map + headerSize, file: file)
  }

  /// The ring of a process that ended, as it left it; nil when the file is not a journal of that name.
  static func read(_ name: String, in folder: Folder) throws(DiskFailure) -> (ring: [UInt8], seed: UInt32)? {
    guard let bytes = try folder.read(name), bytes.count > headerSize, bytes.starts(with: magic) else { return nil }
    let incarnation = Array(bytes[magic.count..<magic.count + 16])
    guard name.hasPrefix(Hex.encode(incarnation.span)) else { return nil }
    return (Array(bytes[headerSize...]), seed(incarnation))
  }

  private static func seed(_ incarnation: [UInt8]) -> UInt32 {
    unsafe incarnation.withUnsafeBytes { unsafe countersign_crc32c(0, $0.baseAddress, $0.count) }
  }
}
