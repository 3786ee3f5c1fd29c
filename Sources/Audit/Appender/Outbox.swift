import Cryptography

/// Where another process (the command line) leaves what belongs on the record: one small file per message, whole by an
/// atomic rename. The gateway's appender takes it in; when none runs, the next start does.
public struct Outbox: Sendable {
  private let folder: Folder

  /// What a file says.
  enum Message {
    case event(AdministrativeEvent)
    case erase(principal: String)
    case unreadable
  }

  /// The longest message that is read, in bytes.
  static let maximumCount = 16_384

  /// The outbox of the log in a folder.
  public init(log folder: String) {
    self.folder = Folder(path: folder).folder("outbox")
  }

  /// Leaves an event; it is on the disk when this returns.
  public func drop(_ event: AdministrativeEvent) throws(DiskFailure) {
    try drop(event.encoded, as: "event")
  }

  /// Asks that a person's texts be forgotten.
  public func dropErasure(principal: String) throws(DiskFailure) {
    try drop(Array(principal.utf8), as: "erase")
  }

  /// The messages that wait, oldest first.
  func names() throws(DiskFailure) -> [String] {
    try folder.names().filter { $0.hasSuffix(".event") || $0.hasSuffix(".erase") }
  }

  func read(_ name: String) throws(DiskFailure) -> Message? {
    guard let bytes = try folder.read(name) else { return nil }
    guard bytes.count <= Outbox.maximumCount else { return .unreadable }
    if name.hasSuffix(".erase") { return .erase(principal: String(decoding: bytes, as: UTF8.self)) }
    return AdministrativeEvent(encoded: bytes).map(Message.event) ?? .unreadable
  }

  func remove(_ name: String) throws(DiskFailure) {
    try folder.remove(name)
  }

  private func drop(_ bytes: [UInt8], as kind: String) throws(DiskFailure) {
    try folder.make()
    let time = String(WallClock.milliseconds())
    let stamp = String(repeating: "0", count: max(0, 16 - time.utf8.count)) + time
    let name = "\(stamp)-\(Hex.encode(SecureRandom.bytes(8).span)).\(kind)"
    try folder.replace(name, with: bytes.span)
  }
}
