"""API keys: wrong, damaged, expired, revoked, narrowed; and what nobody may leave out or send twice."""

import time

import openai
import pytest

from asking import chat


def ask(clients, key, **more):
    return clients.openai(key).chat.completions.create(model="tiny", messages=chat("ping"), **more)


@pytest.fixture
def refused(gateway, clients):
    """Asks, expects a refusal, and returns its reason: the caller is told in words, the access log by its code."""
    def refused(key):
        with pytest.raises(openai.AuthenticationError) as refusal:
            ask(clients, key)
        assert refusal.value.type == "authentication_error" and refusal.value.body["message"]
        return gateway.access_line(refusal.value.request_id)["decision"]
    return refused


def test_wrong_keys(refused, keys, untouched):
    damaged = keys.ana[:-1] + ("a" if keys.ana[-1] != "a" else "b")
    for key in ("sk-nobody", "cs_nobody", keys.ana[:-1], keys.ana + "a", damaged, keys.ana.upper(), "x" * 20_000):
        assert refused(key)


def test_expired_key(gateway, clients, relays, refused):
    _, key = gateway.add_key("local:ana", "short", "--expires", "2s")
    assert ask(clients, key)
    time.sleep(2.1)
    before = len(relays.llama.requests)
    assert refused(key) == "key_expired"
    assert len(relays.llama.requests) == before


def test_revocation_counts_on_the_very_next_request(gateway, clients, relays):
    name, key = gateway.add_key("local:ana", "lost")
    client = clients.openai(key)
    for _ in range(3):
        client.chat.completions.create(model="tiny", messages=chat("ping"))
    gateway.must("keys", "revoke", name)
    before = len(relays.llama.requests)
    with pytest.raises(openai.AuthenticationError) as refusal:
        client.chat.completions.create(model="tiny", messages=chat("ping"))
    assert gateway.access_line(refusal.value.request_id)["decision"] == "key_revoked"
    assert len(relays.llama.requests) == before


def test_disabled_person(gateway, clients, refused):
    gateway.add_user("carl", "eng")
    _, key = gateway.add_key("local:carl", "desk")
    assert ask(clients, key)
    gateway.must("users", "disable", "carl")
    assert refused(key) == "user_disabled"


def test_key_narrowed_to_an_action(gateway, clients, untouched):
    _, key = gateway.add_key("local:ana", "embedder", "--action", "embed")
    with pytest.raises(openai.PermissionDeniedError) as refusal:
        ask(clients, key)
    assert refusal.value.code == "key_scope"


def test_key_is_shown_once(gateway):
    _, key = gateway.add_key("local:ana", "secretive")
    secret = key.rsplit("_", 1)[1]
    assert secret not in gateway.must("keys", "ls", "-o", "json").output
    for path in gateway.folder.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), f"{path.name} holds the secret"


def test_no_credential_and_two(gateway, clients, keys, untouched):
    assert clients.http().get("/v1/models").status_code == 401
    both = {"Authorization": f"Bearer {keys.ana}", "x-api-key": keys.ben}
    answer = clients.http().get("/v1/models", headers=both)
    assert answer.status_code in (400, 401) and answer.json()["error"]["message"]
    twice = [("Authorization", f"Bearer {keys.ana}"), ("Authorization", f"Bearer {keys.ana}")]
    assert clients.http().get("/v1/models", headers=twice).status_code in (400, 401)


def test_credential_never_reaches_the_model(clients, keys, relays):
    headers = {"X-Forwarded-User": "root", "X-Countersign-Assertion": "forged", "Cookie": "session=1"}
    clients.openai(keys.ana).chat.completions.create(model="tiny", messages=chat("ping"), extra_headers=headers)
    last = relays.llama.requests[-1]
    sent = last.head + last.body
    for secret in (keys.ana.encode(), b"root", b"forged", b"session=1"):
        assert secret not in sent
