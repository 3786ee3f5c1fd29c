#!/usr/bin/env bash
# Serves the gateway for a side-by-side comparison: one loop on 127.0.0.1:8200, everything on that an installation
# has (policy, body reading, audit log, access log, metrics). $BENCH_DIR holds the issuer's keys (es256.jwks.json,
# rs256.jwks.json); the upstreams are 127.0.0.1:9000 (model) and 127.0.0.1:9001 (/sse).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
binary=${GATEWAY_BINARY:-$root/.build/release/countersign}
[[ -x $binary ]] || { echo "gateway.sh: run 'make build' first" >&2; exit 1; }

home=$BENCH_DIR/gateway
rm -rf "$home"
"$binary" init --dir "$home" --listen 127.0.0.1:8200 >/dev/null 2>&1
cat >"$home/bench.yaml" <<YAML
listen: 127.0.0.1:8200
public_url: http://127.0.0.1:8200
admin_listen: off
store: sqlite:countersign.db
loops: 1
tls: off
identity:
  jwt:
    - { name: idp, issuer: "https://idp.example", audience: llm-gateway, jwks_file: "$BENCH_DIR/es256.jwks.json",
        algorithms: [ES256], max_age: 30d }
upstreams:
  model: { url: "http://127.0.0.1:9000", api: openai }
models:
  llama-3-8b: { upstream: model, name: llama-3-8b }
routes:
  - { name: sse, from: "/sse/**", to: "http://127.0.0.1:9001" }
roles:
  engineer:
    members: { users: ["idp:*"] }
    models: ["llama*"]
    routes: [sse]
    actions: [chat, complete, embed, list, read, write]
log: { access: access.log }
YAML
exec "$binary" serve --config "$home/bench.yaml"
