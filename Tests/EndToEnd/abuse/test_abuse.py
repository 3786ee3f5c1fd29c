"""Each HTTP/1.1 abuse case of the threat model, said to the real gateway byte by byte; see `table.py`."""

import json
import re
import socket
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "desync"))

import servers  # noqa: E402
from processes import wait_until  # noqa: E402
from relay import Relay  # noqa: E402

SETTINGS = """
tls: off
public_url: http://localhost
upstreams:
  any: {{ url: "{url}" }}
models: {{}}
routes:
  - {{ name: secret, from: /open/secret/**, to: any }}
  - {{ name: open, from: /open/**, to: any }}
  - {{ name: admin, from: /admin/**, to: any }}
roles:
  some:
    members: {{ groups: [ "local:eng" ] }}
    routes: [ open ]
    actions: [ read, write ]
"""


@pytest.fixture(scope="module")
def house(make_gateway, tmp_path_factory):
    server = servers.KINDS["http.server"](tmp_path_factory.mktemp("abused"))
    relay = Relay(("127.0.0.1", server.port))
    gateway = make_gateway(more=SETTINGS.format(url=relay.url)).start()
    key = gateway.add_key("local:ana", "abuse")[1]
    yield SimpleNamespace(gateway=gateway, relay=relay, key=key)
    gateway.stop()
    server.stop()
    relay.close()


def say(house, text, patience=3.0):
    """Sends bytes ({auth} is a credential line, {key} the key), reads until the end or until nothing more comes."""
    line = f"Authorization: Bearer {house.key}\r\n"
    data = text.replace("{auth}", line).replace("{key}", house.key).encode("latin-1")
    before = {request.request_id for request in house.relay.requests}
    got = b""
    with socket.create_connection(("127.0.0.1", house.gateway.port), timeout=patience) as client:
        client.sendall(data)
        try:
            while more := client.recv(65536):
                got += more
            ended = True
        except TimeoutError:
            ended = False
        except OSError:
            ended = True
    sent = [request for request in house.relay.requests if request.request_id not in before]
    return SimpleNamespace(statuses=[int(found) for found in re.findall(rb"HTTP/1\.1 (\d{3}) ", got)], bytes=got,
                           ended=ended, forwarded=sent)


def refused(answer, *statuses):
    assert not answer.forwarded, [request.head for request in answer.forwarded]
    assert answer.statuses and answer.statuses[-1] in statuses and answer.ended, (answer.statuses, answer.ended)


def get(path, *fields, method="GET", version="HTTP/1.1", body=""):
    """A request that ends its connection, so that nobody has to wait."""
    lines = "".join(field + "\r\n" for field in ("Host: a", *fields))
    return f"{method} {path} {version}\r\n{{auth}}{lines}Connection: close\r\n\r\n{body}"


CLAIMS = ["X-Forwarded-User: eve", "X-Countersign-User: eve", "X-Forwarded-For: 6.6.6.6", "Remote-User: eve"]
SPELLINGS = ["X_Forwarded_User: eve", "x-FORWARDED-user: eve", "X-Forwarded_User: eve", "REMOTE_USER: eve",
             "x_countersign-user: eve"]
POST = "POST /open/x HTTP/1.1\r\nHost: a\r\n{auth}"
SMUGGLED = "GET /open/smuggled HTTP/1.1\r\nHost: a\r\n{auth}\r\n"
UPGRADES = ["Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__"]

#: (number, requests, what each of them must be answered): nothing of them reaches the upstream, the connection ends.
REFUSED = [
    (6, [f"GET /open/x HTTP/1.1\r\n{{auth}}Host: {host}\r\n\r\n" for host in
         ("a#b", "u@a", "a/b", "a b", "a,b", "", "a:99999", "a\\b", "a?b")], [400]),
    (12, [get("/open/x#f"), get("/open/x%23f"), get("/open/x?a#f")], [400]),
    (13, [get(path) for path in
          ("/open/../admin/x", "/open/%2e%2e/admin", "/open%2fx", "/open/;a", "//open/x", "/open//x", "/open\\x",
           "/open/%5cx", "/open/%252e%252e/x", "/open/.", "/open/x%00", "/open/%c0%ae%c0%ae/x", "/open/\xc3\xa9")],
           [400]),
    (14, [get(path) for path in ("/open/../open/x", "/open/%2e/x", "/open/..%2fadmin", "/open/x/..")], [400]),
    (17, [get(path) for path in ("/open/%", "/open/%zz", "/open/%2", "/open/\x7f", "/open/<x>", "/open/\"")], [400]),
    (19, [get("open/x"), get(""), get("*"), get("?x"), get("open")], [400]),
    (20, [get("/open/x", method=method) for method in ("TRACE", "CONNECT", "get", "Get", "PROPFIND", "GETT")], [501]),
    (20, [get("/open/x", method=method) for method in ("G ET", "G\x00T", "", "G(T", "G:T")], [400, 501]),
    (21, [POST + lines + "\r\n\r\nhello" + SMUGGLED for lines in
          ("Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
           "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5, 5",
           "Content-Length: +5", "Content-Length: -5", "Content-Length: 0x5", "Content-Length: 5.0",
           "Content-Length: 5 5",
           "Content-Length:", "Content-Length: 18446744073709551621", "Content-Length: \x0b5")], [400]),
    (22, [POST + field + "\r\n\r\n0\r\n\r\n" + SMUGGLED for field in
          ("Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: chunked, chunked",
           "Transfer-Encoding : chunked", "Transfer-Encoding:\x0bchunked", "Transfer-Encoding: \"chunked\"",
           "Transfer-Encoding: chunked;a", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
           "Transfer-Encoding:\r\n chunked",
           "Transfer_Encoding: chunked", "Transfer-Encoding\x00: chunked", "X: y\r Transfer-Encoding: chunked",
           "Transfer-Encoding: identity", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding:",
           "Content_Length: 5")], [400]),
    (23,
        ["POST /open/x HTTP/1.0\r\nHost: a\r\n{auth}Transfer-Encoding: chunked\r\n"
         "Connection: keep-alive\r\n\r\n0\r\n\r\n"
          + SMUGGLED], [400]),
    (25, ["POST /open/x HTTP/1.1\r\nHost: a\r\n" + rest + SMUGGLED for rest in
          ("Content-Length: 500\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nfff\r\n")], [401]),
    (26, [text for text in
          ("GET /open/x HTTP/1.1\nHost: a\n{auth}\n", "GET /open/x HTTP/1.1\r\nHost: a\n{auth}\r\n",
           POST + "X: a\rb\r\n\r\n", POST + "X: a\x00b\r\n\r\n", POST + "X: a\r\n b\r\n\r\n", POST + "X : a\r\n\r\n",
           POST + " X: a\r\n\r\n", POST + "X\r\n\r\n", POST + ": a\r\n\r\n",
           "\nGET /open/x HTTP/1.1\r\nHost: a\r\n\r\n",
           "GET /open/x HTTP/1.1\r\r\nHost: a\r\n\r\n", "GET /open/x\r\n",
           "GET  /open/x HTTP/1.1\r\nHost: a\r\n\r\n")], [400]),
    (27, [POST + "Transfer-Encoding: chunked\r\n\r\n" + body for body in
          ("5;" + "a" * 5000 + "\r\nhello\r\n0\r\n\r\n", "0" * 5000, "5;\r\nhello\r\n0\r\n\r\n",
              "5;a=\"\r\nhello\r\n0\r\n\r\n",
           "5;a\nhello\r\n0\r\n\r\n", "5 ;a\r\nhello\r\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n",
           "0x5\r\nhello\r\n0\r\n\r\n",
           "10000000000000005\r\nhello\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n", "5\r\nhello\n0\r\n\r\n",
           "0\r\nContent-Length: 5\r\n\r\n", "0\r\n" + "X: y\r\n" * 3000 + "\r\n")], [400]),
    (29, ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "PRI * HTTP/2.0\r\nHost: a\r\n\r\n"], [400, 501, 505]),
]


@pytest.mark.parametrize("number, texts, statuses", REFUSED, ids=[f"{number}" for number, _, _ in REFUSED])
def test_abuse_refused(house, number, texts, statuses):
    for text in texts:
        try:
            refused(say(house, text), *statuses)
        except AssertionError as error:
            raise AssertionError(f"case {number}: {text[:200]!r}: {error}") from None


@pytest.mark.parametrize("number", [1, 2, 3, 5, 9])
def test_abuse_forwarded_without_it(house, number):
    fields = {
        1: CLAIMS, 2: SPELLINGS, 5: ["X-Forwarded-Proto: eve", "X-Forwarded-Host: eve", "Forwarded: host=eve"],
        9: ["Proxy-Authorization: Basic eve"], 3: ["X-Request-Id: eve"],
    }[number]
    text = get("/open/x", *fields)
    if number == 3:
        text = text.replace("Connection: close",
            "Connection: close, X-Request-Id, Authorization, Host, Accept-Encoding")
    answer = say(house, text)
    assert answer.statuses == [200] and len(answer.forwarded) == 1
    head = answer.forwarded[0].head.decode().lower()
    assert "eve" not in head and "6.6.6.6" not in head and house.key.lower() not in head
    assert head.count("\r\nhost:") == 1 and len(re.findall(r"\r\nx-request-id: [0-9a-f]{32}", head)) == 1


#: (number, request, the statuses it may be answered): refused by policy or for want of a credential.
DENIED = [
    (4, get("/admin/x", "X-Original-URL: /open/x", "X-Forwarded-Uri: /open/x", "X-Forwarded-Path: /open/x"), [403]),
    (4, get("/admin/x", "X-Rewrite-URL: /open/x", "X-Forwarded-Method: OPTIONS"), [403]),
    (7, "GET /open/x HTTP/1.1\r\nHost: a\r\nUser-Agent: kube-probe/1.30\r\nConnection: close\r\n\r\n", [401]),
    (7, "GET /open/x HTTP/1.1\r\nHost: a\r\nUser-Agent: GoogleHC/1.0\r\nConnection: close\r\n\r\n", [401]),
    (7, get("/healthz"), [404]), (7, get("/readyz"), [404]), (7, get("/metrics"), [404]),
    (10, get("/open/x", "Authorization: Bearer {key}"), [400]), (10, get("/open/x", "x-api-key: other"), [400, 401]),
    (10, "GET /open/x?api_key={key}&access_token={key} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", [401]),
    (11, get("/admin/x?a=/open/x"), [403]), (11, get("/nowhere?/open/x"), [404]),
    (15, get("/OPEN/x"), [404]), (15, get("/Open/x"), [404]), (15, get("/open./x"), [404]),
    (16, get("/openness/x"), [404]), (16, get("/open-admin"), [404]), (16, get("/administrator"), [404]),
    (18, get("/open/secret/x"), [403]), (18, get("/open/secret/"), [403]),
]


@pytest.mark.parametrize("number, text, statuses", DENIED, ids=[f"{number}-{index}" for index, (number, _,
    _) in enumerate(DENIED)])
def test_abuse_denied(house, number, text, statuses):
    refused(say(house, text), *statuses)


@pytest.mark.parametrize("number, upgrade", [(24, UPGRADES[0]), (24, UPGRADES[1]), (28, UPGRADES[1])])
def test_abuse_upgrade(house, number, upgrade):
    """No upgrade is passed on or agreed to: what follows is read as HTTP, and nonsense ends the connection."""
    answer = say(house,
        f"GET /open/x HTTP/1.1\r\nHost: a\r\n{{auth}}{upgrade}\r\n\r\n" + "\x81\x85\x00\x00\x00\x00hello\r\n\r\n")
    assert len(answer.forwarded) == 1 and 101 not in answer.statuses
    head = answer.forwarded[0].head.decode().lower()
    assert "upgrade" not in head and "connection:" not in head and "http2-settings" not in head
    assert answer.statuses == [200, 400] and answer.ended


def test_abuse_method_override(house):
    """Case 20: the method that was decided is the method that is forwarded."""
    answer = say(house, get("/open/x", "X-HTTP-Method-Override: DELETE", "X-HTTP-Method: DELETE",
        "X-Method-Override: DELETE"))
    assert [request.method for request in answer.forwarded] == ["GET"]
    assert b"DELETE" not in answer.forwarded[0].head


def test_abuse_log(house):
    """Case 63: one line of JSON for each request, whatever it holds; no control character and no secret among them."""
    log = house.gateway.folder / "access.log"
    before = log.read_bytes().count(b"\n")
    say(house, get("/open/x?a=%0d%0a%1b[31m&b={key}", "X-A: \x1b", "User-Agent: a\tb"))
    say(house, get("/open/%1b[31m\x1b[31m\xff"))
    say(house, get("/open/x\"}{\"status\":200"))
    say(house, "G\x1b[2J /x HTTP/1.1\r\nHost: a\r\n\r\n")
    wait_until(lambda: log.read_bytes().count(b"\n") >= before + 4, 5, "the log has a line for each request")
    raw = log.read_bytes()
    assert raw and not any(byte < 0x20 and byte != 0x0a or byte == 0x7f for byte in raw)
    assert house.key.encode() not in raw
    for line in raw.splitlines():
        assert isinstance(json.loads(line)["status"], int)


NUMBERS = {number for number, _, _ in REFUSED} | {number for number, _, _ in DENIED} | {1, 2, 3, 5, 9, 20, 24, 28, 63}
