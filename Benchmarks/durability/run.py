#!/usr/bin/env python3
"""What waiting for the disk costs: the gateway with `durability: power` beside a C loop that only appends and syncs.

Both append the bytes of one call for each of 64 waiting callers and bring them to the same disk, one fdatasync for all
that wait; in turns, in one run. `process` is the same gateway that waits for no disk: what its processor time allows.

  run.py FOLDER [--rounds 3] [--seconds 4]

FOLDER lies on the disk in question. Needs gcc, nginx and wrk; GATEWAY_BINARY names another gateway than the release
build's. Loop and gateway run on the first processor, load and upstream on the second.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CALLERS = 64
# An intent and an outcome in the journal, for the call that is asked here.
BYTES_A_CALL = 432
BODY = {"model": "tiny", "messages": [{"role": "user", "content": "x" * 200}]}
REPLY = {"object": "chat.completion", "choices": [], "usage": {"prompt_tokens": 20, "completion_tokens": 80}}

CONFIGURATION = """
listen: 127.0.0.1:{port}
public_url: http://127.0.0.1:{port}
admin_listen: off
tls: off
loops: 1
audit: {{ directory: {folder}/audit, durability: {durability} }}
upstreams: {{ model: {{ url: "http://127.0.0.1:{upstream}", api: openai }} }}
models: {{ tiny: {{ upstream: model, name: tiny }} }}
roles: {{ all: {{ members: {{ users: ["local:ana"] }}, models: [tiny], actions: [chat] }} }}
log: {{ access: off }}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"nothing listens on {port}")


class Gateway:
    """One gateway in a folder of its own."""

    def __init__(self, binary, folder, durability, upstream):
        self.port = free_port()
        def command(*words):
            return subprocess.run([binary, *words], cwd=folder, capture_output=True, text=True, check=True)

        command("init", "--dir", str(folder), "--listen", f"127.0.0.1:{self.port}")
        text = CONFIGURATION.format(port=self.port, folder=folder, durability=durability, upstream=upstream)
        (folder / "bench.yaml").write_text(text + "store: sqlite:countersign.db\n")
        configured = ["--config", str(folder / "bench.yaml")]
        command("users", "add", "ana", *configured)
        made = command("keys", "add", "--owner", "local:ana", "--name", "bench", "-o", "json", *configured)
        self.key = json.loads(made.stdout)["key"]
        self.process = subprocess.Popen(
            ["taskset", "-c", "0", binary, "serve", *configured], stderr=open(folder / "log", "wb"))
        wait_for(self.port)

    def requests_a_second(self, seconds, script):
        out = subprocess.run(
            ["taskset", "-c", "1", "wrk", "-t1", f"-c{CALLERS}", f"-d{seconds}s", "-s", str(script),
             "-H", f"Authorization: Bearer {self.key}", f"http://127.0.0.1:{self.port}/v1/chat/completions"],
            capture_output=True, text=True, check=True).stdout
        assert "Non-2xx" not in out, out
        return float(next(line.split()[1] for line in out.splitlines() if line.startswith("Requests/sec")))


def upstream(folder):
    port = free_port()
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.err; events {{ }}\n"
        f"http {{ access_log off; keepalive_requests 100000000; server {{ listen 127.0.0.1:{port}; "
        f"location / {{ default_type application/json; return 200 '{json.dumps(REPLY)}'; }} }} }}\n")
    process = subprocess.Popen(["taskset", "-c", "1", "nginx", "-c", str(conf)], stderr=subprocess.DEVNULL)
    wait_for(port)
    return port, process


def measure(folder, arguments):
    binary = os.environ.get("GATEWAY_BINARY", str(ROOT / ".build" / "release" / "countersign"))
    loop = folder / "group_commit"
    subprocess.run(["gcc", "-O2", "-o", str(loop), str(HERE / "group_commit.c")], check=True)
    script = folder / "post.lua"
    script.write_text(f"wrk.method = 'POST'\nwrk.body = '{json.dumps(BODY)}'\n"
                      "wrk.headers['Content-Type'] = 'application/json'\n")
    port, server = upstream(folder)
    gateways, rates = {}, {"C loop": [], "power": [], "process": []}
    try:
        for durability in ("power", "process"):
            (folder / durability).mkdir()
            gateways[durability] = Gateway(binary, folder / durability, durability, port)
            gateways[durability].requests_a_second(1, script)
        for _ in range(arguments.rounds):
            out = subprocess.run(["taskset", "-c", "0", str(loop), str(folder / "appended"), str(BYTES_A_CALL),
                                  str(arguments.seconds)], capture_output=True, text=True, check=True).stdout
            rates["C loop"].append(float(out))
            for durability, gateway in gateways.items():
                rates[durability].append(gateway.requests_a_second(arguments.seconds, script))
    finally:
        for process in [server, *(gateway.process for gateway in gateways.values())]:
            process.terminate()
            process.wait()
    return rates


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=arguments.folder.resolve(), prefix="durability-"))
    try:
        rates = measure(folder, arguments)
    finally:
        shutil.rmtree(folder)
    for name, found in rates.items():
        ratios = [mine / floor for mine, floor in zip(found, rates["C loop"])]
        print(f"{name:10} {statistics.median(found):9.0f} callers/s  {statistics.median(ratios):5.2f} of the C loop"
              f"   rounds: {' '.join(f'{rate:.0f}' for rate in found)}")


if __name__ == "__main__":
    main()
