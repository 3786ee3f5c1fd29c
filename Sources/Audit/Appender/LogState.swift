import Cryptography

/// What the tree does not hold but the next process must know: how far each journal was read, which calls are open and
/// which strangers were counted. `state/<size>` belongs to the checkpoint of that size and is on the disk before it.
struct LogState: Equatable {
  var size: UInt64 = 0
  var journals: [String: JournalPosition] = [:]
  /// The index of the intent of each open call.
  var open: [RequestID: UInt64] = [:]
  var strangers = StrangerTally()
  /// Messages of the outbox that the tree holds though their files may still lie there.
  var taken: Set<String> = []

  private static let title = "countersign audit state 1"

  static func name(size: UInt64) -> String { "state/\(size)" }

  /// Lines of words, the last one the SHA-256 of those before.
  var encoded: [UInt8] {
    var lines = [LogState.title, "size \(size)"]
    for (name, position) in journals.sorted(by: { $0.key < $1.key }) {
      lines.append("journal \(name) \(position.distance) \(position.sequence)")
    }
    lines += open.sorted { $0.value < $1.value }.map { "open \($0.key.text) \($0.value)" }
    if let since = strangers.since { lines.append("strangers \(since) \(strangers.uncounted)") }
    for (kind, count) in strangers.counts.sorted(by: { $0.key < $1.key }) {
      lines.append("stranger \(kind.block.bits) \(count) \(Hex.encode(kind.reason.span))")
    }
    lines += taken.sorted().map { "taken \($0)" }
    let text = Array((lines.joined(separator: "\n") + "\n").utf8)
    return text + Array("sha256 \(SHA256.hash(text.span).hex)\n".utf8)
  }

  init() {}

  /// Nil when a line is not understood or the digest is another.
  init?(encoded bytes: [UInt8]) {
    let digestLine = 7 + 64 + 1
    guard bytes.count > digestLine else { return nil }
    let text = Array(bytes.dropLast(digestLine))
    guard bytes.suffix(digestLine).elementsEqual("sha256 \(SHA256.hash(text.span).hex)\n".utf8) else { return nil }
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    guard lines.first.map(String.init) == LogState.title else { return nil }
    for line in lines.dropFirst() {
      guard read(line.split(separator: " ", omittingEmptySubsequences: false)) else { return nil }
    }
  }

  private mutating func read(_ words: [Substring]) -> Bool {
    let numbers = words.map { Decimal.parse($0.utf8) }
    switch (words[0], words.count) {
    case ("size", 2):
      guard let value = numbers[1] else { return false }
      size = value
    case ("journal", 4):
      guard let distance = numbers[2], let sequence = numbers[3] else { return false }
      journals[String(words[1])] = JournalPosition(distance: distance, sequence: sequence)
    case ("open", 3):
      guard let id = RequestID(String(words[1])), let index = numbers[2] else { return false }
      open[id] = index
    case ("strangers", 3):
      guard let since = numbers[1], let uncounted = numbers[2] else { return false }
      strangers.restore(since: Int64(clamping: since), uncounted: uncounted)
    case ("stranger", 4):
      guard let bits = numbers[1], let count = numbers[2], let reason = Hex.decode(String(words[3])) else {
        return false
      }
      strangers.restore(reason: reason, block: AddressBlock(bits: bits), count: count)
    case ("taken", 2): taken.insert(String(words[1]))
    default: return false
    }
    return true
  }
}
