"""Power cuts under load: what was forwarded or answered is in the log, whatever the disk had not been told to keep.

The audit log lies on a file system of its own in a file. Under load the gateway is stopped (SIGSTOP, so that nothing
more is written), the file is copied as it is, and the copy takes the file's place: everything the kernel still had in
memory is gone. Then the gateway starts on what is left, and every request that reached the model must have its intent.
The same cuts with `durability: process`, which waits for no disk, must lose some: else the test proves nothing.
"""

import os
import random
import signal
import time

import pytest

from disks import Disk
from load import Client, answered_by
from record import entries

CUTS = int(os.environ.get("POWER_CUTS", "20"))
CONTROL_CUTS = 5
CLIENTS = 6


@pytest.fixture
def disk(tmp_path):
    made = Disk(tmp_path, 192)
    yield made
    made.close()


def life(gateway, disk, key, relay, dice):
    """One life up to the cut; returns the ids the model received, and those of the answers received in full."""
    before = len(relay.requests)
    clients = [Client(gateway, key) for _ in range(CLIENTS)]
    time.sleep(dice.uniform(0.3, 1.2))
    gateway.process.send_signal(signal.SIGSTOP)
    image = disk.cut()
    received = {request.request_id for request in relay.requests[before:]}
    gateway.kill()
    answered = answered_by(clients)
    disk.continue_with(image)
    return received, answered


def cut_again_and_again(gateway, disk, relay, cuts):
    """Returns how many requests the model received, and how many of those or of the answers the log had lost."""
    dice, key = random.Random(11), gateway.add_key("local:ana", "laptop")[1]
    gateway.start()
    received_in_all = lost = 0
    for number in range(cuts):
        received, answered = life(gateway, disk, key, relay, dice)
        gateway.start()
        found = entries(gateway, 500 + 6 * len(received))
        intents = {entry["id"] for entry in found if entry["kind"] == "intent"}
        lost += len((received | answered) - intents)
        received_in_all += len(received)
        verified = gateway.run("audit", "verify")
        assert verified.code == 0, f"cut {number}: the log does not verify: {verified}"
    gateway.kill()
    return received_in_all, lost


def gateway_on(disk, make_gateway, settings):
    return make_gateway(more=f"audit: {{ directory: {disk.folder}/audit, {settings} }}\nloops: 1\n")


def test_nothing_is_lost(make_gateway, relays, disk):
    gateway = gateway_on(disk, make_gateway, "durability: power")
    received, lost = cut_again_and_again(gateway, disk, relays.llama, CUTS)
    print(f"{CUTS} power cuts: the model received {received} requests, {lost} are not in the log")
    assert lost == 0
    assert received > 5 * CUTS, "there was hardly any load"


def test_control(make_gateway, relays, disk):
    gateway = gateway_on(disk, make_gateway, "durability: process, checkpoint_interval: 1m")
    received, lost = cut_again_and_again(gateway, disk, relays.llama, CONTROL_CUTS)
    print(f"{CONTROL_CUTS} cuts without waiting for the disk: {received} requests received, {lost} not in the log")
    assert lost > 0, "nothing was lost without waiting for the disk: this test cannot fail"
