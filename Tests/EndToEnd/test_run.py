"""`make run` as a newcomer meets it, after the build: start, paste what it prints, stop, start again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import blocks
from asking import KNOWN
from gateway import binary
from processes import ROOT, end_with_parent, free_port, wait_until


class Run:
    """`Tools/run` in a folder of its own."""

    def __init__(self, folder, **environment):
        self.port = environment.pop("PORT", free_port())
        self.output = folder.parent / f"{folder.name}-{time.monotonic_ns()}.log"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder.parent), "PORT": str(self.port),
                            "ADMIN_PORT": str(free_port()), "RUN_DIR": str(folder),
                            "GATEWAY_BINARY": str(binary()), **environment}
        with open(self.output, "wb") as file:
            self.process = subprocess.Popen([sys.executable, ROOT / "Tools" / "run"], stdin=subprocess.DEVNULL,
                                            stdout=file, stderr=file, env=self.environment,
                                            preexec_fn=end_with_parent)

    @property
    def text(self):
        return self.output.read_text()

    def wait_until_ready(self):
        def ready():
            assert self.process.poll() is None, self.text
            return "Countersign is ready" in self.text and "/metrics" in self.text
        wait_until(ready, 30, f"make run is ready: {self.text}")
        return self

    def pasted(self):
        """What a shell prints when a person pastes the lines into it."""
        lines = self.text.split("Paste into another terminal:\n", 1)[1].split("\nHealth and metrics", 1)[0]
        done = subprocess.run(["bash", "--norc", "-e"], input=lines, capture_output=True, text=True, timeout=60,
                              env={"PATH": os.environ["PATH"], "HOME": "/"})
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def children(self):
        """Command line to process id of what it started."""
        process = self.process.pid
        listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return {Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode(): int(child)
                for child in listed}

    def child(self, word):
        return next(process for command, process in self.children().items() if word in command)

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture
def run(tmp_path):
    made = []

    def run(**environment):
        made.append(Run(tmp_path / "run", **environment))
        return made[-1]

    yield run
    for one in made:
        if one.process.poll() is None:
            one.interrupt()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_first_and_second_run(run, tmp_path):
    first = run().wait_until_ready()
    said = first.pasted()
    assert KNOWN in said and "I am" in said
    assert said.count("  intent  local:admin  chat countersign-tiny") == 2, "both calls are in the log that was shown"
    assert said.count("  outcome  local:admin  200") == 2 and "verified    yes" in said
    environment = tmp_path / "run" / "env"
    assert environment.stat().st_mode & 0o077 == 0
    kept = environment.read_text()
    assert {line.split("=")[0] for line in kept.splitlines()} == {
        "export OPENAI_BASE_URL", "export OPENAI_API_KEY", "export SSL_CERT_FILE"}
    children = first.children().values()
    assert first.interrupt() == 0
    assert not listens(first.port) and not any(os.path.exists(f"/proc/{child}") for child in children)
    began = time.monotonic()
    second = run(PORT=first.port).wait_until_ready()
    assert time.monotonic() - began < 8
    assert environment.read_text() == kept, "the second run made new keys"
    assert KNOWN in second.pasted()


def test_own_server_of_each_kind(run, model):
    for url in ("http://{}:{}".format(*model.llama), "http://{}:{}/v1".format(*model.ollama)):
        mine = run(UPSTREAM=url, UPSTREAM_KEY=model.key).wait_until_ready()
        assert not any("serve.py" in command for command in mine.children())
        assert KNOWN in mine.pasted()
        assert mine.interrupt() == 0


def test_own_server_that_is_away(run):
    away = run(UPSTREAM=f"http://127.0.0.1:{free_port()}")
    assert away.process.wait(30) == 1 and "does not answer" in away.text


def test_port_in_use(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        late = run(PORT=port)
        assert late.process.wait(30) == 1
        assert f"port {port} is in use" in late.text and "PORT=" in late.text


def test_twice_at_once(run):
    run().wait_until_ready()
    second = run()
    assert second.process.wait(30) == 1 and "already" in second.text


@pytest.mark.parametrize("word, name", [("serve.py", "the model server"), (" serve --config", "the gateway")])
def test_child_that_ends_ends_all(run, word, name):
    whole = run().wait_until_ready()
    others = whole.children().values()
    os.kill(whole.child(word), signal.SIGKILL)
    assert whole.process.wait(30) == 1
    assert f"{name} ended by itself (signal SIGKILL)" in whole.text
    assert not any(os.path.exists(f"/proc/{other}") for other in others)


def test_killed_without_a_word_leaves_nothing(run):
    whole = run().wait_until_ready()
    children = whole.children().values()
    whole.process.kill()
    whole.process.wait()
    wait_until(lambda: not listens(whole.port), 10, "the gateway ended")
    wait_until(lambda: not any(is_running(child) for child in children), 10, "the model server ended")


def is_running(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_blocks_are_exchanged_and_the_rest_stays():
    text = "# head\na: 1\nb:\n  c: 2  # two\n\n# of d\nd: 3\n"
    assert blocks.exchanged(text, {"b": "b: 9\n"}) == "# head\na: 1\nb: 9\n\n# of d\nd: 3\n"
    assert blocks.exchanged("a: 1\n", {"z": "z: 2"}) == "a: 1\n\nz: 2\n"
    once = blocks.exchanged(text, {"a": "a: 5", "b": "b:\n  c: 6\n"})
    assert blocks.exchanged(once, {"a": "a: 5", "b": "b:\n  c: 6\n"}) == once
