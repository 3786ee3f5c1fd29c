/// Short names in one column, a line each; names hold no control characters, so a line feed divides them safely.
enum NameList {
  /// The column's text; nil stays nil, which is not the same as no names.
  static func text(_ names: [String]?) throws(StorageError) -> String? {
    guard let names else { return nil }
    for name in names where name.isEmpty || name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw .unfit("a name in a list is empty or holds a control character")
    }
    return names.joined(separator: "\n")
  }

  static func names(_ text: String?) -> [String]? {
    text.map { $0.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) } }
  }
}
