/// The limits of one journal record, chosen so that its entry fits 65,535 bytes even when every byte must be escaped.
public enum RecordLimit {
  /// The longest name (principal, model, role …) in bytes; a longer one is refused.
  public static let name = 512
  /// How much of a path is kept, in bytes; the entry also says how long it was.
  public static let path = 2048
  /// How much of the tools' names is kept, in bytes; the entry also says how many there were.
  public static let tools = 2048
  /// How much of a stranger's reason is kept, in bytes.
  public static let reason = 64
  /// The longest entry in bytes (C2SP tlog-tiles: a 16-bit length).
  public static let entry = 65_535
}
