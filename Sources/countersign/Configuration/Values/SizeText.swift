/// Sizes as settings write them: a whole number of bytes, or with `KiB`, `MiB` or `GiB`.
enum SizeText {
  /// Bytes, or nil where the text is no size.
  static func bytes(_ text: String) -> Int? {
    for (suffix, shift) in [("KiB", 10), ("MiB", 20), ("GiB", 30)] where text.hasSuffix(suffix) {
      guard let count = DecimalText.parse(text.dropLast(3)), count <= .max >> shift else { return nil }
      return count << shift
    }
    return DecimalText.parse(text)
  }

  /// The shortest exact spelling.
  static func text(_ bytes: Int) -> String {
    for (suffix, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes > 0 && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift)\(suffix)"
    }
    return "\(bytes)"
  }
}
