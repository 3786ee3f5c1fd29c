"""15,000 idle connections on one process: cheap, and no burden on anybody else; and descriptors that run out."""

import os
import re
import resource
import socket
import statistics
import subprocess
import time

import pytest


from processes import wait_until

CONNECTIONS = int(os.environ.get("IDLE_CONNECTIONS", "15000"))
REQUEST = b"GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n"


def resident(process):
    """Bytes of memory that are the process's own."""
    status = open(f"/proc/{process.pid}/status").read()
    return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) * 1024


def processor_time(process):
    """Seconds of processor time so far."""
    words = open(f"/proc/{process.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def house(make_gateway):
    """A gateway in the clear, not started yet."""
    gateway = make_gateway(more="tls: off\nserver: { idle_timeout: 10m }\nloops: 1\n")
    text = gateway.configuration.read_text().replace(f"https://localhost:{gateway.port}",
                                                     f"http://localhost:{gateway.port}")
    gateway.configuration.write_text(text)
    yield gateway
    if gateway.process and gateway.process.poll() is None:
        gateway.stop()


def ask(connection):
    """Asks, and returns how long the answer took; it is a 401, for which nobody else is asked."""
    began = time.perf_counter()
    connection.sendall(REQUEST)
    answer = connection.recv(4096)
    assert answer.startswith(b"HTTP/1.1 401"), answer[:100]
    return time.perf_counter() - began


def connect(port, source="127.0.0.1"):
    connection = socket.socket()
    connection.settimeout(20)
    connection.bind((source, 0))
    connection.connect(("127.0.0.1", port))
    return connection


def median(connection):
    return statistics.median(ask(connection) for _ in range(300))


def test_idle_connections_are_cheap(house):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < CONNECTIONS + 500:
        pytest.skip(f"needs {CONNECTIONS + 500} descriptors, and {hard} are allowed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    house.start()
    busy = connect(house.port)
    for _ in range(2000):
        ask(busy)
    time.sleep(2)
    alone, before = median(busy), resident(house.process)
    idle = []
    for number in range(CONNECTIONS):
        connection = connect(house.port, f"127.0.{1 + number // 250}.{1 + number % 250}")
        ask(connection)
        idle.append(connection)
    wait_until(lambda: f"countersign_connections_open {CONNECTIONS + 1}" in house.admin("/metrics"), 30,
               "all are open")
    time.sleep(4)
    each = (resident(house.process) - before) / CONNECTIONS
    beside = median(busy)
    began, spent = time.monotonic(), processor_time(house.process)
    time.sleep(5)
    share = (processor_time(house.process) - spent) / (time.monotonic() - began)
    print(f"{CONNECTIONS} idle connections: {each:.0f} bytes each, {share:.1%} of a processor; "
          f"a request takes {beside * 1e6:.0f} µs beside them, {alone * 1e6:.0f} µs alone")
    for connection in idle[::1000]:
        ask(connection)
    for connection in idle:
        connection.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert each <= 2048
    assert share < 0.1
    assert beside < 5 * alone + 0.001


def limit(gateway, descriptors):
    subprocess.run(["prlimit", "--pid", str(gateway.process.pid), f"--nofile={descriptors}:"], check=True)


def open_count(gateway):
    return len(os.listdir(f"/proc/{gateway.process.pid}/fd"))


def test_without_descriptors_it_degrades_and_recovers(house):
    house.start()
    kept = connect(house.port)
    ask(kept)
    time.sleep(1)
    limit(house, open_count(house) + 5)
    waiting = [connect(house.port) for _ in range(30)]
    time.sleep(0.5)
    began, spent = time.monotonic(), processor_time(house.process)
    time.sleep(1)
    share = (processor_time(house.process) - spent) / (time.monotonic() - began)
    assert share < 0.2, f"{share:.0%} of a processor for connections that cannot be accepted"
    assert ask(kept) < 5, "who is connected is served"
    time.sleep(2)
    told = 0
    for connection in waiting:
        connection.settimeout(0.5)
        try:
            told += connection.recv(4096).startswith(b"HTTP/1.1 503")
        except (TimeoutError, ConnectionError):
            pass
        connection.close()
    assert told >= 20, f"{told} were refused, the others left hanging"
    limit(house, 4096)
    after = connect(house.port)
    assert ask(after) < 5, "it recovers"
    metrics = house.admin("/metrics")
    assert f'countersign_connections_refused_total{{reason="no_descriptors"}} {told}' in metrics
