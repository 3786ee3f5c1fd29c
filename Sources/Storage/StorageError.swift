/// Why the store could not do what was asked.
public enum StorageError: Error, Sendable, Equatable {
  /// There is no file at this path; `countersign init` makes one.
  case missing(path: String)
  /// The file cannot be opened or mapped.
  case cannotOpen(path: String, reason: String)
  /// The file is an SQLite database of some other program, or no database at all.
  case notAStore(path: String)
  /// The file was written by a newer program; its schema, and the newest this program knows.
  case newerSchema(found: Int, known: Int)
  /// Another process held the file for longer than the busy time-out.
  case busy
  /// The disk is full.
  case full
  /// A row cannot be what this program wrote.
  case corrupt(String)
  /// Something with this name is already there.
  case exists(String)
  /// Nothing with this name is there.
  case unknown(String)
  /// A value that the store cannot hold, and why.
  case unfit(String)
  /// What SQLite said otherwise: its extended result code and message.
  case database(code: Int, message: String)
}

extension StorageError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let path): "there is no store at \(path)"
    case .cannotOpen(let path, let reason): "the store \(path) cannot be opened: \(reason)"
    case .notAStore(let path): "\(path) is not a store of this program"
    case .newerSchema(let found, let known):
      "the store has schema \(found), this program knows up to \(known): run the newer program, or restore a backup"
    case .busy: "another process keeps the store locked"
    case .full: "the disk that holds the store is full"
    case .corrupt(let what): "the store is damaged: \(what)"
    case .exists(let name): "\(name) exists already"
    case .unknown(let name): "\(name) does not exist"
    case .unfit(let why): why
    case .database(let code, let message): "SQLite error \(code): \(message)"
    }
  }
}
