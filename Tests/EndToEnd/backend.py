"""A plain HTTP API behind the gateway: over TCP, TLS or a Unix socket; it says what it was asked."""

import contextlib
import datetime
import ipaddress
import json
import socket
import socketserver
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.server.connections.append(self.connection)

    def do_GET(self):
        length = int(self.headers.get("Content-Length") or 0)
        asked = {"method": self.command, "path": self.path, "body": self.rfile.read(length).decode(),
                 "fields": {name.lower(): value for name, value in self.headers.items()}}
        self.server.asked.append(asked)
        body = json.dumps(asked).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET

    def address_string(self):
        return "gateway"

    def log_message(self, *_):
        pass


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


class Backend:
    def __init__(self, server, url):
        self.server, self.url, self.asked = server, url, []
        server.asked, server.connections = self.asked, []
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def close(self):
        """As a process that ends: also the connections that are open."""
        self.server.shutdown()
        self.server.server_close()
        for connection in self.server.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def over_tcp():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    return Backend(server, f"http://127.0.0.1:{server.server_port}")


def at(address, port):
    """On a port of one of this machine's loopback addresses."""
    return Backend(ThreadingHTTPServer((address, port), Answer), f"http://{address}:{port}")


def over_unix(folder):
    path = folder / "api.sock"
    return Backend(UnixServer(str(path), Answer), f"unix:{path}")


def over_tls(folder):
    """With a certificate only `folder/api.pem` vouches for."""
    certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "api.pem", folder / "api.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return Backend(server, f"https://127.0.0.1:{server.server_port}")


def certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "api")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(minutes=5))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256()))
    (folder / "api.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "api.key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
