"""A configuration that changes while the gateway serves: in force on the next request, or refused as a whole."""

import json
import signal
import ssl
import threading
import time
from contextlib import contextmanager

import pytest

import backend
from asking import LONG, body
from gateway import Gateway
from processes import free_port, wait_until
from record import entries


class Changed:
    """A running gateway and what an operator does to it."""

    def __init__(self, gateway: Gateway):
        self.gateway, self.text = gateway, gateway.configuration.read_text()

    @property
    def state(self):
        return json.loads(self.gateway.admin("/readyz"))

    def edit(self, old, new):
        assert old in self.text, old
        self.text = self.text.replace(old, new)
        self.gateway.configuration.write_text(self.text)

    def reload(self):
        """SIGHUP, and the answer to it: what /readyz says once an attempt was made."""
        before = self.attempts()
        self.gateway.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.attempts() > before, 5, "an attempt to load the configuration is logged")
        return self.state

    def attempts(self):
        return sum(line["message"].startswith("configuration ") for line in self.log())

    def log(self):
        return [json.loads(line) for line in self.gateway.log.read_text().splitlines() if line.startswith("{")]

    def refusals(self):
        return [line["place"] for line in self.log() if line["message"] == "configuration refused"]

    def ask(self, key, **more):
        with self.gateway.clients.http(key) as client:
            return client.post("/v1/chat/completions", json=body("ping", **more)).status_code


@pytest.fixture
def changed(make_gateway):
    return Changed(make_gateway().start())


@pytest.fixture
def key(changed):
    return changed.gateway.add_key("local:ben", "phone")[1]


@contextmanager
def running_stream(gateway, relays, key):
    """A stream that has begun; `result` holds its whole text once the block is over."""
    result = {}

    def read():
        with gateway.clients.http(key) as client:
            with client.stream("POST", "/v1/chat/completions", json=body(LONG, stream=True)) as answer:
                result["id"], result["status"] = answer.headers["X-Request-Id"], answer.status_code
                result["text"] = b"".join(answer.iter_raw())

    with relays.llama.slowed(0.03):
        reader = threading.Thread(target=read)
        reader.start()
        wait_until(lambda: "status" in result, 10, "the stream began")
        yield result
        assert reader.is_alive(), "the stream was over before the test was"
        reader.join(60)


def served(gateway):
    """The certificate a new connection gets."""
    return ssl.get_server_certificate(("127.0.0.1", gateway.port))


def renew(gateway, folder, files=(("api.pem", "server.pem"), ("api.key", "server.key"))):
    """Another certificate and its key in the places of the gateway's own."""
    backend.certificate(folder)
    for new, ours in files:
        (gateway.folder / "tls" / ours).write_bytes((folder / new).read_bytes())


def reloads_on_record(gateway):
    """(version before, version after) of each."""
    texts = [entry for entry in entries(gateway) if entry["kind"] == "event" and entry["action"] == "configured"]
    details = [entry["details"] for entry in texts]
    return [(each["previous"], each["config"]) for each in details if each.get("change") == "reload"]


def test_role_taken_away_holds_on_the_next_request(changed, key):
    before = changed.state
    with changed.gateway.clients.http(key) as client:
        assert client.post("/v1/chat/completions", json=body("ping")).status_code == 200
        changed.edit('users: [ "local:ben" ]', 'users: [ "local:eve" ]')
        after = changed.reload()
        assert client.post("/v1/chat/completions", json=body("ping")).status_code == 403
    assert after["configuration"] == "accepted" and after["ready"]
    assert after["configuration_version"] != before["configuration_version"]
    assert (before["configuration_version"], after["configuration_version"]) in wait_until(
        lambda: reloads_on_record(changed.gateway), 5, "the change is on record")


def test_keys_of_local_accounts_can_be_switched_off(changed, key):
    assert changed.gateway.clients.http(key).get("/v1/models").status_code == 200
    changed.edit("local: { enabled: true }", "local: { enabled: false }")
    changed.reload()
    assert changed.gateway.clients.http(key).get("/v1/models").status_code == 401


def test_keys_of_an_unchanged_issuer_are_kept(make_gateway, make_issuers):
    issuers = make_issuers()
    changed = Changed(make_gateway(issuers=issuers).start())
    assert changed.ask(issuers.web.token("site-1")) == 200
    changed.edit('"ci:eng" ], users: [ "web:site-1", "web:site-2" ]', '"ci:eng" ], users: [ "web:site-2" ]')
    assert changed.reload()["configuration"] == "accepted"
    assert changed.ask(issuers.web.token("site-1")) == 403
    assert changed.ask(issuers.web.token("site-2")) == 200
    assert issuers.web.fetches == 1, "the reload made the gateway depend on its issuer's server"


def test_a_changed_file_is_loaded_without_a_signal(changed, key):
    changed.edit('users: [ "local:ben" ]', 'users: [ "local:eve" ]')
    wait_until(lambda: changed.ask(key) == 403, 10, "the edit is in force")


def test_a_bad_edit_changes_nothing_and_is_reported_with_its_line(changed, key):
    before = changed.state
    changed.edit('users: [ "local:ben" ] }', 'users: [ "local:eve" ] }\n    colour: green\n    modles: [ tiny ]')
    after = changed.reload()
    lines = changed.text.splitlines()
    for word in ("colour", "modles"):
        number = next(index for index, line in enumerate(lines, 1) if word in line)
        wait_until(lambda: any(f"countersign.yaml:{number}:5" in place for place in changed.refusals()), 5,
                   f"{word} is reported with its line")
    assert after["configuration"].startswith("refused: ") and "countersign.yaml:" in after["configuration"]
    assert after["ready"] and after["configuration_time"] >= before["configuration_time"]
    assert after["configuration_version"] == before["configuration_version"]
    assert changed.ask(key) == 200, "the old configuration stays"
    changed.edit("\n    colour: green\n    modles: [ tiny ]", "")
    assert changed.reload()["configuration"] == "accepted"
    assert changed.ask(key) == 403


def test_a_running_stream_goes_on_to_its_end(changed, key, relays):
    with running_stream(changed.gateway, relays, key) as result:
        changed.edit('users: [ "local:ben" ]', 'users: [ "local:eve" ]')
        # Another upstream, too: the connection the stream comes over is not one of the new configuration's.
        changed.edit(f'url: "{relays.llama.url}"', f'connect_timeout: 3s, url: "{relays.llama.url}"')
        assert changed.reload()["configuration"] == "accepted"
        assert changed.ask(key) == 403
    assert result["status"] == 200 and result["text"].endswith(b"data: [DONE]\n\n"), "the running stream was cut"
    line = changed.gateway.access_line(result["id"])
    assert (line["end"], line["model"], line["rule"]) == ("completed", "tiny", "talker")


def test_a_new_model_becomes_callable(changed, key):
    assert changed.ask(key, model="newcomer") == 404
    # In front of the others, so that every model's index is another one.
    changed.edit("models:\n  tiny:", "models:\n  newcomer: { upstream: llama, name: countersign-tiny }\n  tiny:")
    changed.edit('models: [ tiny, "tiny:latest" ]\n    actions: [ chat, list ]',
                 'models: [ tiny, newcomer ]\n    actions: [ chat, list ]')
    assert changed.reload()["configuration"] == "accepted"
    assert changed.ask(key, model="newcomer") == 200
    assert changed.ask(key) == 200
    counted = [line for line in changed.gateway.admin("/metrics").splitlines()
               if line.startswith("gen_ai_server_request_duration_seconds_count") and 'outcome="completed"' in line]
    by_model = {name: sum(int(line.rsplit(" ", 1)[1]) for line in counted if f'model="{name}"' in line)
                for name in ("tiny", "tiny-secret", "none")}
    assert by_model == {"tiny": 1, "tiny-secret": 0, "none": 1}, by_model


def test_connections_to_an_unchanged_upstream_are_kept(changed, key, relays):
    assert changed.ask(key) == 200
    changed.edit("name: countersign-tiny, aliases: [small]", "name: countersign-tiny, aliases: [little]")
    before = len(relays.llama.splitters)
    assert changed.reload()["configuration"] == "accepted"
    loops = 2
    for _ in range(6):
        assert changed.ask(key, model="little") == 200
    assert len(relays.llama.splitters) - before <= loops - 1, "the pool lost its connections"


def test_connections_to_a_changed_upstream_are_not_used_again(changed, key, relays):
    assert changed.ask(key) == 200
    changed.edit(f'url: "{relays.llama.url}"', f'connect_timeout: 3s, url: "{relays.llama.url}"')
    assert changed.reload()["configuration"] == "accepted"
    before = len(relays.llama.splitters)
    assert changed.ask(key) == 200
    assert len(relays.llama.splitters) == before + 1


def test_a_new_certificate_is_for_new_connections(changed, key, tmp_path):
    gateway = changed.gateway
    with gateway.clients.http(key) as client:
        assert client.get("/v1/models").status_code == 200
        old = served(gateway)
        renew(gateway, tmp_path)
        wait_until(lambda: served(gateway) != old, 10, "the new certificate is served")
        # Another connection would not be trusted: the authority of this client did not sign the new certificate.
        assert client.get("/v1/models").status_code == 200, "the open connection lives on"
    assert served(gateway).split() == (tmp_path / "api.pem").read_text().split()
    assert changed.state["configuration"] == "accepted"
    assert not changed.refusals()


def test_a_certificate_without_its_key_is_refused(changed, key, tmp_path):
    old = served(changed.gateway)
    renew(changed.gateway, tmp_path, [("api.pem", "server.pem")])
    assert "tls/server.key" in changed.reload()["configuration"]
    assert served(changed.gateway) == old
    assert changed.ask(key) == 200


def test_a_changed_listen_address_is_refused(changed, key):
    changed.edit(f"127.0.0.1:{changed.gateway.port}", f"127.0.0.1:{free_port()}")
    changed.edit('users: [ "local:ben" ]', 'users: [ "local:eve" ]')
    after = changed.reload()
    assert after["configuration"].startswith("refused: ") and "listen cannot change" in after["configuration"]
    assert any("restart" in line.get("fix", "") for line in changed.log())
    assert changed.ask(key) == 200, "nothing of a refused configuration holds"


def test_requests_during_many_reloads(changed, key):
    statuses, isOver = [], threading.Event()

    def ask():
        with changed.gateway.clients.http(key) as client:
            while not isOver.is_set():
                statuses.append(client.post("/v1/chat/completions", json=body("ping")).status_code)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(10):
        changed.edit(*((": [small]", ": [little]") if turn % 2 == 0 else (": [little]", ": [small]")))
        assert changed.reload()["configuration"] == "accepted"
        time.sleep(0.05)
    wait_until(lambda: len(statuses) > 20, 60, "requests were answered all the while")
    isOver.set()
    for thread in threads:
        thread.join(30)
    assert set(statuses) == {200}
    assert changed.gateway.stop() == 0
    assert changed.gateway.run("audit", "verify").code == 0
