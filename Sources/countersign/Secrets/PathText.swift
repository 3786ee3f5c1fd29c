import Glibc

/// Paths as commands compose and print them.
enum PathText {
  /// The folder of a path; `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path as a shell takes it, quoted where it must be.
  static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      default: "/._-+@:".utf8.contains(byte)
      }
    }
    guard !isPlain || path.isEmpty else { return path }
    return "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// What an `errno` means, in words that follow a colon.
  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "it does not exist"
    case EACCES: "permission denied"
    case EEXIST: "it exists already"
    case ELOOP: "it is a symbolic link"
    case ENOSPC: "the disk is full"
    default: unsafe String(cString: strerror(code))
    }
  }
}
