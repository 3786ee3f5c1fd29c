"""kill -9 under load, again and again: nothing that reached the model is missing from the log.

After each kill the gateway is started again, and then every request the model server received has its intent, every
answer a client received in full has an outcome (its own, or `interrupted`, written at the start), and the log verifies.
"""

import os
import random
import time

from load import Client, answered_by
from record import entries

KILLS = int(os.environ.get("KILLS", "100"))
CLIENTS = 6


def load_and_kill(gateway, key, dice):
    """One life of the gateway; returns the ids of the answers received in full."""
    clients = [Client(gateway, key) for _ in range(CLIENTS)]
    time.sleep(dice.uniform(0.15, 0.6))
    gateway.kill()
    return answered_by(clients)


def test_kill_under_load(make_gateway, relays):
    gateway, dice = make_gateway(), random.Random(7)
    key = gateway.add_key("local:ana", "laptop")[1]
    gateway.start()
    answered_in_all = received_in_all = 0
    for life in range(KILLS):
        before = len(relays.llama.requests)
        answered = load_and_kill(gateway, key, dice)
        gateway.start()
        received = {request.request_id for request in relays.llama.requests[before:]}
        found = entries(gateway, 200 + 4 * len(received))
        intents = {entry["id"] for entry in found if entry["kind"] == "intent"}
        outcomes = {entry["id"] for entry in found if entry["kind"] in ("outcome", "interrupted")}
        assert not received - intents, f"life {life}: the model received what no intent announces"
        assert not answered - outcomes, f"life {life}: a client has an answer without an outcome"
        assert not received - outcomes, f"life {life}: an intent was left open by the start after the kill"
        verified = gateway.run("audit", "verify")
        assert verified.code == 0, f"life {life}: the log does not verify: {verified}"
        answered_in_all, received_in_all = answered_in_all + len(answered), received_in_all + len(received)
    print(f"{KILLS} kills: the model received {received_in_all} requests, clients {answered_in_all} whole answers")
    assert answered_in_all > 5 * KILLS, "there was hardly any load"
