"""The real gateway, configured, started and asked as an operator would."""

import json
import os
import ssl
import subprocess
import urllib.request
from dataclasses import dataclass

import blocks
from clients import Clients
from processes import ROOT, free_port, start, status_of, stop, wait_until

CONFIGURATION = """
upstreams:
  llama: {{ url: "{llama}", api: [openai, anthropic], key_file: {key} }}
  ollama: {{ url: "{ollama}", api: ollama, key_file: {key} }}
models:
  tiny: {{ upstream: llama, name: countersign-tiny, aliases: [small] }}
  tiny-secret: {{ upstream: llama, name: countersign-tiny }}
  "tiny:latest": {{ upstream: ollama, name: "countersign-tiny:latest" }}
roles:
  engineer:
    members: {{ groups: [ "local:eng", "ci:eng" ], users: [ "web:site-1", "web:site-2" ] }}
    models: [ tiny, "tiny:latest" ]
    actions: [ chat, complete, embed, list ]
  talker:
    members: {{ users: [ "local:ben" ] }}
    models: [ tiny, "tiny:latest" ]
    actions: [ chat, list ]
"""


def binary():
    """The gateway under test: GATEWAY_BINARY, else whichever build is newer."""
    if named := os.environ.get("GATEWAY_BINARY"):
        return named
    built = [path for kind in ("debug", "release") if (path := ROOT / ".build" / kind / "countersign").exists()]
    assert built, "no countersign binary; run `swift build` first"
    return max(built, key=lambda path: path.stat().st_mtime)


def environment():
    """This process's, without settings of a gateway that the person who runs the tests may have."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COUNTERSIGN_")}


def blocks_of(text):
    """A configuration's text as top-level blocks by key."""
    found, key = {}, None
    for line in filter(None, text.splitlines()):
        if not line[0].isspace():
            key = line.split(":", 1)[0]
        found[key] = found.get(key, "") + line + "\n"
    return found


@dataclass
class Outcome:
    code: int
    output: str
    errors: str

    @property
    def json(self):
        return json.loads(self.output)

    @property
    def lines(self):
        """One JSON value a line."""
        return [json.loads(line) for line in self.output.splitlines() if line.strip()]


class Gateway:
    """One gateway in its own folder; `start` and `stop` may be called again and again."""

    def __init__(self, folder, llama, ollama, model_key_file, more="", program=None):
        self.program = program or binary()
        self.folder, self.port, self.admin_port = folder, free_port(), free_port()
        self.log, self.process = folder / "gateway.log", None
        # What stands before the command of the running gateway.
        self.prefix = []
        self.configuration = folder / "countersign.yaml"
        self.made = self.must("init", "--dir", folder, "--listen", f"127.0.0.1:{self.port}", "-o", "json").json
        ours = CONFIGURATION.format(llama=llama, ollama=ollama, key=model_key_file)
        own = {"admin_listen": f"admin_listen: 127.0.0.1:{self.admin_port}",
               "public_url": f"public_url: https://localhost:{self.port}",
               **blocks_of(ours), **blocks_of(more)}
        self.configuration.write_text(blocks.exchanged(self.configuration.read_text(), own))

    @property
    def url(self):
        return f"https://localhost:{self.port}"

    @property
    def authority(self):
        """The certificate that vouches for the gateway's own."""
        return os.path.join(self.folder, self.made["authority"])

    @property
    def trust(self):
        return ssl.create_default_context(cafile=self.authority)

    @property
    def clients(self):
        return Clients(self)

    def run(self, *words, prefix=(), **options):
        """A command of the program, in the gateway's folder."""
        done = subprocess.run([*prefix, str(self.program), *map(str, words)], cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                              env=environment(), **options)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def must(self, *words):
        done = self.run(*words)
        assert done.code == 0, f"countersign {' '.join(map(str, words))}: {done.errors or done.output}"
        return done

    def add_user(self, name, *groups):
        self.must("users", "add", name, *(word for group in groups for word in ("--group", group)))

    def add_key(self, owner, name, *more):
        """A new API key: (its id, its secret text)."""
        made = self.must("keys", "add", "--owner", owner, "--name", name, *more, "-o", "json").json
        return made["id"], made["key"]

    def start(self, **variables):
        """Starts it, with `variables` added to its environment."""
        self.process = start([*self.prefix, self.program, "serve", "--config", self.configuration], self.log,
                             {**environment(), **variables}, cwd=self.folder,
                             stdout=open(self.folder / "access.log", "ab"))
        wait_until(self.is_ready, 20, f"the gateway is ready: {self.log.read_text()[-2000:]}")
        return self

    def is_ready(self):
        assert self.process.poll() is None, f"the gateway ended: {self.log.read_text()[-2000:]}"
        return self.admin_status("/readyz") == 200

    def admin_status(self, path):
        return status_of(f"http://127.0.0.1:{self.admin_port}{path}")

    def admin(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}{path}", timeout=5) as answer:
            return answer.read().decode()

    def access_lines(self):
        """The access log: one JSON object a line, or this fails."""
        return [json.loads(line) for line in (self.folder / "access.log").read_text().splitlines()]

    def access_line(self, request_id):
        """The line of one request; it is written when the exchange is over."""
        return wait_until(lambda: next((line for line in self.access_lines() if line["id"] == request_id), None), 5,
                          f"an access-log line of {request_id}")

    def stop(self):
        return stop(self.process)

    def kill(self):
        self.process.kill()
        self.process.wait()
