#!/usr/bin/env bash
# Fuzzes every parser, or those named, for FUZZ_SECONDS each (default 60), and fails on a finding; see Fuzz/README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${FUZZ_SECONDS:-60}
folder=.build/fuzz
export COUNTERSIGN_FUZZ=1
# Without the last two a crash hangs: in Swift's own backtrace, or in the symbolizer.
export ASAN_OPTIONS=detect_leaks=0:symbolize=0 SWIFT_BACKTRACE=enable=no

swift build -c release --scratch-path "$folder" --product fuzz -Xswiftc -enable-testing -Xswiftc -use-ld=lld \
  -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address,fuzzer-no-link
program=$folder/release/fuzz
if [[ $# -gt 0 ]]; then targets=("$@"); else mapfile -t targets < <("$program" 2>&1 || true); fi

failed=()
for target in "${targets[@]}"; do
  mkdir -p "$folder/corpus/$target" "Fuzz/Failures/$target"
  log=$folder/$target.log
  status=0
  # What is discovered on the way stays in the build folder; only the corpus of the tree is written by hand.
  "$program" "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
    -artifact_prefix="Fuzz/Failures/$target/" "$folder/corpus/$target" "Fuzz/Corpus/$target" >"$log" 2>&1 || status=$?
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
  if [[ $status -eq 0 ]]; then
    echo "$target: ${executions:-0} executions, ${rate:-0} a second, no finding"
  else
    failed+=("$target")
    echo "$target: FINDING after ${executions:-0} executions"
    grep -aE 'BROKEN PROMISE|ERROR|Fatal error|Test unit written' "$log" || tail -20 "$log"
  fi
  rmdir --ignore-fail-on-non-empty "Fuzz/Failures/$target"
done
[[ ${#failed[@]} -eq 0 ]]
