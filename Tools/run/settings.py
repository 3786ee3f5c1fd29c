"""What the environment asks for, and where things are."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

from problem import Problem

ROOT = Path(__file__).resolve().parents[2]


def port_of(name, fallback):
    text = os.environ.get(name) or str(fallback)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SystemExit(f"run: {name}={text} is not a port number")
    return int(text)


def is_free(port):
    """Whether nobody listens there. Two gateways would share a port without a word, so ask without sharing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@dataclass
class Settings:
    port: int
    admin_port: int
    upstream: str | None
    upstream_key: str | None
    folder: Path
    binary: Path

    @staticmethod
    def read():
        port = port_of("PORT", 8443)
        upstream = (os.environ.get("UPSTREAM") or "").rstrip("/") or None
        return Settings(port, port_of("ADMIN_PORT", min(port + 1000, 65535)), upstream,
                        os.environ.get("UPSTREAM_KEY") or None,
                        Path(os.environ.get("RUN_DIR") or ROOT / ".run"),
                        Path(os.environ.get("GATEWAY_BINARY") or ROOT / ".build" / "release" / "countersign"))

    @property
    def configuration(self):
        return self.folder / "countersign.yaml"

    def access_log(self):
        """Where the gateway's access lines go, so that they do not run over what is printed."""
        return open(self.folder / "access.log", "ab")

    @property
    def python(self):
        """The interpreter that has the client packages."""
        return ROOT / ".venv" / "bin" / "python"

    def check_ports(self):
        for name, port in (("PORT", self.port), ("ADMIN_PORT", self.admin_port)):
            if not is_free(port):
                raise Problem(f"port {port} is in use; choose another: {name}={port + 1} make run")
