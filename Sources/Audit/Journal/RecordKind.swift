/// What a journal record holds.
enum RecordKind: UInt8 {
  /// Nothing: it fills the ring up to its end.
  case padding = 0
  case intent = 1
  case outcome = 2
  case refusal = 3
  case stranger = 4
}
