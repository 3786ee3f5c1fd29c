/// Why bytes are not the one JSON document that gateway and model would both read the same way.
public enum JSONFault: Error, Sendable, Equatable {
  case empty
  case tooLong(maximum: Int)
  /// A byte order mark, or UTF-16 or UTF-32.
  case encoding
  /// Bytes that are not UTF-8.
  case utf8
  case syntax
  /// A number beyond 64 bits or beyond a double.
  case number
  /// A control character, a bad escape or half of a surrogate pair in a string.
  case string
  case tooDeep(maximum: Int)
  case tooManyKeys(maximum: Int)
  case tooManyKeysInObject(maximum: Int)
  case keyTooLong(maximum: Int)
  /// Two keys of one object are equal after unescaping and case folding; `offset` is where the second begins.
  case duplicateKey(offset: Int)
  /// U+0000 in a key: readers in C end the key there.
  case nulInKey(offset: Int)
  /// The machine is out of memory.
  case memory
}
