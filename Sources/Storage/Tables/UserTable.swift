import Identity

/// The table `users`.
enum UserTable {
  static func insert(_ user: User, _ connection: inout Connection) throws(StorageError) {
    let changed = try connection.execute(
      """
      INSERT INTO users (issuer, subject, kind, email, groups, disabled, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """,
      .text(user.identifier.issuer), .text(user.identifier.subject), .text(user.kind.rawValue), .optional(user.email),
      .optional(try NameList.text(user.groups)), .integer(user.isDisabled ? 1 : 0), .integer(user.createdAt))
    if changed == 0 { throw .exists(user.identifier.description) }
  }

  static func setDisabled(
    _ disabled: Bool, _ identifier: PrincipalIdentifier, _ connection: inout Connection
  ) throws(StorageError) {
    let changed = try connection.execute(
      "UPDATE users SET disabled = ? WHERE issuer = ? AND subject = ?", .integer(disabled ? 1 : 0),
      .text(identifier.issuer), .text(identifier.subject))
    if changed == 0 { throw .unknown(identifier.description) }
  }

  static func setGroups(
    _ groups: [String], _ identifier: PrincipalIdentifier, _ connection: inout Connection
  ) throws(StorageError) {
    let changed = try connection.execute(
      "UPDATE users SET groups = ? WHERE issuer = ? AND subject = ?", .optional(try NameList.text(groups)),
      .text(identifier.issuer), .text(identifier.subject))
    if changed == 0 { throw .unknown(identifier.description) }
  }

  static func find(_ identifier: PrincipalIdentifier, _ connection: inout Connection) throws(StorageError) -> User? {
    try connection.rows(
      """
      SELECT issuer, subject, kind, email, groups, disabled, created_at FROM users WHERE issuer = ? AND subject = ?
      """,
      .text(identifier.issuer), .text(identifier.subject)
    ) { row throws(StorageError) in try read(row, from: 0) }.first
  }

  static func all(_ connection: inout Connection) throws(StorageError) -> [User] {
    try connection.rows(
      "SELECT issuer, subject, kind, email, groups, disabled, created_at FROM users ORDER BY issuer, subject"
    ) { row throws(StorageError) in try read(row, from: 0) }
  }

  /// The user in seven columns of the row, in the order of the queries above.
  static func read(_ row: PreparedStatement, from first: Int) throws(StorageError) -> User {
    guard
      let identifier = PrincipalIdentifier(issuer: row.text(first) ?? "", subject: row.text(first + 1) ?? ""),
      let kind = PrincipalKind(rawValue: row.text(first + 2) ?? "")
    else { throw .corrupt("a user's name or kind cannot be read") }
    return User(
      identifier: identifier, kind: kind, email: row.text(first + 3),
      groups: NameList.names(row.text(first + 4)) ?? [], isDisabled: row.integer(first + 5) != 0,
      createdAt: row.integer(first + 6) ?? 0)
  }
}
