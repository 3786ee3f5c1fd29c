"""ClientHellos of real clients, as bytes: taken from the wire, cut in pieces, and fingerprinted independently (JA4)."""

import hashlib
import socket
import ssl
import threading


class HandshakeByHand:
    """A TLS client of Python's ssl module whose bytes this test carries, in pieces of its choice."""

    def __init__(self, address, name, record=None, segment=None):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname=name)
        self.socket = socket.create_connection(address, timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.record, self.segment = record, segment
        self.hello = None

    def complete(self):
        while True:
            try:
                self.tls.do_handshake()
                self.send(self.outgoing.read())
                return self.tls.getpeercert(binary_form=True)
            except ssl.SSLWantReadError:
                written = self.outgoing.read()
                if self.hello is None:
                    self.hello = written
                    written = self.fragmented(written)
                self.send(written)
                received = self.socket.recv(65536)
                assert received, "the gateway closed the connection"
                self.incoming.write(received)

    def fragmented(self, record):
        """The message of one record in many (RFC 8446, 5.1)."""
        if not self.record:
            return record
        head, message = record[:3], record[5:]
        parts = [message[at:at + self.record] for at in range(0, len(message), self.record)]
        return b"".join(head + len(part).to_bytes(2, "big") + part for part in parts)

    def send(self, data):
        size = self.segment or max(len(data), 1)
        for at in range(0, len(data), size):
            self.socket.sendall(data[at:at + size])

    def close(self):
        self.socket.close()


def hello_of(name):
    """The first record a client of Python's ssl module sends."""
    outgoing = ssl.MemoryBIO()
    try:
        ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=name).do_handshake()
    except ssl.SSLWantReadError:
        return outgoing.read()


class Tap:
    """A relay of one connection that keeps what the client says first."""

    def __init__(self, address):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.address, self.first = address, b""
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        client, _ = self.listener.accept()
        server = socket.create_connection(self.address)
        threading.Thread(target=self._copy, args=(server, client, False), daemon=True).start()
        self._copy(client, server, True)

    def _copy(self, source, target, keeps):
        try:
            while data := source.recv(65536):
                if keeps and len(self.first) < 5 + int.from_bytes(self.first[3:5], "big"):
                    self.first += data
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.listener.close()


def take(data, size):
    return data[:size], data[size:]


def vector(data, width):
    length, data = take(data, width)
    return take(data, int.from_bytes(length, "big"))


def numbers(data):
    values = [int.from_bytes(data[at:at + 2], "big") for at in range(0, len(data), 2)]
    return [value for value in values if not (value & 0x0F0F == 0x0A0A and value >> 8 == value & 0xFF)]


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else "0" * 12


def ja4(record):
    """FoxIO's JA4 of the ClientHello in a record, written from its public description alone."""
    assert record[0] == 0x16, record[:16]
    message, _ = vector(record[3:], 2)
    body, _ = vector(message[1:], 3)
    version, body = take(body, 2)
    _, body = take(body, 32)
    _, body = vector(body, 1)
    suites, body = vector(body, 2)
    _, body = vector(body, 1)
    block, body = vector(body, 2)
    extensions = {}
    while block:
        kind, block = take(block, 2)
        extensions[int.from_bytes(kind, "big")], block = vector(block, 2)
    offered = numbers(vector(extensions[43], 1)[0]) if 43 in extensions else numbers(version)
    protocol = vector(vector(extensions[16], 2)[0], 1)[0].decode() if 16 in extensions else ""
    kinds = numbers(b"".join(kind.to_bytes(2, "big") for kind in extensions))
    algorithms = numbers(vector(extensions[13], 2)[0]) if 13 in extensions else []
    listed = lambda values: ",".join(f"{value:04x}" for value in values)
    first = "t" + {0x304: "13", 0x303: "12"}[max(offered)] + ("d" if 0 in extensions else "i")
    first += f"{len(numbers(suites)):02}{len(kinds):02}" + (protocol[0] + protocol[-1] if protocol else "00")
    tail = listed(sorted(kind for kind in kinds if kind not in (0, 16)))
    return "_".join([first, digest(listed(sorted(numbers(suites)))),
                     digest(tail + ("_" + listed(algorithms) if algorithms else ""))])
