"""Whom a request comes from: the PROXY protocol before TLS, X-Forwarded-For of a trusted proxy, and nobody's word else.

Abuse case 8: a client cannot choose the address that policy, limits and the record see.
"""

import http.client
import ipaddress
import json
import socket

import pytest

from asking import body
from processes import free_port, wait_until
from record import entry

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
MORE = """
trusted_proxies: [ 127.0.0.1 ]
roles:
  inside:
    members: {{ users: [ "local:ana" ] }}
    models: [ tiny ]
    actions: [ chat ]
    networks: [ 203.0.113.0/24, 127.0.0.0/8, "2001:db8::/32" ]
server: {{ max_connections_per_address: 3, max_headers: 40, max_target_bytes: 256 }}
"""


def header(address, command=0x21):
    packed = ipaddress.ip_address(address).packed
    places = packed + bytes(len(packed)) + (4711).to_bytes(2) + (443).to_bytes(2)
    values = b"\x04\x00\x03abc"
    family = 0x11 if len(packed) == 4 else 0x21
    return SIGNATURE + bytes([command, family]) + len(places + values).to_bytes(2) + places + values


class Connection(http.client.HTTPConnection):
    """HTTPS behind a proxy's header."""

    def __init__(self, gateway, port, first):
        super().__init__("localhost", port, timeout=10)
        self.trust, self.first = gateway.trust, first

    def connect(self):
        self.sock = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock.sendall(self.first)
        self.sock = self.trust.wrap_socket(self.sock, server_hostname="localhost")

    def ask(self, key, **headers):
        """(status, request id, body)"""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        self.request("POST", "/v1/chat/completions", json.dumps(body("ping")),
                     {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **more})
        answer = self.getresponse()
        return answer.status, answer.headers["X-Request-Id"], answer.read()


@pytest.fixture(scope="module")
def house(make_gateway):
    proxied = free_port()
    gateway = make_gateway(more=MORE.format())
    text = gateway.configuration.read_text()
    listen = f"listen: [ \"127.0.0.1:{gateway.port}\", {{ address: \"127.0.0.1:{proxied}\", proxy_protocol: true }} ]\n"
    lines = [listen if line.startswith("listen:") else line + "\n" for line in text.splitlines()]
    gateway.configuration.write_text("".join(lines))
    gateway.start()
    gateway.proxied, gateway.key = proxied, gateway.add_key("local:ana", "laptop")[1]
    return gateway


def seen(gateway, request_id):
    return gateway.access_line(request_id)["client"]


def test_the_proxy_protocol_before_tls(house):
    for address, status in (("203.0.113.9", 200), ("198.51.100.7", 403), ("2001:db8::5", 200), ("2001:db9::5", 403)):
        connection = Connection(house, house.proxied, header(address))
        for _ in range(2):
            answered, request_id, _ = connection.ask(house.key, X_Forwarded_For="203.0.113.77")
            assert (answered, seen(house, request_id)) == (status, address)
        if status == 200:
            assert entry(house, request_id, "intent")["client"] == address
        connection.close()


@pytest.mark.parametrize("first", [b"", b"PROXY TCP4 203.0.113.9 127.0.0.1 1 2\r\n", header("203.0.113.9", 0x11)])
def test_nobody_is_served_there_without_a_sound_header(house, first):
    before = refused(house)
    with pytest.raises((OSError, http.client.HTTPException)):
        Connection(house, house.proxied, first).ask(house.key)
    wait_until(lambda: refused(house) > before, 5, "the refusal is counted")


def refused(gateway):
    lines = gateway.admin("/metrics").splitlines()
    found = [line for line in lines if line.startswith("countersign_connections_refused_total{")]
    return sum(int(line.rsplit(" ", 1)[1]) for line in found)


def test_the_plain_listener_believes_the_proxy_it_trusts(house):
    connection = Connection(house, house.port, b"")
    for value, status, client in (("198.51.100.7, 203.0.113.9", 200, "203.0.113.9"),
                                  ("203.0.113.9, 198.51.100.7", 403, "198.51.100.7"),
                                  ("203.0.113.9, 127.0.0.1", 200, "203.0.113.9")):
        answered, request_id, _ = connection.ask(house.key, X_Forwarded_For=value)
        assert (answered, seen(house, request_id)) == (status, client), value
    # A proxy that names nobody: no network holds a client whose address nobody knows.
    assert connection.ask(house.key)[0] == 403
    status, _, text = connection.ask(house.key, X_Forwarded_For="203.0.113.9, unknown")
    assert status == 400 and b"X-Forwarded-For" in text


def test_connections_are_counted_by_the_address_that_the_proxy_says(house):
    held = [Connection(house, house.proxied, header("203.0.113.50")) for _ in range(3)]
    assert [connection.ask(house.key)[0] for connection in held] == [200] * 3
    with pytest.raises((OSError, http.client.HTTPException)):
        Connection(house, house.proxied, header("::ffff:203.0.113.50")).ask(house.key)
    assert Connection(house, house.proxied, header("203.0.113.51")).ask(house.key)[0] == 200
    wait_until(
        lambda: 'reason="max_connections_per_address"} 1' in house.admin("/metrics"), 5, "the refusal is counted")
    for connection in held:
        connection.close()


def test_limits_of_the_head_have_settings(house):
    many = {f"X-{number}": "a" for number in range(40)}
    assert Connection(house, house.port, b"").ask(house.key, **many)[0] == 431
    connection = Connection(house, house.port, b"")
    connection.request("GET", "/" + "a" * 256)
    answer = connection.getresponse()
    assert answer.status == 414 and b"server.max_target_bytes" in answer.read()
