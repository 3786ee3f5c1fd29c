import Identity

/// The table `denylist`.
enum DenylistTable {
  /// Adds an entry, or gives the one that is there a new end and reason.
  static func upsert(_ denial: Denial, _ connection: inout Connection) throws(StorageError) {
    try connection.execute(
      """
      INSERT INTO denylist (kind, issuer, value, expires_at, reason, created_at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at, reason = excluded.reason
      """,
      .text(denial.entry.kind.rawValue), .text(denial.entry.issuer), .text(denial.entry.value),
      .optional(denial.expires), .text(denial.reason), .integer(denial.createdAt))
  }

  static func remove(_ entry: DenylistEntry, _ connection: inout Connection) throws(StorageError) {
    let changed = try connection.execute(
      "DELETE FROM denylist WHERE kind = ? AND issuer = ? AND value = ?", .text(entry.kind.rawValue),
      .text(entry.issuer), .text(entry.value))
    if changed == 0 { throw .unknown("\(entry.kind.rawValue) \(entry.issuer):\(entry.value) on the denylist") }
  }

  /// Drops entries that ran out before `now`.
  static func removeExpired(_ now: Int64, _ connection: inout Connection) throws(StorageError) {
    try connection.execute("DELETE FROM denylist WHERE expires_at IS NOT NULL AND expires_at <= ?", .integer(now))
  }

  static func holds(_ entry: DenylistEntry, now: Int64, _ connection: inout Connection) throws(StorageError) -> Bool {
    try connection.rows(
      """
      SELECT 1 FROM denylist
      WHERE kind = ? AND issuer = ? AND value = ? AND (expires_at IS NULL OR expires_at > ?)
      """,
      .text(entry.kind.rawValue), .text(entry.issuer), .text(entry.value), .integer(now)
    ) { _ in true }.first ?? false
  }

  static func all(_ connection: inout Connection) throws(StorageError) -> [Denial] {
    try connection.rows(
      """
      SELECT kind, issuer, value, expires_at, reason, created_at FROM denylist
      ORDER BY created_at, kind, issuer, value
      """
    ) { row throws(StorageError) in
      guard let kind = DenylistEntry.Kind(rawValue: row.text(0) ?? "") else {
        throw .corrupt("a denylist entry's kind cannot be read")
      }
      let entry = DenylistEntry(kind: kind, issuer: row.text(1) ?? "", value: row.text(2) ?? "")
      return Denial(entry: entry, expires: row.integer(3), reason: row.text(4) ?? "", createdAt: row.integer(5) ?? 0)
    }
  }
}
