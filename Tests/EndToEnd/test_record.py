"""What is on record afterwards: the audit log verifies and names the person for each call; usage is counted."""

import pytest

from asking import LONG, body
from processes import wait_until
from record import entries, entry


def call(clients, key, path="/v1/chat/completions", request=None):
    """(the request's id, the answer)"""
    answer = clients.http(key).post(path, json=request or body("ping"))
    return answer.headers["X-Request-Id"], answer


def test_log_names_the_person(gateway, clients, keys, issuers):
    for credential, name in ((keys.ana, "local:ana"), (keys.ben, "local:ben"),
                             (issuers.ci.token("build-7"), "ci:build-7")):
        request_id, answer = call(clients, credential)
        assert answer.status_code == 200
        intent = entry(gateway, request_id, "intent")
        assert intent["principal"] == name and intent["model"] == "tiny" and intent["action"] == "chat"
        assert entry(gateway, request_id, "outcome")["status"] == 200


def test_outcome_has_the_usage(gateway, clients, keys):
    request_id, answer = call(clients, keys.ana)
    outcome, usage = entry(gateway, request_id, "outcome"), answer.json()["usage"]
    assert outcome["input_tokens"] == usage["prompt_tokens"]
    assert outcome["output_tokens"] == usage["completion_tokens"]


def test_usage_of_a_stream_nobody_asked_it_entry(gateway, clients, keys):
    request_id, _ = call(clients, keys.ana, request=body(LONG, stream=True))
    assert entry(gateway, request_id, "outcome")["output_tokens"] > 100


@pytest.mark.parametrize("path, request_body", [
    ("/v1/messages", {"model": "tiny", "max_tokens": 50, "messages": body("ping")["messages"], "stream": True}),
    ("/api/chat", body("ping", model="tiny:latest")),
    ("/v1/embeddings", {"model": "tiny", "input": "a key"}),
    ("/v1/responses", {"model": "tiny", "input": "ping", "stream": True, "store": False}),
])
def test_usage_in_every_dialect(gateway, clients, keys, path, request_body):
    request_id, answer = call(clients, keys.ana, path, request_body)
    assert answer.status_code == 200, answer.text
    line = gateway.access_line(request_id)
    assert line["input_tokens"] > 0 and (line["action"] == "embed" or line["output_tokens"] > 0)


def test_refusal_of_a_known_caller_is_on_record(gateway, clients, keys):
    request_id, answer = call(clients, keys.ben, "/v1/embeddings", {"model": "tiny", "input": "a key"})
    assert answer.status_code == 403
    assert entry(gateway, request_id, "refusal")["principal"] == "local:ben"


def test_log_holds_no_secret_and_no_prompt(gateway, clients, keys):
    marker = "unmistakable words of a prompt"
    request_id, _ = call(clients, keys.ana, request=body(marker))
    entry(gateway, request_id, "outcome")
    for path in gateway.folder.rglob("*"):
        if path.is_file() and path.name != "access.log":
            content = path.read_bytes()
            assert marker.encode() not in content and keys.ana.encode() not in content, path.name


def test_log_verifies(gateway, clients, keys):
    request_id, _ = call(clients, keys.ana)
    entry(gateway, request_id, "outcome")
    assert gateway.must("audit", "verify").output


def test_changed_log_does_not_verify(make_gateway):
    gateway = make_gateway().start()
    key = gateway.add_key("local:ana", "laptop")[1]
    for _ in range(3):
        assert gateway.clients.http(key).post("/v1/chat/completions", json=body("ping")).status_code == 200
    wait_until(lambda: len(entries(gateway)) >= 6, 5, "six entries")
    assert gateway.stop() == 0
    assert gateway.run("audit", "verify").code == 0
    bundles = [path for path in gateway.folder.rglob("tile/entries/**/*") if path.is_file()]
    content = bytearray(bundles[-1].read_bytes())
    content[len(content) // 2] ^= 1
    bundles[-1].write_bytes(content)
    damaged = gateway.run("audit", "verify")
    assert damaged.code == 1 and damaged.errors


def test_access_line(gateway, clients, keys):
    request_id, answer = call(clients, keys.ana)
    line = gateway.access_line(request_id)
    assert line["principal"] == "local:ana" and line["model"] == "tiny" and line["action"] == "chat"
    assert line["decision"] == "permit" and "engineer" in line["rule"] and line["status"] == 200
    assert line["bytes_in"] > 0 and line["bytes_out"] == len(answer.content)
    assert line["ms"] > 0 and line["output_tokens"] > 0 and line["end"] == "completed"
    assert keys.ana not in str(line)
