#!/usr/bin/env bash
# `make run`: installs what is missing, builds the release binary, then serves a model until Ctrl-C. See Tools/run/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Tools/setup.sh
build=(swift build -c release --static-swift-stdlib --explicit-target-dependency-import-check error)
build+=(--product countersign)
if [[ -x .build/release/countersign ]]; then
  "${build[@]}" --quiet
else
  echo "run: building the release binary; the first time takes some minutes"
  "${build[@]}"
fi
exec .venv/bin/python Tools/run
