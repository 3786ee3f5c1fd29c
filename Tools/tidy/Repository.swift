import Foundation

/// Every file of the repository that is tracked, or would be if it were added.
struct Repository {
  var files: [TextFile]

  /// Reads the files that git knows under `root`; without git, every file that is not hidden.
  static func read(at root: URL) -> Repository {
    let paths = trackedPaths(at: root) ?? walkedPaths(at: root)
    return Repository(
      files: paths.compactMap { path in
        guard let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path) else {
          return nil
        }
        return TextFile(path: path, data: data)
      })
  }

  /// Paths known to git, ignored files left out; nil where git or a repository is missing.
  private static func trackedPaths(at root: URL) -> [String]? {
    let git = Process()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    git.arguments = ["git", "-C", root.path, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    let output = Pipe()
    git.standardOutput = output
    git.standardError = FileHandle.nullDevice
    guard (try? git.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    git.waitUntilExit()
    guard git.terminationStatus == 0 else { return nil }
    return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func walkedPaths(at root: URL) -> [String] {
    let all = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return all.filter { path in !path.split(separator: "/").contains { $0.hasPrefix(".") } }
  }
}
