"""The model server itself: loopback only, its own key, no CORS, and a stop that leaves nothing behind."""

import subprocess
import sys

import httpx
import pytest

from asking import KNOWN, body
from processes import ROOT, ModelServer, wait_until


@pytest.fixture(params=["llama", "ollama"])
def address(model, request):
    return "http://{}:{}".format(*getattr(model, request.param))


def test_asks_for_its_key(address):
    path = "/v1/chat/completions"
    assert httpx.post(address + path, json=body(model="countersign-tiny")).status_code == 401
    wrong = {"Authorization": "Bearer wrong"}
    assert httpx.post(address + path, json=body(model="countersign-tiny"), headers=wrong).status_code == 401


def test_answers_in_words(address, model):
    answer = httpx.post(address + "/v1/chat/completions", json=body(model="countersign-tiny"),
                        headers={"Authorization": f"Bearer {model.key}"})
    assert KNOWN in answer.json()["choices"][0]["message"]["content"]


def test_no_other_origin_is_allowed(address):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = httpx.options(address + "/v1/chat/completions", headers=asked)
    assert not answer.headers.get("Access-Control-Allow-Origin")
    assert answer.headers.get("Access-Control-Allow-Credentials") != "true"


def test_listens_on_loopback_only(model):
    listening = subprocess.run(["cat", f"/proc/{model.process.pid}/net/tcp"], capture_output=True, text=True).stdout
    for _, port in (model.llama, model.ollama):
        sockets = [line.split()[1] for line in listening.splitlines()[1:]
                   if line.split()[3] == "0A" and int(line.split()[1].split(":")[1], 16) == port]
        assert sockets == [f"0100007F:{port:04X}"]


def test_key_file_is_the_owners_alone(model):
    assert model.key_file.stat().st_mode & 0o077 == 0 and len(model.key) > 30


def test_stops_when_told(tmp_path):
    server = ModelServer(tmp_path)
    server.process.terminate()
    assert server.process.wait(5) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.key", "model.log"]


def test_stops_with_its_parent(tmp_path):
    """A parent that is killed cannot tell its children; the kernel does."""
    serve = f"'{sys.executable}' '{ROOT}/Tools/model/serve.py' --with-parent --key-file '{tmp_path}/key'"
    parent = subprocess.Popen(["bash", "-c", f"{serve} & echo $!; wait"], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    assert parent.stdout.readline().startswith("ready ")
    parent.kill()
    parent.wait()
    wait_until(lambda: not is_running(child), 5, "the model server ended")


def is_running(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_taken_port_is_said(model, tmp_path):
    done = subprocess.run([sys.executable, ROOT / "Tools" / "model" / "serve.py", "--key-file", tmp_path / "key",
                           "--port", str(model.llama[1])], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and str(model.llama[1]) in done.stderr
