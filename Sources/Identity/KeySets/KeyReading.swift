/// How key sets are read; the program hands it in, because this module speaks to neither network nor disk.
public struct KeyReading: Sendable {
  let fetch: @Sendable (_ url: String) async throws -> [UInt8]
  let file: @Sendable (_ path: String) async throws -> [UInt8]

  /// `fetch` answers the body of a 200 response and throws for anything else, redirects to other hosts included.
  ///
  /// `file` answers the contents of a file. Both should refuse what is longer than `IdentityLimits.keySetLength`.
  public init(
    fetch: @escaping @Sendable (_ url: String) async throws -> [UInt8],
    file: @escaping @Sendable (_ path: String) async throws -> [UInt8]
  ) {
    self.fetch = fetch
    self.file = file
  }
}
