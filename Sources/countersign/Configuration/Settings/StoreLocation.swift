/// Where accounts and keys are kept.
enum StoreLocation: Sendable, Equatable {
  case sqlite(path: String)
}
