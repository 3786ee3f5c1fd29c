import Cryptography
import Identity

/// The table `api_keys`.
enum APIKeyTable {
  static func insert(_ key: APIKeyRecord, _ connection: inout Connection) throws(StorageError) {
    guard try UserTable.find(key.owner, &connection) != nil else { throw .unknown(key.owner.description) }
    let changed = try connection.execute(
      """
      INSERT INTO api_keys (id, digest, digest_version, issuer, subject, label, narrowed, actions, models, created_at,
        expires_at, revoked_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """,
      .text(key.id), .blob(key.digest.array), .integer(Int64(key.digestVersion)), .text(key.owner.issuer),
      .text(key.owner.subject), .text(key.label), .integer(key.grant == nil ? 0 : 1),
      .optional(try NameList.text(key.grant?.actions)), .optional(try NameList.text(key.grant?.models)),
      .integer(key.createdAt), .optional(key.expires), .optional(key.revokedAt), .optional(key.lastUsedAt))
    if changed == 0 { throw .exists("API key \(key.id)") }
  }

  /// Revokes a key; one that is revoked keeps its first time.
  static func revoke(_ id: String, at now: Int64, _ connection: inout Connection) throws(StorageError) {
    let changed = try connection.execute(
      "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?", .integer(now), .text(id))
    if changed == 0 { throw .unknown("API key \(id)") }
  }

  static func recordUse(_ id: String, at now: Int64, _ connection: inout Connection) throws(StorageError) {
    try connection.execute(
      "UPDATE api_keys SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?", .integer(now), .text(id))
  }

  /// The key and its owner in one look.
  static func find(
    _ id: String, _ connection: inout Connection
  ) throws(StorageError) -> (key: APIKeyRecord, owner: User)? {
    try connection.rows(
      """
      SELECT k.id, k.digest, k.digest_version, k.issuer, k.subject, k.label, k.narrowed, k.actions, k.models,
        k.created_at, k.expires_at, k.revoked_at, k.last_used_at,
        u.issuer, u.subject, u.kind, u.email, u.groups, u.disabled, u.created_at
      FROM api_keys AS k LEFT JOIN users AS u ON u.issuer = k.issuer AND u.subject = k.subject WHERE k.id = ?
      """,
      .text(id)
    ) { row throws(StorageError) in (try read(row), try UserTable.read(row, from: 13)) }.first
  }

  static func all(_ connection: inout Connection) throws(StorageError) -> [APIKeyRecord] {
    try connection.rows(
      """
      SELECT id, digest, digest_version, issuer, subject, label, narrowed, actions, models, created_at, expires_at,
        revoked_at, last_used_at FROM api_keys ORDER BY issuer, subject, created_at, id
      """
    ) { row throws(StorageError) in try read(row) }
  }

  private static func read(_ row: PreparedStatement) throws(StorageError) -> APIKeyRecord {
    guard
      let id = row.text(0), let digest = Digest32(row.blob(1).span),
      let owner = PrincipalIdentifier(issuer: row.text(3) ?? "", subject: row.text(4) ?? "")
    else { throw .corrupt("an API key's id, digest or owner cannot be read") }
    let isNarrowed = row.integer(6) != 0
    let grant = KeyGrant(actions: NameList.names(row.text(7)), models: NameList.names(row.text(8)))
    return APIKeyRecord(
      id: id, digest: digest, digestVersion: Int(row.integer(2) ?? 0), owner: owner, label: row.text(5) ?? "",
      grant: isNarrowed ? grant : nil, createdAt: row.integer(9) ?? 0, expires: row.integer(10),
      revokedAt: row.integer(11), lastUsedAt: row.integer(12))
  }
}
