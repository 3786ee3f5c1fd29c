#!/usr/bin/env bash
# Runs the everyday tests or the slow ones: `test.sh everyday|slow`. Installs what is missing first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Tools/setup.sh test
exec .venv/bin/python Tools/test.py "${1:-everyday}" </dev/null
