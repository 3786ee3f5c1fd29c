"""The clock of the day jumps, forwards and backwards, under a running gateway; the monotonic clock does not."""

import json
import os
import struct
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import gateway as gateways
from asking import body
from record import entries

SOURCE = Path(__file__).resolve().parents[1] / "clock" / "jumping_clock.c"
DAY = 86_400


class Clock:
    """What the gateway takes for the time of the day, as an offset in seconds."""

    def __init__(self, folder):
        self.library, self.file = folder / "jumping_clock.so", folder / "offset"
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", self.library, SOURCE], check=True)
        self.file.write_bytes(bytes(8))

    def jump(self, seconds):
        with open(self.file, "r+b") as file:
            file.write(struct.pack("<q", seconds))

    @property
    def environment(self):
        return {"LD_PRELOAD": str(self.library), "CLOCK_OFFSET": str(self.file)}


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path)


def ask(gateway, credential):
    request = urllib.request.Request(
        f"{gateway.url}/v1/chat/completions", json.dumps(body("ping")).encode(),
        {"Authorization": f"Bearer {credential}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30, context=gateway.trust) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def busy(gateway):
    """Seconds of CPU the gateway has used."""
    with open(f"/proc/{gateway.process.pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def gateway(make_gateway, clock, monkeypatch):
    made = make_gateway()
    made.key = made.add_key("local:ana", "laptop")[1]
    usual = gateways.environment()
    monkeypatch.setattr(gateways, "environment", lambda: {**usual, **clock.environment})
    made.start()
    monkeypatch.setattr(gateways, "environment", lambda: usual)
    yield made
    made.stop()


def test_jumps(gateway, clock, issuers):
    token = issuers.ci.token("ana", exp=int(time.time()) + 3600)
    assert ask(gateway, gateway.key) == 200 and ask(gateway, token) == 200
    # Two days ago the token was not valid yet.
    for offset, valid in ((2 * DAY, False), (-2 * DAY, False), (0, True), (5 * 3600, False), (0, True)):
        clock.jump(offset)
        time.sleep(1.2)
        before = busy(gateway)
        assert ask(gateway, gateway.key) == 200, f"a key without an end is refused at {offset:+d} s"
        assert (ask(gateway, token) == 200) == valid, f"a token of an hour at {offset:+d} s"
        time.sleep(1)
        assert busy(gateway) - before < 0.5, f"the gateway spins at {offset:+d} s"
    clock.jump(0)
    assert gateway.stop() == 0
    verified = gateway.run("audit", "verify")
    assert verified.code == 0, verified
    found = entries(gateway)
    times = [entry["time"] for entry in found if entry["kind"] == "intent"]
    assert times != sorted(times), "the clock did not jump"
    assert max(entry.get("duration_ms", 0) for entry in found) < 60_000, "a jump was taken for a call's duration"
