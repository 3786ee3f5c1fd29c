"""curl, as the README and `make run` show it."""

import json
import subprocess

from asking import KNOWN, body


def curl(gateway, *words):
    command = ["curl", "--silent", "--show-error", "--cacert", gateway.authority, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_chat(gateway, keys):
    answer = curl(gateway, gateway.url + "/v1/chat/completions", "-H", f"Authorization: Bearer {keys.ana}",
                  "-H", "Content-Type: application/json", "-d", json.dumps(body()))
    assert KNOWN in json.loads(answer)["choices"][0]["message"]["content"]


def test_stream(gateway, keys):
    answer = curl(gateway, "--no-buffer", gateway.url + "/v1/chat/completions",
                  "-H", f"Authorization: Bearer {keys.ana}", "-H", "Content-Type: application/json",
                  "-d", json.dumps(body(stream=True)))
    events = [line for line in answer.splitlines() if line]
    assert events[-1] == "data: [DONE]" and all(event.startswith("data: ") for event in events)


def test_without_a_credential(gateway, untouched):
    answer = curl(gateway, "--include", gateway.url + "/v1/models")
    head, _, text = answer.partition("\n\n")
    assert head.startswith("HTTP/1.1 401") and "www-authenticate: bearer" in head.lower()
    assert json.loads(text)["error"]["message"]


def test_without_trust_there_is_no_connection(gateway):
    done = subprocess.run(["curl", "--silent", gateway.url + "/v1/models"], capture_output=True, timeout=30,
                          env={"PATH": "/usr/bin:/bin"})
    assert done.returncode == 60, "the certificate is signed by the gateway's own authority and no other"
