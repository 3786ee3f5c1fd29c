import CSQLite

/// A compiled statement, finalised with its last reference; used by its connection only.
@safe
final class PreparedStatement {
  private let handle: OpaquePointer

  /// Takes over what `sqlite3_prepare_v3` made.
  init(owning handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Makes the statement ready for another run with `values`, one for each `?`.
  func bind(_ values: [SQLValue]) -> Int32 {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
    precondition(unsafe Int(sqlite3_bind_parameter_count(handle)) == values.count, "one value for each ?")
    for (index, value) in values.enumerated() {
      let code = bind(value, at: Int32(index + 1))
      if code != SQLITE_OK { return code }
    }
    return SQLITE_OK
  }

  /// Runs to the next row or to the end.
  func step() -> Int32 { unsafe sqlite3_step(handle) }

  /// Ends the run, so that it holds no lock.
  func reset() { unsafe sqlite3_reset(handle) }

  /// The column of the current row as text; nil for NULL.
  func text(_ column: Int) -> String? {
    guard let bytes = unsafe sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// The column of the current row as a number; nil for NULL.
  func integer(_ column: Int) -> Int64? {
    guard unsafe sqlite3_column_type(handle, Int32(column)) != SQLITE_NULL else { return nil }
    return unsafe sqlite3_column_int64(handle, Int32(column))
  }

  /// The column of the current row as bytes; empty for NULL.
  func blob(_ column: Int) -> [UInt8] {
    guard let bytes = unsafe sqlite3_column_blob(handle, Int32(column)) else { return [] }
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
  }

  private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
    switch value {
    case .null: unsafe sqlite3_bind_null(handle, index)
    case .integer(let number): unsafe sqlite3_bind_int64(handle, index, number)
    case .text(let text): unsafe bind(Array(text.utf8), at: index, with: countersign_bind_text)
    case .blob(let bytes): unsafe bind(bytes, at: index, with: countersign_bind_blob)
    }
  }

  private func bind(
    _ bytes: [UInt8], at index: Int32, with bind: (OpaquePointer, Int32, UnsafePointer<UInt8>, Int32) -> Int32
  ) -> Int32 {
    guard let count = Int32(exactly: bytes.count) else { return SQLITE_TOOBIG }
    // A nil pointer would bind NULL, and an empty array may have none.
    let some = bytes.isEmpty ? [0] : bytes
    return unsafe some.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return SQLITE_NOMEM }
      return unsafe bind(handle, index, start, count)
    }
  }
}
