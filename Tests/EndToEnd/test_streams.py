"""Streams through the gateway: piece by piece as they come, and cancelled when the client leaves."""

import time

from asking import LONG, body
from processes import wait_until

SLOWLY = 0.03


def pieces(response):
    """(seconds since the first byte of the answer, bytes) of each piece."""
    began = time.monotonic()
    return [(time.monotonic() - began, piece) for piece in response.iter_raw()]


def test_events_come_as_they_are_made(clients, keys, relays):
    with relays.llama.slowed(SLOWLY), clients.http(keys.ana) as client:
        with client.stream("POST", "/v1/chat/completions", json=body(LONG, stream=True)) as answer:
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            assert answer.headers["X-Accel-Buffering"] == "no"
            came = pieces(answer)
    last = came[-1][0]
    assert len(came) > 20 and last > 20 * SLOWLY
    assert len({round(moment / SLOWLY) for moment, _ in came}) > 20, "the pieces came in lumps"
    assert sum(1 for moment, _ in came if moment < last / 2) > len(came) / 10, "the pieces came at the end"


def test_lines_come_as_they_are_made(clients, keys, relays):
    request = body(LONG, model="tiny:latest", stream=True)
    with relays.ollama.slowed(SLOWLY), clients.http(keys.ana) as client:
        with client.stream("POST", "/api/chat", json=request) as answer:
            assert answer.headers["Content-Type"].startswith("application/x-ndjson")
            came = pieces(answer)
    assert len(came) > 20 and came[-1][0] > 20 * SLOWLY


def test_client_that_leaves_cancels_the_upstream(clients, keys, relays):
    before = relays.llama.cut_short
    with relays.llama.slowed(0.1), clients.http(keys.ana) as client:
        with client.stream("POST", "/v1/chat/completions", json=body(LONG, stream=True)) as answer:
            next(answer.iter_raw())
            left = time.monotonic()
        wait_until(lambda: relays.llama.cut_short > before, 3, "the gateway closed its connection to the model")
    assert time.monotonic() - left < 3


def test_client_that_leaves_is_on_record(gateway, clients, keys, relays):
    with relays.llama.slowed(0.1), clients.http(keys.ana) as client:
        with client.stream("POST", "/v1/chat/completions", json=body(LONG, stream=True)) as answer:
            request_id = answer.headers["X-Request-Id"]
            next(answer.iter_raw())
    assert gateway.access_line(request_id)["end"] != "completed"


def test_slow_reader_loses_nothing(clients, keys):
    with clients.http(keys.ana) as client:
        with client.stream("POST", "/v1/chat/completions", json=body(LONG, stream=True)) as answer:
            text = b""
            for piece in answer.iter_raw(64):
                text += piece
                time.sleep(0.002)
    assert text.endswith(b"data: [DONE]\n\n")


def test_connections_are_kept(clients, keys, relays):
    with clients.http(keys.ana) as client:
        client.get("/v1/models")
        before = len(relays.llama.splitters)
        for _ in range(10):
            assert client.post("/v1/chat/completions", json=body("ping")).status_code == 200
    assert len(relays.llama.splitters) - before <= 2, "each request opened a connection to the model server"
