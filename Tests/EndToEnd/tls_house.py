"""A gateway with three certificates of one authority, and clients that speak TLS to it."""

import json
import re
import socket
import ssl
import subprocess
from types import SimpleNamespace

from cryptography import x509
from cryptography.x509.oid import NameOID

from authority import Authority
from gateway import Gateway
from processes import free_port

TLS = """
tls:
  certificate_file: {folder}/main.pem
  key_file: {folder}/main.key
  certificates:
    - {{ {wild} }}
    - {{ {exact} }}
{more}
server: {{ header_timeout: {header_timeout} }}
loops: 2
"""

UPSTREAMS = """
upstreams:
{upstreams}
models: {{}}
routes:
  - {{ name: careless, from: "/careless/**", to: careless }}
roles:
  reader: {{ members: everyone, routes: [ careless ], actions: [ read ] }}
"""


def begin(folder, more="", upstreams="", prepare=None, header_timeout="1500ms"):
    """A gateway with three certificates and no model server that would be asked.

    `prepare` is called with the authority before the gateway starts.
    """
    authority = Authority(folder / "authority")
    authority.issue("main", "main.example.org", "localhost")
    authority.issue("wild", "*.example.org")
    authority.issue("exact", "api.example.org", kind="rsa")
    if prepare:
        prepare(authority)
    key = folder / "model.key"
    key.write_text("unused\n")
    key.chmod(0o600)
    home = folder / "gateway"
    home.mkdir()
    nowhere = f"http://127.0.0.1:{free_port()}"
    gateway = Gateway(home, nowhere, nowhere, key, TLS.format(
        folder=authority.folder, wild=authority.pair("wild"), exact=authority.pair("exact"), more=more,
        header_timeout=header_timeout)
        + (UPSTREAMS.format(upstreams=upstreams) if upstreams else ""))
    gateway.add_user("ana", "eng")
    return SimpleNamespace(authority=authority, gateway=gateway.start(), address=("127.0.0.1", gateway.port),
                           key=gateway.add_key("local:ana", "laptop")[1])


def s_client(house, *words, port=None, request=b"", seconds=10):
    """What `openssl s_client` says; `-ign_eof` waits for the gateway's end."""
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{port or house.gateway.port}", "-CAfile",
               house.authority.file, *words]
    done = subprocess.run([str(word) for word in command], input=request, capture_output=True, timeout=seconds)
    return (done.stdout + done.stderr).decode(errors="replace")


def subject(text):
    found = re.search(r"subject=CN = (\S+)", text)
    return found and found.group(1)


def subject_of(der):
    return x509.load_der_x509_certificate(der).subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value


def plain(house):
    return socket.create_connection(house.address, timeout=10)


def everything(connection):
    """What arrives until the end; a reset fails."""
    data = b""
    while piece := connection.recv(65536):
        data += piece
    return data


def metric(house, name):
    return int(re.search(rf"^{name} (\d+)", house.gateway.admin("/metrics"), re.MULTILINE).group(1))


def diagnostics(house):
    return [json.loads(line) for line in house.gateway.log.read_text().splitlines() if line.startswith("{")]


def request_of(house, path="/v1/models"):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {house.key}\r\n\r\n".encode()


def ask(house, connection):
    connection.sendall(request_of(house))
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        assert piece, "the gateway closed the connection"
        head += piece
    return int(head.split()[1])


def connect(house, name="localhost"):
    context = ssl.create_default_context(cafile=house.authority.file)
    return context.wrap_socket(plain(house), server_hostname=name)
