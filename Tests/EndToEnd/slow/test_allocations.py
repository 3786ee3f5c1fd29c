"""A warm request allocates nothing on the loop: the whole pipeline of a release build, counted at its allocator.

Everything is on that an installation has: token cache, policy, body read and checked, audit log, access log, metrics,
kept upstream connections. Other threads (the audit log's, the access log's) may allocate; the loop may not.
"""

import os
import socket
import time

import pytest

from allocations import AllocationCounter, report
from gateway import Gateway
from processes import release_binary
from warm import EVENTS, ConstantServer, Load, complete, request

COUNTED = int(os.environ.get("COUNTED", "20000"))
# One turn of the timer wheel: until then its buckets are used for the first time, and each makes its memory once.
WARM_UP_SECONDS = 9
# A bucket that holds more timers than ever before doubles: seldom, and never twice for the same number.
BUDGET = 0.01
CONFIGURATION = """
tls: off
loops: 1
public_url: http://gateway.example
upstreams:
  warm: {{ url: "{url}", api: openai }}
models:
  warm: {{ upstream: warm, name: warm }}
identity:
  local: {{ enabled: true }}
  jwt:
    - {{ name: ci, issuer: "https://ci.example.org", audience: models, algorithms: [ES256], jwks_file: "{keys}" }}
roles:
  engineer:
    members: {{ users: ["ci:*"], groups: ["local:eng"] }}
    models: ["war*"]
    actions: [chat, complete, embed, list]
log: {{ access: access.log }}
"""


@pytest.fixture(scope="module")
def upstream():
    server = ConstantServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def counted(upstream, issuers, tmp_path_factory):
    """A gateway of one loop whose allocations are counted."""
    folder = tmp_path_factory.mktemp("counted")
    configuration = CONFIGURATION.format(url=upstream.url, keys=issuers.ci.file)
    gateway = Gateway(folder, upstream.url, upstream.url, "unused", configuration, program=release_binary())
    gateway.add_user("ana", "eng")
    gateway.counter = AllocationCounter(folder)
    gateway.start(**gateway.counter.variables)
    gateway.loop = gateway.counter.thread(gateway.process, "loop-0")
    yield gateway
    gateway.stop()


@pytest.fixture(scope="module")
def tokens(issuers):
    return [issuers.ci.token(f"user{number}@example.org") for number in range(16)]


def allocations_per(counted, requests, connections, units_each=1):
    """Allocations of the loop for each unit (a request, or one of its response's chunks), and where they come from."""
    load = Load(counted.port, requests, connections)
    piece, asked = max(2 * connections, 200 // units_each), max(COUNTED // units_each, connections)
    try:
        warm = time.monotonic() + WARM_UP_SECONDS
        while time.monotonic() < warm:
            load.run(piece)
        before = counted.counter.count(counted.loop)
        load.run(asked)
        made = counted.counter.count(counted.loop) - before
        counted.counter.clear()
        counted.counter.watch(counted.loop)
        watched = asked // 10 + connections
        load.run(watched)
        counted.counter.watch(0)
    finally:
        load.close()
    return made / (asked * units_each), report(counted.counter, counted.process, watched * units_each)


@pytest.mark.parametrize("connections", [1, 64])
@pytest.mark.parametrize("credential", ["token", "key"])
def test_no_allocation(counted, tokens, credential, connections):
    secrets = tokens if credential == "token" else [counted.add_key("local:ana", f"laptop-{connections}")[1]]
    each, where = allocations_per(counted, [request(secret) for secret in secrets], connections)
    print(f"{credential}, {connections} connections: {each:.4f} allocations a request\n{where}")
    assert each < BUDGET, f"{each:.3f} allocations a request, of them\n{where}"


def test_no_allocation_for_a_chunk(counted, tokens):
    each, where = allocations_per(counted, [request(token, stream=True) for token in tokens], 8, units_each=EVENTS)
    print(f"{each:.4f} allocations a chunk\n{where}")
    assert each < BUDGET, f"{each:.3f} allocations a chunk, of them\n{where}"


def test_the_counter_counts(counted):
    """A refusal is made of new arrays. Were nothing counted here, nothing above would mean anything."""
    before, asked = counted.counter.count(counted.loop), 50
    with socket.create_connection(("127.0.0.1", counted.port), 5) as client:
        for _ in range(asked):
            client.sendall(b"GET /nothing HTTP/1.1\r\nHost: gateway.example\r\n\r\n")
            received = b""
            while complete(received) is None:
                received += client.recv(65536)
            assert received.startswith(b"HTTP/1.1 404 "), received
    assert counted.counter.count(counted.loop) - before >= asked
