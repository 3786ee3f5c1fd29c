/// What must have happened to an intent before its call may go upstream.
public enum Durability: String, Sendable {
  /// It survives the end of the process (it is in shared memory backed by a file).
  case process
  /// It survives a power cut (the group's fdatasync is done); the loop is told when.
  case power
}
