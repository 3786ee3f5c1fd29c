/// A whole response; a redirect or an error status is a response too.
public struct FetchResponse: Sendable, Equatable {
  /// One field of the head.
  public struct Field: Sendable, Equatable {
    /// In lower case.
    public let name: String
    /// Without spaces at its ends.
    public let value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// 200 to 599.
  public let status: Int
  public let fields: [Field]
  public let body: [UInt8]

  /// The value of the first field of this lower-case name.
  public func field(_ name: String) -> String? {
    fields.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}
