/// What a parser did that it promises never to do.
public struct BrokenPromise: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }

  /// Throws unless the promise holds.
  static func unless(_ holds: Bool, _ description: @autoclosure () -> String) throws(BrokenPromise) {
    if !holds { throw BrokenPromise(description()) }
  }
}
