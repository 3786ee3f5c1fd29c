/// The caller's part of a record, as places in it.
struct CallerFields {
  /// Where all of it lies.
  let place: Range<Int>
  let credential: UInt8
  let authenticatedAt: Int64
  let principal: Range<Int>
  let email: Range<Int>
  let credentialName: Range<Int>
  let methods: Range<Int>
  let context: Range<Int>

  init(_ record: inout RecordReader) {
    let start = record.offset
    credential = record.read()
    authenticatedAt = record.read()
    principal = record.readName()
    email = record.readName()
    credentialName = record.readName()
    methods = record.readName()
    context = record.readName()
    place = start..<record.offset
  }

  /// Seconds since the caller last proved to be present; nil where unknown.
  func age(at milliseconds: Int64) -> UInt64? {
    guard authenticatedAt != .min else { return nil }
    return UInt64(clamping: milliseconds / 1000 &- authenticatedAt)
  }

  /// The word for the credential in the entry.
  var credentialWord: StaticString {
    switch credential {
    case 0: "api_key"
    case 1: "token"
    case 2: "certificate"
    default: "session"
    }
  }

  /// Whether the credential's name is public: an API key's id is.
  var isCredentialPublic: Bool { credential == 0 }
}

/// The names in an intent's record, as places in it.
struct CallNames {
  let route: Range<Int>
  let action: Range<Int>
  let model: Range<Int>
  let upstream: Range<Int>
  let role: Range<Int>
  let policy: Range<Int>
  let path: Range<Int>

  init(_ record: inout RecordReader) {
    route = record.readName()
    action = record.readName()
    model = record.readName()
    upstream = record.readName()
    role = record.readName()
    policy = record.readName()
    path = record.readName()
  }
}
