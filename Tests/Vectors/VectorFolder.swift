public import Foundation

/// Where conformance vectors from outside are read in place: `COUNTERSIGN_VECTORS`, else `../shared/vectors`.
public enum VectorFolder {
  /// The folder that holds one subfolder per vector source, or nil where this machine has none.
  public static let root: URL? = {
    let named = ProcessInfo.processInfo.environment["COUNTERSIGN_VECTORS"]
    let folder = URL(fileURLWithPath: named ?? "../shared/vectors", isDirectory: true)
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// The bytes of one vector file, or nil (said aloud, once per file) where the vectors are absent.
  public static func read(_ path: String) throws -> Data? {
    guard let root else {
      print("SKIPPED: no vectors at ../shared/vectors (set COUNTERSIGN_VECTORS): \(path)")
      return nil
    }
    return try Data(contentsOf: root.appendingPathComponent(path))
  }
}
