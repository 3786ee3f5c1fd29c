/// One broken rule: where, and what to do about it.
struct Finding: Equatable {
  var path: String
  /// One-based; 0 when the finding is about the whole file or the whole repository.
  var line: Int
  var message: String

  /// `file:line: message`, the form editors jump to.
  var text: String { "\(path):\(line): \(message)" }
}
