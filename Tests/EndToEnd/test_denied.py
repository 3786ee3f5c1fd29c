"""What is refused, in the API's own words, before a single byte reaches a model server."""

import json

import openai
import pytest

from asking import body, chat

pytestmark = pytest.mark.usefixtures("untouched")

MANAGEMENT = [("GET", "/slots"), ("GET", "/props"), ("POST", "/completion"), ("POST", "/v1/rerank"),
              ("POST", "/lora-adapters"), ("POST", "/invocations"), ("POST", "/v1/load_lora_adapter"),
              ("GET", "/metrics"), ("GET", "/v1/models/../../slots"), ("GET", "/%73lots"),
              ("GET", "/slots?x=/v1/models"),
              ("POST", "/v1/chat/completions/../../slots"), ("POST", "//v1/chat/completions")]
OLLAMA = [("POST", "/api/pull"), ("DELETE", "/api/delete"), ("POST", "/api/create"), ("POST", "/api/push"),
          ("GET", "/api/ps"), ("POST", "/api/blobs/sha256:0")]


def send(clients, key, raw, **headers):
    """A chat request with exactly these bytes as its body."""
    return clients.http(key).post("/v1/chat/completions", content=raw,
                                  headers={"Content-Type": "application/json", **headers})


def test_denied_model(clients, keys):
    with pytest.raises((openai.PermissionDeniedError, openai.NotFoundError)) as refusal:
        clients.openai(keys.ana).chat.completions.create(model="tiny-secret", messages=chat())
    assert refusal.value.body["message"] and refusal.value.code


def test_unknown_model(clients, keys):
    with pytest.raises(openai.NotFoundError) as refusal:
        clients.openai(keys.ana).chat.completions.create(model="gpt-9", messages=chat())
    assert refusal.value.code == "model_not_found" and refusal.value.param == "model"


def test_denied_action(clients, keys):
    with pytest.raises(openai.PermissionDeniedError) as refusal:
        clients.openai(keys.ben).embeddings.create(model="tiny", input="a key")
    assert refusal.value.type == "permission_error" and refusal.value.code == "action_not_allowed"


@pytest.mark.parametrize("method, path", MANAGEMENT)
def test_management_of_model_servers_does_not_exist(clients, keys, method, path):
    answer = clients.http(keys.ana).request(method, path)
    assert answer.status_code in (400, 404) and answer.json()


@pytest.mark.parametrize("method, path", OLLAMA)
def test_management_of_ollama_does_not_exist(clients, keys, method, path):
    answer = clients.http(keys.ana).request(method, path)
    assert answer.status_code == 404 and isinstance(answer.json()["error"], str)


def test_wrong_method(clients, keys):
    answer = clients.http(keys.ana).get("/v1/chat/completions")
    assert answer.status_code == 405 and "POST" in answer.headers["Allow"]
    assert clients.http(keys.ana).request("TRACE", "/v1/models").status_code in (400, 405, 501)


@pytest.mark.parametrize("raw", [
    b'{"model":"tiny","Model":"tiny-secret","messages":[]}',
    b'{"model":"tiny","model":"tiny-secret","messages":[]}',
    b'{"model":"tiny","mo\\u0064el":"tiny-secret","messages":[]}',
    '{"model":"tiny","messages":[],"stop":{"k":1,"\u212a":2}}'.encode(),
    b'{"model":"tiny","messages":[]} {}',
    b'{"model":"tiny","messages":[],}',
    b'{"model":"tiny","messages":[{"role":"user","content":"\xff"}]}',
    b'{"model":"tiny","messages":' + b"[" * 3000 + b"]" * 3000 + b"}",
    '{"model":"tiny","messages":[]}'.encode("utf-16"),
    b'["model","tiny"]', b"", b"null", b'{"messages":[]}', b'{"model":7,"messages":[]}',
    b'{"model":"tiny","messages":[],"mdoel":"tiny-secret"}',
])
def test_bodies_with_two_readings(clients, keys, raw):
    answer = send(clients, keys.ana, raw)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_compressed_and_foreign_bodies(clients, keys):
    raw = json.dumps(body()).encode()
    for headers in ({"Content-Encoding": "gzip"}, {"Content-Type": "text/plain"},
                    {"Content-Type": "application/json; charset=utf-16"}):
        assert send(clients, keys.ana, raw, **headers).status_code in (400, 415), headers


def test_model_named_in_a_second_place(clients, keys):
    answer = clients.http(keys.ana).post("/v1/chat/completions?model=tiny-secret", json=body())
    assert answer.status_code == 400
    answer = clients.http(keys.ana).post("/api/show", json={"model": "tiny:latest", "name": "other"})
    assert answer.status_code == 400 and isinstance(answer.json()["error"], str)


@pytest.mark.parametrize("path, field", [
    ("/v1/responses", {"previous_response_id": "resp_1"}), ("/v1/responses", {"conversation": "conv_1"}),
    ("/v1/chat/completions", {"store": True}), ("/v1/chat/completions", {"lora": [{"id": 0, "scale": 1}]}),
])
def test_fields_that_fetch_or_remember(clients, keys, path, field):
    request = {"model": "tiny", **({"input": "ping"} if "responses" in path else {"messages": chat("ping")}), **field}
    answer = clients.http(keys.ana).post(path, json=request)
    assert answer.status_code == 403 and answer.json()["error"]["code"] == "field_not_allowed"
