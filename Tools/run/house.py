"""The gateway's own files in .run/: made once by `countersign init`, then only their addresses are kept up to date."""

import json
import os
import re
import subprocess
import time
import urllib.error
import urllib.request

from problem import Problem

READY_WITHIN = 30.0
BEGIN, END = "# --- written by make run; edits between these lines are lost ---", "# --- end of what make run writes ---"


def countersign(settings, *words):
    """Run a command of the binary and return what it printed."""
    done = subprocess.run([settings.binary, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise Problem(f"countersign {words[0]} failed:\n{done.stderr.strip()}")
    return done.stdout


def gateway_command(settings):
    return [settings.binary, "serve", "--config", settings.configuration]


def gateway_environment(settings):
    return {}


def furnish(settings, servers):
    """Everything the gateway needs: made where it is missing, its addresses brought up to date where it is not."""
    if not settings.configuration.exists():
        countersign(settings, "init", "--dir", settings.folder, "--listen", f"127.0.0.1:{settings.port}")
    write_servers(settings, servers)


def quoted(text):
    """A YAML scalar that means exactly this text: JSON strings are YAML."""
    return json.dumps(text)


def server_lines(server, settings):
    key_file = server.key_file or (write_key(settings, server) if server.key else None)
    key = f", key_file: {quoted(key_file)}" if key_file else ""
    return f"  {server.name}: {{ url: {quoted(server.url)}, api: {server.api}{key} }}"


def write_key(settings, server):
    """Keep a key given in the environment in a file only the owner reads."""
    path = settings.folder / f"{server.name}.key"
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(server.key + "\n")
    return path.name


def section(settings, servers):
    """The part of the configuration that changes from run to run."""
    lines = [BEGIN, f"listen: 127.0.0.1:{settings.port}", f"public_url: https://localhost:{settings.port}",
             f"admin_listen: 127.0.0.1:{settings.admin_port}", "upstreams:"]
    lines += [server_lines(server, settings) for server in servers]
    lines += ["models:"]
    lines += [f"  {quoted(model)}: {{ upstream: {server.name}, name: {quoted(model)} }}"
              for server in servers for model in server.models]
    return "\n".join([*lines, END]) + "\n"
