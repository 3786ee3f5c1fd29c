"""Processes the tests start: ended with them, however they end, and their output kept for the report of a failure."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def end_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command, log, environment=None, **options):
    """Start a process whose standard error goes to the file `log`."""
    with open(log, "ab") as output:
        return subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stderr=output,
                                preexec_fn=end_with_parent, env=environment, **options)


def stop(process, grace=20.0):
    """SIGTERM, then SIGKILL; returns the exit code."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def release_binary():
    """The program as it is installed, built if it is not up to date."""
    subprocess.run(["make", "build"], cwd=ROOT, check=True, stdout=sys.stderr)
    return ROOT / ".build" / "release" / "countersign"


def wait_until(true, seconds, what):
    """Wait for something that takes a moment; fail with a sentence when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what} within {seconds} s")


def status_of(url):
    """The status of a GET, or None where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


class ModelServer:
    """The tiny model behind llama.cpp, and in Ollama's protocol; both real."""

    def __init__(self, folder):
        self.key_file = folder / "model.key"
        self.log = folder / "model.log"
        self.process = start(
            [sys.executable, ROOT / "Tools" / "model" / "serve.py", "--key-file", self.key_file], self.log,
            stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        assert words and words[0] == "ready", self.log.read_text()
        self.llama, self.ollama = (self.address(word) for word in words[1:])
        self.key = self.key_file.read_text().strip()

    @staticmethod
    def address(word):
        host, port = word.split("//", 1)[1].split(":")
        return host, int(port)

    def stop(self):
        stop(self.process)
