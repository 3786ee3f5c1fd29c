/// What may appear in names that logs, headers and terminals will show.
enum PrintableText {
  /// Whether the text holds a control character (C0, DEL, C1) or an invisible one that misleads a reader.
  static func hasControl(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0...0x1f, 0x7f...0x9f, 0x2028...0x2029, 0x202a...0x202e, 0x2066...0x2069, 0x200b...0x200f, 0xfeff: true
      default: false
      }
    }
  }
}
