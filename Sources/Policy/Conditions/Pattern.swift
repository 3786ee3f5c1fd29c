/// A name in which `*` stands for any bytes, none included; everything else is itself, case counted.
public struct Pattern: Sendable, Hashable {
  /// The longest pattern a configuration may hold, in bytes.
  public static let maximumLength = 256
  /// The most `*` one pattern may hold.
  public static let maximumStars = 8

  let bytes: [UInt8]
  private let isLiteral: Bool
  private static let star = UInt8(ascii: "*")

  /// nil for an empty text, one that is too long or has too many stars, or one with control bytes.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    let stars = bytes.count { $0 == Pattern.star }
    guard !bytes.isEmpty, bytes.count <= Pattern.maximumLength, stars <= Pattern.maximumStars,
      bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    self.bytes = bytes
    isLiteral = stars == 0
  }

  /// The name itself where there is no star.
  var literal: [UInt8]? { isLiteral ? bytes : nil }

  /// Whether the whole of `name` matches; at most `name.count` × `bytes.count` steps.
  func matches(_ name: Span<UInt8>) -> Bool {
    let pattern = bytes.span
    if isLiteral, name.count != pattern.count { return false }
    var position = 0
    var index = 0
    var resumeIndex = -1
    var resumePosition = 0
    while position < name.count {
      if index < pattern.count, pattern[index] == Pattern.star {
        resumeIndex = index + 1
        resumePosition = position
        index = resumeIndex
      } else if index < pattern.count, pattern[index] == name[position] {
        index += 1
        position += 1
      } else if resumeIndex >= 0 {
        resumePosition += 1
        position = resumePosition
        index = resumeIndex
      } else {
        return false
      }
    }
    while index < pattern.count, pattern[index] == Pattern.star { index += 1 }
    return index == pattern.count
  }
}
