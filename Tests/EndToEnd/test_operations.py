"""What an operator relies on: health, metrics, a stop that drains, a restart that forgets nothing."""

import threading
import time

from asking import LONG, body
from processes import wait_until


def test_health(gateway):
    assert [gateway.admin_status(path) for path in ("/healthz", "/readyz", "/startupz")] == [200, 200, 200]
    assert gateway.admin_status("/v1/models") == 404, "the admin port serves nothing else"


def test_admin_paths_are_not_on_the_public_port(clients, keys):
    assert [clients.http(keys.ana).get(path).status_code for path in ("/healthz", "/readyz", "/metrics")] == [404] * 3


def test_metrics(gateway, clients, keys):
    clients.openai(keys.ana).chat.completions.create(**body("ping"))
    lines = gateway.admin("/metrics").splitlines()
    tokens = [line for line in lines if line.startswith("gen_ai_client_token_usage_sum") and "output" in line]
    assert any(float(line.rsplit(" ", 1)[1]) > 0 for line in tokens)
    assert any(line.startswith("gen_ai_server_request_duration_seconds_count") for line in lines)
    assert all(line.startswith("#") or len(line.rsplit(" ", 1)) == 2 for line in lines)


def value(gateway, name):
    """A series without labels, or a histogram's count."""
    return next(float(line.rsplit(" ", 1)[1]) for line in gateway.admin("/metrics").splitlines()
                if line.startswith(name + " "))


def test_load_is_measured(gateway, clients, keys, relays):
    accepted = value(gateway, "countersign_connections_accepted_total")
    decided = "countersign_decision_duration_seconds"
    before = value(gateway, decided + "_count")
    with clients.http(keys.ana) as client, relays.llama.slowed(0.02):
        with client.stream("POST", "/v1/chat/completions", json=body(LONG, stream=True)) as answer:
            wait_until(lambda: value(gateway, "countersign_requests_in_flight") >= 1, 5, "the stream is in flight")
            assert value(gateway, "countersign_connections_open") >= 1
            answer.read()
        for _ in range(20):
            client.post("/v1/chat/completions", json=body("ping"))
    assert value(gateway, "countersign_connections_accepted_total") > accepted
    assert value(gateway, decided + "_count") > before, "the gateway's own part is timed for some of the calls"
    assert 0 < value(gateway, decided + "_sum") < 5
    assert value(gateway, "countersign_event_loop_lag_seconds_count") > 0
    wait_until(lambda: value(gateway, "countersign_requests_in_flight") == 0, 5, "nothing is in flight")


def test_stop_drains(make_gateway, relays):
    gateway = make_gateway().start()
    key = gateway.add_key("local:ana", "laptop")[1]
    result = {}

    def read():
        with gateway.clients.http(key) as client:
            with client.stream("POST", "/v1/chat/completions", json=body(LONG, stream=True)) as answer:
                result["began"] = True
                result["text"] = b"".join(answer.iter_raw())

    with relays.llama.slowed(0.02):
        reader = threading.Thread(target=read)
        reader.start()
        wait_until(lambda: result.get("began"), 10, "the stream began")
        gateway.process.terminate()
        time.sleep(0.3)
        assert gateway.admin_status("/readyz") != 200, "a gateway that is stopping is not ready"
        reader.join(30)
    assert result["text"].endswith(b"data: [DONE]\n\n"), "the running stream was cut"
    assert gateway.process.wait(20) == 0
    assert gateway.run("audit", "verify").code == 0


def test_restart_forgets_nothing(make_gateway):
    gateway = make_gateway().start()
    kept, lost = gateway.add_key("local:ana", "kept")[1], gateway.add_key("local:ana", "lost")
    gateway.must("keys", "revoke", lost[0])
    assert gateway.stop() == 0
    gateway.start()
    assert gateway.clients.http(kept).get("/v1/models").status_code == 200
    assert gateway.clients.http(lost[1]).get("/v1/models").status_code == 401


def test_upstream_that_is_away(make_gateway, relays):
    gateway = make_gateway()
    text = gateway.configuration.read_text().replace(relays.llama.url, "http://127.0.0.1:9")
    gateway.configuration.write_text(text)
    gateway.start()
    key = gateway.add_key("local:ana", "laptop")[1]
    answer = gateway.clients.http(key).post("/v1/chat/completions", json=body("ping"))
    assert answer.status_code in (502, 503) and answer.json()["error"]["type"] == "server_error"


def test_many_at_once(clients, keys):
    statuses = []

    def ask():
        with clients.http(keys.ana) as client:
            for _ in range(5):
                statuses.append(client.post("/v1/chat/completions", json=body("ping")).status_code)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 80
