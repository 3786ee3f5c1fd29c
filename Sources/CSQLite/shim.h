// SQLite 3, imported by Storage only.
#pragma once
#include <sqlite3.h>
