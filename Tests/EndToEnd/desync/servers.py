"""Servers behind the gateway that write down every request they believe to have got.

Each line of a record is: the request id that the gateway gave, method, target, length of the body or -1, status.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from processes import free_port, start, status_of, stop, wait_until

HERE = Path(__file__).resolve().parent

NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  log_format seen escape=json '{{"id":"$http_x_request_id","line":"$request","length":"$content_length",'
    '"status":"$status","port":"$remote_port"}}';
  access_log {folder}/seen.log seen; keepalive_requests 100000; keepalive_timeout 20s; lingering_time 1s;
  merge_slashes off; underscores_in_headers on; ignore_invalid_headers off; large_client_header_buffers 8 32k;
  server {{ listen 127.0.0.1:{port}; location / {{ return 200 "ok"; }} }}
}}
"""

HAPROXY_LINE = (
    '{"id":"%[capture.req.hdr(0)]","line":"%[capture.req.method] %[capture.req.uri,json(utf8ps)] HTTP/1.1",'
    '"length":"%[capture.req.hdr(1)]","status":"%ST","port":"%cp"}')

HAPROXY = """
global
  log stdout format raw local0
defaults
  mode http
  log global
  timeout client 20s
  timeout http-request 20s
  option http-buffer-request
frontend seen
  bind 127.0.0.1:{port}
  http-request capture req.hdr(x-request-id) len 64
  http-request capture req.hdr(content-length) len 32
  log-format '{HAPROXY_LINE}'
  http-request return status 200 content-type text/plain string ok
"""


@dataclass
class Server:
    """One server and what it has seen."""

    name: str
    port: int
    log: Path
    process: subprocess.Popen

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def stop(self):
        stop(self.process)


def program(name):
    found = shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if not found:
        pytest.skip(f"{name} is not installed; `Tools/setup.sh test-slow` does it")
    return found


def nginx(folder):
    port = free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    words = ["-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf"]
    process = start([program("nginx"), *words], folder / "nginx.out")
    return ready(Server("nginx", port, folder / "seen.log", process))


def haproxy(folder):
    port = free_port()
    (folder / "haproxy.cfg").write_text(HAPROXY.format(port=port, HAPROXY_LINE=HAPROXY_LINE))
    process = start([program("haproxy"), "-db", "-f", folder / "haproxy.cfg"], folder / "haproxy.err",
                    stdout=open(folder / "seen.log", "ab"))
    return ready(Server("haproxy", port, folder / "seen.log", process))


def python(folder, kind):
    """`http.server`, `h11` or `httptools` (uvicorn)."""
    port = free_port()
    process = start([sys.executable, HERE / "recorder.py", kind, str(port), folder / "seen.log"],
        folder / "recorder.err")
    return ready(Server(kind, port, folder / "seen.log", process))


def ready(server):
    wait_until(lambda: status_of(server.url), 20, f"{server.name} answers")
    return server


KINDS = {
    "nginx": nginx, "haproxy": haproxy, "http.server": lambda folder: python(folder, "http.server"),
    "h11": lambda folder: python(folder, "h11"), "httptools": lambda folder: python(folder, "httptools"),
}
