/// Patterns by definition: a star is nothing, or any byte and a star again.
enum Glob {
  static func matches(_ pattern: String, _ name: String) -> Bool {
    matches(Array(pattern.utf8)[...], Array(name.utf8)[...])
  }

  private static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    guard let head = pattern.first else { return name.isEmpty }
    if head == UInt8(ascii: "*") {
      return matches(pattern.dropFirst(), name) || (!name.isEmpty && matches(pattern, name.dropFirst()))
    }
    return name.first == head && matches(pattern.dropFirst(), name.dropFirst())
  }
}
