"""Bodies too long for the event loop to read itself: a worker reads them, by the same rules."""

import json

from asking import body

LONG_PROMPT = "All work and no play makes a dull prompt. " * 20_000


def test_a_long_body_reaches_the_model_as_it_was_sent(clients, keys, relays):
    before = len(relays.llama.requests)
    answer = clients.http(keys.ana).post("/v1/chat/completions", json=body(LONG_PROMPT))
    # The tiny model cannot hold it and says so in its own words, which shows that it has read it.
    assert answer.status_code == 400 and "context" in answer.json()["error"]["message"]
    assert len(relays.llama.requests) == before + 1


def test_a_long_body_is_read_as_strictly(clients, keys, untouched):
    sent = json.dumps(body(LONG_PROMPT))[:-1] + ', "MODEL": "tiny-secret"}'
    answer = clients.http(keys.ana).post("/v1/chat/completions", content=sent,
                                         headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 and answer.json()["error"]["code"]


def test_a_long_body_waits_for_nobody(clients, keys):
    with clients.http(keys.ana) as client:
        for _ in range(3):
            assert client.post("/v1/chat/completions", json=body(LONG_PROMPT)).status_code == 400
            assert client.get("/v1/models").status_code == 200
