"""Disks that fill up and disks that turn read-only under the audit log: nothing is forwarded, nobody is killed."""

import json
import urllib.error
import urllib.request

import pytest

from asking import body
from disks import Disk, run
from processes import wait_until

SENTENCE = "The audit log takes no entries at the moment, so nothing is forwarded; try again shortly."


@pytest.fixture
def disk(tmp_path):
    made = Disk(tmp_path, 64)
    yield made
    made.close()


@pytest.fixture
def gateway(make_gateway, disk):
    made = make_gateway(more=f"audit: {{ directory: {disk.folder}/audit, checkpoint_interval: 100ms }}\nloops: 1\n")
    made.key = made.add_key("local:ana", "laptop")[1]
    return made.start()


def ask(gateway):
    """(status, document) of one question."""
    request = urllib.request.Request(
        f"{gateway.url}/v1/chat/completions", json.dumps(body("ping")).encode(),
        {"Authorization": f"Bearer {gateway.key}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=20, context=gateway.trust) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def refused(gateway):
    """The document of a refusal, once the log has found out what the disk is like."""
    status, document = ask(gateway)
    assert status in (200, 503), document
    return document if status == 503 else None


def fill(folder):
    with open(folder / "ballast", "wb", buffering=0) as ballast:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    ballast.write(b"\0" * size)
            except OSError:
                pass


def check_refusals(gateway, relay):
    """Refusals say what is wrong, and none of the requests reached the model."""
    document = wait_until(lambda: refused(gateway), 10, "a refusal")
    assert document["error"]["message"] == SENTENCE
    assert document["error"]["code"] == "audit_unavailable"
    before = len(relay.requests)
    for _ in range(20):
        assert ask(gateway)[0] == 503
    assert len(relay.requests) == before, "a request went upstream without its intent on record"
    assert gateway.process.poll() is None


def test_a_full_disk(gateway, disk, relays):
    assert ask(gateway)[0] == 200
    fill(disk.folder)
    check_refusals(gateway, relays.llama)
    (disk.folder / "ballast").unlink()
    wait_until(lambda: ask(gateway)[0] == 200, 10, "an answer once there is room again")
    assert gateway.stop() == 0
    assert gateway.run("audit", "verify").code == 0


def test_a_disk_that_turns_read_only(gateway, disk, relays):
    """The file system gives up and is read-only; an operator repairs it, and the log goes on whole."""
    assert ask(gateway)[0] == 200
    # What the kernel does by itself after an error of the device (`errors=remount-ro`), whoever writes meanwhile.
    run("mount", "-o", "remount,abort", disk.folder)
    check_refusals(gateway, relays.llama)
    gateway.kill()
    disk.unmount()
    run("e2fsck", "-p", disk.image)
    disk.mount()
    gateway.start()
    assert ask(gateway)[0] == 200
    assert gateway.stop() == 0
    assert gateway.run("audit", "verify").code == 0
