/// What a refusal says, before it takes a dialect's shape.
public struct ErrorContent: Sendable {
  /// Whose fault it is.
  public var kind: ErrorKind
  /// The status code, which a problem body repeats.
  public var status: Int
  /// A stable word for programs (`model_not_found`), or nil.
  public var code: StaticString?
  /// The field at fault, or nil.
  public var parameter: [UInt8]?
  /// One sentence for people; UTF-8, unescaped.
  public var message: [UInt8]
  /// The request's id, or nil.
  public var requestID: [UInt8]?
  /// Where a person can do something about it, or nil.
  public var link: [UInt8]?

  /// What is said of one error; the status is the kind's unless another is given.
  public init(
    _ kind: ErrorKind, status: Int? = nil, code: StaticString? = nil, parameter: [UInt8]? = nil, message: [UInt8],
    requestID: [UInt8]? = nil, link: [UInt8]? = nil
  ) {
    self.kind = kind
    self.status = status ?? kind.status
    self.code = code
    self.parameter = parameter
    self.message = message
    self.requestID = requestID
    self.link = link
  }
}
