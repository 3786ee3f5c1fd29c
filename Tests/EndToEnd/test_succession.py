"""Restarts that nobody notices: sockets passed as systemd passes them, a successor started by SIGUSR2, what the
supervisor is told meanwhile, and a record that stays whole."""

import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

import httpx
import openai
import pytest

import backend
from gateway import binary, environment
from processes import end_with_parent, start, wait_until
from record import entries


@pytest.fixture
def notices(tmp_path):
    """Where sd_notify's datagrams arrive; by a path, or an abstract name."""
    made = []

    def listen(name):
        receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        receiver.bind(name)
        receiver.settimeout(10)
        made.append(receiver)
        return receiver

    yield listen
    for receiver in made:
        receiver.close()


def told(receiver, word):
    """The next notice that says `word`, as a dictionary; others before it are passed over."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        lines = dict(line.split("=", 1) for line in receiver.recv(4096).decode().splitlines())
        if word in lines:
            return lines
    raise AssertionError(f"nobody said {word}")


@pytest.mark.parametrize("is_abstract", [False, True])
def test_the_supervisor_is_told(make_gateway, notices, tmp_path, is_abstract):
    gateway = make_gateway()
    name = f"countersign-test-{os.getpid()}" if is_abstract else str(tmp_path / "notify")
    receiver = notices("\0" + name if is_abstract else name)
    more = {"NOTIFY_SOCKET": "@" + name if is_abstract else name, "WATCHDOG_USEC": "900000"}
    gateway.process = start([binary(), "serve", "--config", gateway.configuration], gateway.log,
                            {**environment(), **more}, cwd=gateway.folder, stdout=subprocess.DEVNULL)
    assert told(receiver, "READY")["MAINPID"] == str(gateway.process.pid)
    for _ in range(4):
        assert told(receiver, "WATCHDOG")["WATCHDOG"] == "1"
    before = time.monotonic_ns() // 1000
    gateway.process.send_signal(signal.SIGHUP)
    assert before <= int(told(receiver, "RELOADING")["MONOTONIC_USEC"]) <= time.monotonic_ns() // 1000
    assert told(receiver, "READY")["READY"] == "1"
    gateway.process.terminate()
    assert told(receiver, "STOPPING")["STOPPING"] == "1"
    assert gateway.process.wait(20) == 0


ROUTES = """
upstreams:
  api: {{ url: "{url}" }}
  llama: {{ url: "{llama}", api: openai }}
models: {{ tiny: {{ upstream: llama, name: countersign-tiny }} }}
routes:
  - {{ name: reports, from: /reports/**, to: api }}
roles:
  engineer:
    members: {{ groups: [ "local:eng" ] }}
    models: [ tiny ]
    routes: [ reports ]
    actions: [ read, write, list ]
"""


class Streams(backend.Answer):
    """Says what it was asked, and under /reports/stream a second of events."""

    def do_GET(self):
        if not self.path.endswith("/stream"):
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number in range(25):
            event = b"data: %d\n\n" % number
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
            time.sleep(0.04)
        self.wfile.write(b"0\r\n\r\n")

    do_POST = backend.Answer.do_GET


@pytest.fixture(scope="module")
def api():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Streams)
    server.daemon_threads = True
    made = backend.Backend(server, f"http://127.0.0.1:{server.server_port}")
    yield made
    made.close()


@pytest.fixture
def house(make_gateway, relays, api):
    """A gateway that is not started yet."""
    gateway = make_gateway(more=ROUTES.format(url=api.url, llama=relays.llama.url))
    gateway.key = gateway.add_key("local:ana", "laptop")[1]
    return gateway


class Load:
    """Clients that ask without pause, each on a connection it keeps; every failure is kept, none is tried again."""

    def __init__(self, gateway):
        self.gateway, self.answered, self.failures, self.slowest = gateway, [], [], 0.0
        self.ended = threading.Event()
        work = [self.post] * 5 + [self.stream] * 2 + [self.list]
        self.threads = [threading.Thread(target=self.repeat, args=[one], daemon=True) for one in work]
        for thread in self.threads:
            thread.start()

    def repeat(self, work):
        with self.gateway.clients.http(self.gateway.key) as client:
            package = self.gateway.clients.openai(self.gateway.key)
            while not self.ended.is_set():
                began = time.monotonic()
                try:
                    self.answered.append(work(client, package))
                except (openai.OpenAIError, httpx.HTTPError, AssertionError) as error:
                    self.failures.append(repr(error))
                self.slowest = max(self.slowest, time.monotonic() - began)

    @staticmethod
    def post(client, _):
        answer = client.post("/reports/new", json={"title": "May"})
        assert answer.status_code == 200 and answer.json()["body"] == '{"title":"May"}', answer.text
        return answer.headers["X-Request-Id"]

    @staticmethod
    def stream(client, _):
        with client.stream("GET", "/reports/stream") as answer:
            text = b"".join(answer.iter_raw())
        assert text.endswith(b"data: 24\n\n"), text
        return answer.headers["X-Request-Id"]

    @staticmethod
    def list(_, package):
        return package.models.with_raw_response.list().headers["x-request-id"]

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join(40)
            assert not thread.is_alive(), "a client waits for ever"
        assert not self.failures, f"{len(self.failures)} of {len(self.answered)} were lost: {self.failures[:3]}"


def is_whole(gateway, load):
    """Every answered request has its intent and its outcome, and the log verifies."""
    def found():
        return entries(gateway, 500 + 4 * len(load.answered))

    def missing(kind):
        return set(load.answered) - {entry["id"] for entry in found() if entry["kind"] == kind}

    # What ended last stands in the tree with the next checkpoint.
    wait_until(lambda: not missing("outcome"), 10, "every answered request has an outcome")
    assert not missing("intent"), "every answered request has an intent"
    found = found()
    assert not [entry for entry in found if entry["kind"] == "interrupted"]
    assert gateway.run("audit", "verify").code == 0


def children(pid):
    return [int(word) for path in Path(f"/proc/{pid}/task").glob("*/children") for word in path.read_text().split()]


@contextmanager
def successor_of(gateway):
    """SIGUSR2, and the process that has taken over."""
    old = gateway.process
    old.send_signal(signal.SIGUSR2)
    pid = wait_until(lambda: next(iter(children(old.pid)), None), 10, "a successor is started")
    try:
        assert old.wait(40) == 0, gateway.log.read_text()[-2000:]
        wait_until(lambda: gateway.admin_status("/readyz") == 200, 20, "the successor is ready")
        yield pid
    finally:
        os.kill(pid, signal.SIGTERM)
        try:
            wait_until(lambda: not Path(f"/proc/{pid}").exists(), 20, "the successor ended")
        except AssertionError:
            os.kill(pid, signal.SIGKILL)
            raise


def test_a_successor_takes_over_under_load(house):
    house.start()
    load = Load(house)
    wait_until(lambda: len(load.answered) > 100, 60, "the gateway serves")
    with successor_of(house):
        served = len(load.answered)
        wait_until(lambda: len(load.answered) > served + 100, 60, "the successor serves")
        load.stop()
        is_whole(house, load)
    print(f"{len(load.answered)} requests over one succession, the slowest waited {load.slowest:.2f} s")


def test_a_successor_that_cannot_start_changes_nothing(house):
    house.start()
    good = house.configuration.read_text()
    house.configuration.write_text(good + "nonsense: 1\n")
    house.process.send_signal(signal.SIGUSR2)
    wait_until(lambda: "the successor did not start" in house.log.read_text(), 20, "the failure is told")
    assert house.clients.http(house.key).get("/v1/models").status_code == 200
    house.configuration.write_text(good)
    with successor_of(house):
        assert house.clients.http(house.key).get("/v1/models").status_code == 200


def serve_on(gateway, listener):
    """Starts the gateway as systemd does, the socket passed as descriptor 3; not waited for."""
    script = f'LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=https exec "$@" 3<&{listener.fileno()}'
    with open(gateway.log, "ab") as log:
        gateway.process = subprocess.Popen(
            ["bash", "-c", script, "bash", str(binary()), "serve", "--config", str(gateway.configuration)],
            pass_fds=[listener.fileno()], cwd=gateway.folder, env=environment(), stdin=subprocess.DEVNULL, stderr=log,
            stdout=subprocess.DEVNULL, preexec_fn=end_with_parent)


def test_a_restart_on_a_passed_socket_loses_nothing(house):
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", house.port))
        listener.listen(1024)
        serve_on(house, listener)
        wait_until(house.is_ready, 20, "the gateway is ready")
        load = Load(house)
        wait_until(lambda: len(load.answered) > 100, 60, "the gateway serves")
        for _ in range(2):
            assert house.stop() == 0
            serve_on(house, listener)
            served = len(load.answered)
            wait_until(lambda: len(load.answered) > served + 100, 60, "the next one serves")
        load.stop()
        is_whole(house, load)
        print(f"{len(load.answered)} requests over two restarts, the slowest waited {load.slowest:.2f} s")


def test_a_socket_that_no_listener_is_for_is_refused(make_gateway):
    gateway = make_gateway()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        serve_on(gateway, listener)
        assert gateway.process.wait(20) != 0
    assert "the configuration has no such listener" in gateway.log.read_text()
