"""Plain HTTP APIs beside the models, under the same identity, policy and record; over TCP, TLS and Unix sockets."""

import http.client
import json
from types import SimpleNamespace

import pytest

import backend
from record import entry

SETTINGS = """
upstreams:
  api: {{ url: "{tcp}" }}
  local: {{ url: "{unix}" }}
  safe: {{ url: "{tls}", ca_file: "{folder}/api.pem" }}
  doubtful: {{ url: "{tls}" }}
models: {{}}
routes:
  - {{ name: reports, from: /reports/**, to: api, methods: [ GET, HEAD, POST ] }}
  - {{ name: secret, from: /secret/**, to: api }}
  - {{ name: local, from: /local, to: local }}
  - {{ name: safe, from: /safe, to: safe }}
  - {{ name: doubtful, from: /doubtful, to: doubtful }}
roles:
  reader:
    members: {{ groups: [ "local:eng" ] }}
    routes: [ reports, local, safe, doubtful ]
    actions: [ read ]
"""


@pytest.fixture(scope="module")
def house(make_gateway, tmp_path_factory):
    folder = tmp_path_factory.mktemp("backends")
    servers = SimpleNamespace(tcp=backend.over_tcp(), unix=backend.over_unix(folder), tls=backend.over_tls(folder))
    gateway = make_gateway(more=SETTINGS.format(
        folder=folder, tcp=servers.tcp.url, unix=servers.unix.url, tls=servers.tls.url)).start()
    key = gateway.add_key("local:ana", "laptop")[1]
    yield SimpleNamespace(gateway=gateway, servers=servers, client=gateway.clients.http(key), key=key)
    for server in vars(servers).values():
        server.close()


def test_read(house):
    answer = house.client.get("/reports/2026/november?page=2")
    assert answer.status_code == 200 and answer.json()["path"] == "/reports/2026/november?page=2"
    fields = answer.json()["fields"]
    assert fields["x-request-id"] == answer.headers["X-Request-Id"]
    assert house.key not in str(fields)
    intent = entry(house.gateway, answer.headers["X-Request-Id"], "intent")
    assert intent["principal"] == "local:ana" and intent["action"] == "read"


@pytest.mark.parametrize("path", ["/local", "/safe"])
def test_over_unix_sockets_and_tls(house, path):
    assert house.client.get(path).json()["path"] == path


def test_server_nobody_vouches_for(house):
    before = len(house.servers.tls.asked)
    assert house.client.get("/doubtful").status_code == 502
    assert len(house.servers.tls.asked) == before


@pytest.mark.parametrize("method, path, status", [
    ("POST", "/reports/new", 403), ("GET", "/secret/plans", 403), ("DELETE", "/reports/1", 405),
    ("GET", "/reports", 404), ("GET", "/other", 404), ("GET", "/reports/../secret/plans", 400),
    ("GET", "/reports/%2e%2e/secret/plans", 400),
    ("GET", "/reports/..%2fsecret", 400), ("GET", "/reports//x", 400), ("GET", "/reports/a%00b", 400),
])
def test_refused_before_the_api_hears_of_it(house, method, path, status):
    before = len(house.servers.tcp.asked)
    assert status_of_exactly(house, method, path) == status
    assert len(house.servers.tcp.asked) == before


def status_of_exactly(house, method, path):
    """The status of a request for this path as it stands here; client packages would mend it first."""
    connection = http.client.HTTPSConnection("localhost", house.gateway.port, context=house.gateway.trust, timeout=10)
    connection.putrequest(method, path)
    connection.putheader("Authorization", f"Bearer {house.key}")
    connection.putheader("Content-Length", "0")
    connection.endheaders()
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    assert body.get("status") == answer.status or "error" in body
    return answer.status


def test_stranger(house):
    before = len(house.servers.tcp.asked)
    assert house.gateway.clients.http().get("/reports/x").status_code == 401
    assert len(house.servers.tcp.asked) == before
