"""TLS as clients see it: names and certificates, tickets, versions, failures, and what is written about each."""

import re
import socket
import ssl
import threading
import time

import pytest
from cryptography import x509

from authority import Authority
from hello import HandshakeByHand, Tap, hello_of, ja4
from processes import wait_until
from tls_house import (ask, begin, connect, diagnostics, everything, metric, plain, request_of, s_client, subject,
                       subject_of)

@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = begin(tmp_path_factory.mktemp("tls"))
    yield house
    assert house.gateway.stop() == 0


@pytest.fixture
def own_house(tmp_path):
    house = begin(tmp_path)
    yield house
    assert house.gateway.stop() == 0


NAMES = [("main.example.org", "main.example.org"), ("www.example.org", "*.example.org"),
         ("api.example.org", "api.example.org"), ("API.Example.oRG", "api.example.org"),
         ("api.example.org.", "api.example.org"), ("WWW.EXAMPLE.ORG.", "*.example.org"),
         ("a.b.example.org", "main.example.org"), ("elsewhere.net", "main.example.org")]


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
@pytest.mark.parametrize("name, served", NAMES)
def test_name_selects_the_certificate(house, name, served, version):
    assert subject(s_client(house, "-servername", name, version)) == served


def test_no_name_gets_the_first_certificate(house):
    assert subject(s_client(house, "-noservername")) == "main.example.org"


# Abuse case 62: the name is found though the ClientHello comes in pieces, and however it is spelt.
@pytest.mark.parametrize("record, segment", [(None, 1), (17, None), (1, None), (40, 3)])
@pytest.mark.parametrize("name, served", [("aPi.eXample.org", "api.example.org"), ("wWw.example.org", "*.example.org")])
def test_name_of_a_fragmented_hello(house, record, segment, name, served):
    client = HandshakeByHand(house.address, name, record, segment)
    assert subject_of(client.complete()) == served
    client.close()


def test_each_certificate_is_renewed_and_connections_go_on(own_house):
    house, names = own_house, {"main": "localhost", "wild": "www.example.org", "exact": "api.example.org"}
    with connect(house) as before:
        assert ask(house, before) == 200
        for stem, name in names.items():
            made = house.authority.issue(stem, *{"main": ["main.example.org", "localhost"], "wild": ["*.example.org"],
                                                 "exact": ["api.example.org"]}[stem])

            def is_served():
                with connect(house, name) as now:
                    return x509.load_der_x509_certificate(now.getpeercert(True)) == made
            wait_until(is_served, 10, f"the new certificate of {name} is served")
        assert ask(house, before) == 200, "the connection goes on"


def ticket(house, file, *words):
    """Makes a session and keeps its ticket; says whether it began by another's."""
    said = s_client(house, "-sess_out", file, "-ign_eof", *words, request=b"GET / HTTP/1.0\r\n\r\n")
    return "Reused, TLS" in said


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_ticket_resumes_on_every_loop_and_beyond_a_renewal(own_house, tmp_path, version):
    house, kept = own_house, tmp_path / "ticket"
    name = ["-servername", "api.example.org", version]
    assert not ticket(house, kept, *name)
    for _ in range(8):
        assert ticket(house, tmp_path / "next", "-sess_in", kept, *name), "each loop knows the keys"
    made = house.authority.issue("exact", "api.example.org")

    def is_served():
        with connect(house, "api.example.org") as now:
            return x509.load_der_x509_certificate(now.getpeercert(True)) == made
    wait_until(is_served, 10, "the renewed certificate is served")
    assert ticket(house, tmp_path / "next", "-sess_in", kept, *name), "a renewal does not end sessions"
    assert not ticket(house, tmp_path / "next", "-sess_in", kept, "-servername", "www.example.org", version), (
        "a ticket of one name resumed under another's certificate")
    assert not ticket(house, tmp_path / "next", "-sess_in", kept, "-noservername", version)
    other = Authority(tmp_path / "other", "Another Authority")
    made = other.issue("exact", "api.example.org")
    for end in ("key", "pem"):
        (house.authority.folder / f"exact.{end}").write_bytes((other.folder / f"exact.{end}").read_bytes())
    wait_until(lambda: "Another Authority" in s_client(house, *name), 10, "the other authority's is served")
    assert not ticket(house, tmp_path / "next", "-sess_in", kept, *name), "the issuer changed"


def test_ticket_is_worth_nothing_after_a_restart(own_house, tmp_path):
    kept = tmp_path / "ticket"
    assert not ticket(own_house, kept)
    assert ticket(own_house, tmp_path / "next", "-sess_in", kept)
    assert own_house.gateway.stop() == 0
    own_house.gateway.start()
    assert not ticket(own_house, tmp_path / "next", "-sess_in", kept)


def test_no_early_data(house, tmp_path):
    assert not ticket(house, tmp_path / "ticket")
    said = s_client(house, "-ign_eof", "-msg", request=b"GET / HTTP/1.0\r\n\r\n")
    assert "Max Early Data: 0" in said and "Max Early Data: 1" not in said


@pytest.mark.parametrize("words", [
    ["-tls1_1"], ["-tls1"], ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA256"],
    ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
    ["-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"], ["-groups", "P-521"], ["-alpn", "h2"]])
def test_what_is_not_spoken(house, words):
    said = s_client(house, "-servername", "api.example.org", *words)
    assert "Cipher is (NONE)" in said, said


@pytest.mark.parametrize("words, agreed", [
    ([], "TLSv1.3, Cipher is TLS_AES_128_GCM_SHA256"), (["-groups", "P-384"], "TLSv1.3"),
    (["-groups", "P-256"], "TLSv1.3"),
    (["-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"], "TLS_CHACHA20_POLY1305_SHA256"),
    (["-tls1_2"], "TLSv1.2, Cipher is ECDHE-ECDSA-AES"), (["-alpn", "h2,http/1.1"], "ALPN protocol: http/1.1")])
def test_what_is_spoken(house, words, agreed):
    said = s_client(house, *words)
    assert agreed in said and "Verify return code: 0" in said, said
    assert "Compression: NONE" in said
    assert "Secure Renegotiation IS supported" in said or "-tls1_2" not in words


def test_renegotiation_is_refused(house):
    said = s_client(house, "-tls1_2", request=b"R\n")
    assert "no renegotiation" in said


def test_only_the_newest_version(tmp_path):
    house = begin(tmp_path, more='  min_version: "1.3"')
    assert "Cipher is (NONE)" in s_client(house, "-tls1_2")
    assert "TLSv1.3" in s_client(house)
    assert house.gateway.stop() == 0


def test_fingerprint_of_an_openssl_client(house):
    tap = Tap(house.address)
    request = f"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {house.key}\r\n" \
              "Connection: close\r\n\r\n"
    said = s_client(house, "-servername", "localhost", "-alpn", "http/1.1", "-ign_eof", port=tap.port,
                    request=request.encode())
    tap.close()
    request_id = re.search(r"(?i)x-request-id: (\S+)", said).group(1)
    line = house.gateway.access_line(request_id)
    assert line["ja4"] == ja4(tap.first) and line["ja4"].startswith("t13d"), line
    assert re.fullmatch(r"t13d\d{4}h1_[0-9a-f]{12}_[0-9a-f]{12}", line["ja4"])


@pytest.mark.parametrize("record", [None, 50])
def test_fingerprint_of_a_python_client(house, record):
    client = HandshakeByHand(house.address, "localhost", record)
    client.complete()
    client.tls.write(request_of(house))
    client.send(client.outgoing.read())
    said = b""
    while b"\r\n\r\n" not in said:
        client.incoming.write(client.socket.recv(65536))
        try:
            said += client.tls.read(65536)
        except ssl.SSLWantReadError:
            pass
    client.close()
    request_id = re.search(r"(?i)x-request-id: (\S+)", said.decode()).group(1)
    assert house.gateway.access_line(request_id)["ja4"] == ja4(client.hello)


# Abuse case 39: a handshake that stalls ends with the header time-out, and each byte does not begin it anew.
@pytest.mark.parametrize("pieces", [0, 1, 1000])
def test_stalled_handshake_ends(house, pieces):
    before = metric(house, "countersign_tls_handshakes_failed_total")
    hello = hello_of("localhost")
    began, ended = time.monotonic(), None
    with plain(house) as connection:
        connection.settimeout(0.05)
        for at in range(100):
            try:
                if at < pieces:
                    connection.send(hello[at:at + 1])
                if connection.recv(1024) == b"":
                    ended = time.monotonic() - began
                    break
            except TimeoutError:
                pass
            except OSError:
                ended = time.monotonic() - began
                break
    assert ended is not None and 1.2 < ended < 4, f"ended after {ended}"
    assert metric(house, "countersign_tls_handshakes_failed_total") == before + 1


@pytest.mark.parametrize("request_bytes", [
    b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\n" + b"x" * 90000])
def test_http_in_the_clear_is_told_so(house, request_bytes):
    before = metric(house, "countersign_tls_handshakes_failed_total")
    with plain(house) as connection:
        connection.sendall(request_bytes)
        answer = everything(connection)
    assert answer.startswith(b"HTTP/1.1 400 ") and b"This port speaks HTTPS" in answer
    head, body = answer.split(b"\r\n\r\n")
    assert int(re.search(rb"content-length: (\d+)", head).group(1)) == len(body)
    assert metric(house, "countersign_tls_handshakes_failed_total") == before + 1


@pytest.mark.parametrize("garbage", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\x00" * 5000,
                                     b"\x16\x03\x01\xff\xff" + b"y" * 70000])
def test_garbage_is_answered_with_an_alert_or_nothing(house, garbage):
    with plain(house) as connection:
        connection.sendall(garbage)
        assert everything(connection)[:1] in (b"\x15", b"")


def test_damaged_record_ends_the_connection(house):
    before = metric(house, "countersign_tls_handshakes_failed_total")
    client = HandshakeByHand(house.address, "localhost")
    client.complete()
    client.tls.write(request_of(house))
    client.send(client.outgoing.read())
    assert client.socket.recv(65536)
    client.tls.write(request_of(house))
    record = bytearray(client.outgoing.read())
    record[-1] ^= 1
    client.send(bytes(record) + b"\x17\x03\x03\x40\x00" + b"z" * 200_000)
    assert b"HTTP/1.1" not in everything(client.socket), "nothing in the clear"
    client.close()
    assert metric(house, "countersign_tls_handshakes_failed_total") == before + 1


def test_failures_are_named_at_a_bounded_rate(own_house):
    for _ in range(30):
        with plain(own_house) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
            everything(connection)
    s_client(own_house, "-tls1_1")
    assert metric(own_house, "countersign_tls_handshakes_failed_total") == 31

    def reported():
        return [line for line in diagnostics(own_house) if line["message"] == "TLS connections failed"]
    wait_until(lambda: sum(int(line["count"]) for line in reported()) == 31, 25, "both reasons are reported")
    assert {line["reason"] for line in reported()} == {"http request", "unsupported protocol"}
    assert len(reported()) <= 4 and all(line["client"] == "127.0.0.1" for line in reported())


def test_end_is_said(house):
    """close_notify stands at the end of a response after which the connection closes."""
    context = ssl.create_default_context(cafile=house.authority.file)
    with context.wrap_socket(plain(house), server_hostname="localhost", suppress_ragged_eofs=False) as connection:
        connection.sendall(b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        data = b""
        while piece := connection.recv(65536):  # raises SSLEOFError where the end is not said
            data += piece
    assert data.startswith(b"HTTP/1.1 401 ")


def test_end_is_answered(house):
    context = ssl.create_default_context(cafile=house.authority.file)
    with context.wrap_socket(plain(house), server_hostname="localhost", suppress_ragged_eofs=False) as connection:
        assert ask(house, connection) == 200
        connection.unwrap()  # raises where the gateway does not say its own end


def test_records_in_pieces_lose_nothing(house):
    """Requests whose records come byte by byte, several in one segment, or torn across segments."""
    client = HandshakeByHand(house.address, "localhost")
    client.complete()
    request, answers = request_of(house), 0
    for size in [1, 7, 100, 1 << 20]:
        for _ in range(10):
            for at in range(0, len(request), 11):
                client.tls.write(request[at:at + 11])
        client.segment = size
        client.send(client.outgoing.read())
        said = b""
        while said.count(b"HTTP/1.1 200 ") < 10:
            client.incoming.write(client.socket.recv(65536))
            try:
                while True:
                    said += client.tls.read(65536)
            except ssl.SSLWantReadError:
                pass
        answers += said.count(b"HTTP/1.1 200 ")
    client.close()
    assert answers == 40


class Careless(threading.Thread):
    """An https server whose answer ends where the connection does; says so, or is cut off."""

    def __init__(self, authority, says_so):
        super().__init__(daemon=True)
        authority.issue("upstream", "localhost")
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(authority.folder / "upstream.pem", authority.folder / "upstream.key")
        self.listener, self.says_so = socket.create_server(("127.0.0.1", 0)), says_so
        self.url = f"https://localhost:{self.listener.getsockname()[1]}"
        self.start()

    def run(self):
        connection, _ = self.listener.accept()
        with self.context.wrap_socket(connection, server_side=True) as tls:
            while b"\r\n\r\n" not in tls.recv(65536):
                pass
            tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhalf of it")
            if self.says_so:
                tls.unwrap()


@pytest.mark.parametrize("says_so", [True, False])
def test_body_cut_off_on_its_way_from_an_upstream(tmp_path, says_so):
    authority = Authority(tmp_path / "upstream")
    server = Careless(authority, says_so)
    house = begin(tmp_path, upstreams=f"  careless: {{ url: {server.url}, ca_file: {authority.file} }}\n")
    with connect(house) as connection:
        connection.sendall(request_of(house, "/careless/x"))
        data = b""
        while not data.endswith(b"0\r\n\r\n") and (piece := connection.recv(65536)):
            data += piece
    assert b"half of it" in data
    assert data.endswith(b"0\r\n\r\n") == says_so, "what was cut must not look complete"
    assert house.gateway.stop() == 0
