#!/usr/bin/env bash
# Serves the gateway for a side-by-side comparison: one loop on 127.0.0.1:8200, everything on that an installation
# has (policy, body reading, audit log, access log, metrics). $BENCH_DIR holds the issuer's keys (es256.jwks.json,
# rs256.jwks.json: those that are there are trusted); the upstreams are 127.0.0.1:9000 (model) and 127.0.0.1:9001
# (/sse).
#
# The comparison of this folder sets more: GATEWAY_PORT, GATEWAY_MODEL and GATEWAY_STREAMS (addresses of the upstreams),
# GATEWAY_CERTIFICATE and GATEWAY_KEY (files; TLS), GATEWAY_DURABILITY, GATEWAY_ACCESS_LOG, GATEWAY_ADMIN,
# GATEWAY_API_KEYS (how many keys are made and written to $BENCH_DIR/keys), GATEWAY_HOME.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
binary=${GATEWAY_BINARY:-$root/.build/release/countersign}
[[ -x $binary ]] || { echo "gateway.sh: run 'make build' first" >&2; exit 1; }

address=127.0.0.1:${GATEWAY_PORT:-8200}
home=${GATEWAY_HOME:-$BENCH_DIR/gateway.$$}
tls=off scheme=http
if [[ -n ${GATEWAY_CERTIFICATE:-} ]]; then
  tls="{ certificate_file: \"$GATEWAY_CERTIFICATE\", key_file: \"$GATEWAY_KEY\" }" scheme=https
fi

# A folder of its own for each run, and earlier ones only removed when they are old: for minutes after thousands of
# files were removed, ext4 looks at each of their inodes before it gives out a new one (EXT4 recently_deleted), and
# that would be measured.
find "$BENCH_DIR" -maxdepth 1 -name 'gateway.*' -type d -mmin +30 -exec rm -rf {} +
rm -rf "$home"
"$binary" init --dir "$home" --listen "$address" >/dev/null 2>&1

# One key set of all that are there: each file is {"keys": [...]}.
sets=() algorithms=()
for algorithm in es256 rs256; do
  [[ -f $BENCH_DIR/$algorithm.jwks.json ]] || continue
  sets+=("$BENCH_DIR/$algorithm.jwks.json") algorithms+=("${algorithm^^}")
done
((${#sets[@]})) || { echo "gateway.sh: no key set in $BENCH_DIR" >&2; exit 1; }
python3 -c 'import json, sys
print(json.dumps({"keys": [key for name in sys.argv[1:] for key in json.load(open(name))["keys"]]}))' \
  "${sets[@]}" >"$home/jwks.json"

cat >"$home/bench.yaml" <<YAML
listen: $address
public_url: $scheme://$address
admin_listen: ${GATEWAY_ADMIN:-off}
store: sqlite:countersign.db
loops: 1
tls: $tls
identity:
  local: { enabled: true }
  jwt:
    - { name: idp, issuer: "https://idp.example", audience: llm-gateway, jwks_file: jwks.json,
        algorithms: [$(IFS=,; echo "${algorithms[*]}")], max_age: 30d }
upstreams:
  model: { url: "http://${GATEWAY_MODEL:-127.0.0.1:9000}", api: openai }
models:
  llama-3-8b: { upstream: model, name: llama-3-8b }
routes:
  - { name: sse, from: "/sse/**", to: "http://${GATEWAY_STREAMS:-127.0.0.1:9001}" }
roles:
  engineer:
    members: { users: ["idp:*"], groups: ["local:eng"] }
    models: ["llama*"]
    routes: [sse]
    actions: [chat, complete, embed, list, read, write]
log: { access: ${GATEWAY_ACCESS_LOG:-access.log} }
audit: { durability: ${GATEWAY_DURABILITY:-process} }
YAML

if [[ -n ${GATEWAY_API_KEYS:-} ]]; then
  export COUNTERSIGN_CONFIG=$home/bench.yaml
  "$binary" users add bench --group eng >/dev/null
  for ((number = 0; number < GATEWAY_API_KEYS; number++)); do
    "$binary" keys add --owner local:bench --name "key-$number" -o json
  done | python3 -c 'import json, sys
text, decoder = sys.stdin.read().strip(), json.JSONDecoder()
while text:
    made, end = decoder.raw_decode(text)
    print(made["key"])
    text = text[end:].lstrip()' >"$BENCH_DIR/keys.new"
  mv "$BENCH_DIR/keys.new" "$BENCH_DIR/keys"
  unset COUNTERSIGN_CONFIG
fi
exec "$binary" serve --config "$home/bench.yaml"
