#!/usr/bin/env bash
# Runs the everyday tests, the slow ones, or those under sanitizers: `test.sh everyday|slow|sanitize`. Installs what is
# missing first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kind=${1:-everyday}
if [[ $kind == slow ]]; then
  Tools/setup.sh test-slow
else
  Tools/setup.sh test
fi
exec .venv/bin/python Tools/test.py "$kind" </dev/null
