"""The gateway's own files in .run/: made once by `countersign init`; later only addresses and models change."""

import json
import os
import subprocess
import time
import urllib.request

import blocks
from problem import Problem

READY_WITHIN = 30.0


def environment():
    """The person's own, settings of the gateway included; COUNTERSIGN_VECTORS is the tests' and no setting."""
    return {name: value for name, value in os.environ.items() if name != "COUNTERSIGN_VECTORS"}


def countersign(settings, *words):
    """Run a command of the binary and return what it printed."""
    done = subprocess.run([settings.binary, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          env=environment())
    if done.returncode != 0:
        raise Problem(f"countersign {words[0]} failed:\n{done.stderr.strip()}")
    return done.stdout


def furnish(settings, servers):
    """Make what is missing, bring the rest up to date; returns what `init` made: its key, its authority, ...."""
    kept = settings.folder / "init.json"
    if not kept.exists() and settings.configuration.exists():
        raise Problem(f"{settings.folder} was left half made; remove it and start again")
    if not kept.exists():
        made = countersign(settings, "init", "--dir", settings.folder, "--listen", f"127.0.0.1:{settings.port}",
                           "--upstream", servers[0].url, "--model", servers[0].models[0], "-o", "json")
        write_private(kept, made)
    exchange(settings, current(settings, servers))
    return json.loads(kept.read_text())


def exchange(settings, changed):
    """Exchange top-level blocks of the configuration; what a person wrote in the others stays."""
    text = settings.configuration.read_text()
    new = blocks.exchanged(text, changed)
    if new != text:
        settings.configuration.write_text(new)


def current(settings, servers):
    """The blocks that follow from this run's ports and models."""
    upstreams = "".join(f"  {server.name}: {{ {upstream(settings, server)} }}\n" for server in servers)
    models = "".join(f"  {quoted(model)}: {{ upstream: {server.name}{aliases(model, servers)} }}\n"
                     for server in servers for model in server.models)
    return {"listen": f"listen: 127.0.0.1:{settings.port}",
            "public_url": f"public_url: https://localhost:{settings.port}",
            "admin_listen": f"admin_listen: 127.0.0.1:{settings.admin_port}",
            "upstreams": "upstreams:\n" + upstreams, "models": "models:\n" + models}


def upstream(settings, server):
    key_file = server.key_file or (write_key(settings, server) if server.key else None)
    key = f", key_file: {quoted(key_file)}" if key_file else ""
    return f"url: {quoted(server.url)}, api: [{', '.join(server.apis)}]{key}"


def aliases(model, servers):
    """Ollama takes a name without a tag for `:latest`; so do we, where that name is free."""
    short = model.removesuffix(":latest")
    is_free = all(short not in server.models for server in servers)
    return f", aliases: [ {quoted(short)} ]" if short != model and is_free else ""


def quoted(text):
    """A YAML scalar that means exactly this text: JSON strings are YAML."""
    return json.dumps(text)


def write_key(settings, server):
    """Keep a key given in the environment in a file only the owner reads."""
    write_private(settings.folder / f"{server.name}.key", server.key + "\n")
    return f"{server.name}.key"


def write_private(path, text):
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def wait_until_ready(settings, children):
    """Until the gateway says so itself."""
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        children.check()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{settings.admin_port}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise Problem(f"the gateway was not ready within {READY_WITHIN:.0f} s; its own messages are above")
