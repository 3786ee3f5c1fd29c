// SQLite 3, imported by Storage only. Text and blobs are bound with SQLITE_TRANSIENT, which is a cast that Swift cannot
// see; sqlite3_db_config is variadic, which Swift cannot call.
#pragma once
#include <sqlite3.h>

static inline int countersign_bind_text(sqlite3_stmt *statement, int index, const unsigned char *bytes, int count) {
  return sqlite3_bind_text(statement, index, (const char *)bytes, count, SQLITE_TRANSIENT);
}

static inline int countersign_bind_blob(sqlite3_stmt *statement, int index, const unsigned char *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static inline int countersign_defend(sqlite3 *handle) {
  return sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
