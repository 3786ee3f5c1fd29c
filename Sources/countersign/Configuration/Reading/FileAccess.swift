/// Whether the files that a configuration names are looked at.
enum FileAccess: Sendable {
  /// They must be there and readable; secrets are read.
  case required
  /// They are not touched: the configuration is checked on a machine it does not run on.
  case ignored
}
