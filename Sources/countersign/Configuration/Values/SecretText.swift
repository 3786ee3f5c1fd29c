/// A secret from the configuration; it never appears in a message or a dump.
struct SecretText: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var description: String { "(secret)" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
