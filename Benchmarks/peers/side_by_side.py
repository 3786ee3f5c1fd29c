"""The gateway beside the proxies its users would pick: what one request, or one relayed chunk, costs in CPU time.

    make bench-peers                      everything but the soak; about ten minutes
    make bench-peers QUICK=1              one short round each
    make bench-peers ONLY=tls,chunks      some of it; ONLY=soak for ten million requests
    make bench-peers JSON=FILE            the figures as JSON too

The proxies run one at a time on core 0, each with one thread; load and upstream share core 1. Rounds are interleaved,
so that what else the machine does falls on all alike. CPU time is that of all threads of a contestant, its audit or
log threads included. Trust the CPU time and the ratio within one run; requests a second depend on what core 1 can do.
"""

import argparse
import datetime
import json
import os
import platform
import shlex
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from contestants import envoy, envoy_program, gateway, haproxy, nginx
from measurements import EVENTS, LOAD_CORE, MEASUREMENTS, PERIOD_MS
from programs import Program, free_port
from workbench import HERE, Workbench

ROOT = HERE.parents[1]


@dataclass
class Comparison:
    """Some contestants on the same work."""
    name: str
    what: str
    make: callable
    path: str = "/v1/chat/completions"
    unit: str = "request"
    goals: dict = field(default_factory=dict)


def with_tokens(bench, upstream):
    made = [nginx(bench, upstream), haproxy(bench, upstream), haproxy(bench, upstream, "haproxy-cached", cached=True)]
    if envoy_program():
        made.append(envoy(bench, upstream))
    return [*made, gateway(bench, upstream)]


def with_keys(bench, upstream):
    return [nginx(bench, upstream), gateway(bench, upstream, keys=True)]


def over_tls(bench, upstream):
    return [nginx(bench, upstream, "nginx-plain", tls=True), haproxy(bench, upstream, "haproxy-plain", tls=True),
            gateway(bench, upstream, tls=True)]


def chunks(bench, upstream):
    return [nginx(bench, upstream), haproxy(bench, upstream), haproxy(bench, upstream, "haproxy-prompt", prompt=True),
            gateway(bench, upstream)]


COMPARISONS = [
    Comparison("tokens", "1,000 users' ES256 tokens, cleartext", with_tokens,
               goals={"nginx-plain": 1.0, "haproxy-cached": 0.5, "envoy-cached": 0.25}),
    Comparison("keys", "100 API keys, cleartext", with_keys, goals={"nginx-plain": 1.0}),
    Comparison("tls", "1,000 users' ES256 tokens over TLS 1.3, ECDSA P-256", over_tls, goals={"nginx-plain": 1.05}),
    Comparison("chunks", f"streams of {EVENTS} events, one every {PERIOD_MS} ms", chunks, path="/sse/stream",
               unit="chunk", goals={"haproxy-plain": 1.0}),
]


@dataclass
class Round:
    """One contestant's part of a round."""
    microseconds: float
    rate: float
    p50_ms: float
    p99_ms: float
    resident_mb: float
    failed: int


def load(contestant, bench, path, connections, seconds):
    """(requests, microseconds, p50, p99, refused, broken) of one run of wrk."""
    scheme = "https" if contestant.tls else "http"
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", HERE / "load.lua",
               f"{scheme}://127.0.0.1:{contestant.port}", "--", contestant.credentials or bench.tokens, path]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=seconds + 60)
    line = next((line for line in done.stdout.splitlines() if line.startswith("LOAD ")), None)
    if not line:
        sys.exit(f"wrk gave no result:\n{done.stdout}{done.stderr}")
    return tuple(int(word) for word in line.split()[1:])


def measure(contestant, bench, comparison, options):
    before, events = contestant.program.cpu_nanoseconds(), bench.events_sent()
    requests, duration, p50, p99, refused, broken = load(
        contestant, bench, comparison.path, options.connections, options.seconds)
    time.sleep(0.1)
    units = bench.events_sent() - events if comparison.unit == "chunk" else requests
    spent = contestant.program.cpu_nanoseconds() - before
    return Round(spent / 1000 / max(units, 1), units / duration * 1e6, p50 / 1000, p99 / 1000,
                 contestant.program.resident_kilobytes() / 1024, refused + broken)


def cipher(contestant):
    """What a client and this contestant agree on, and that it is the version the comparison is about."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", contestant.port)) as plain, context.wrap_socket(plain) as session:
        assert session.version() == "TLSv1.3", session.version()
        return session.cipher()[0]


def compare(comparison, bench, options):
    """All rounds of one comparison: {contestant: [Round]}."""
    port = free_port()
    upstream = Program("upstream", [bench.folder / "upstream", port, bench.event_count, EVENTS, PERIOD_MS], LOAD_CORE,
                       bench.folder)
    running = []
    try:
        upstream.wait_for(port)
        running = [one.ready() for one in comparison.make(bench, port)]
        for one in running:
            load(one, bench, comparison.path, 16, 1)
            if one.tls:
                print(f"{one.name}: {cipher(one)}")
        rounds = {one.name: [] for one in running}
        for _ in range(options.rounds):
            for one in running:
                rounds[one.name].append(measure(one, bench, comparison, options))
        return rounds
    finally:
        for program in [one.program for one in running] + [upstream]:
            program.stop()


def medians(rounds):
    return {name: {key: statistics.median(getattr(one, key) for one in all) for key in Round.__annotations__}
            for name, all in rounds.items()}


def ratio(rounds, peer):
    """The gateway's cost as a part of a peer's: the median over rounds, each beside its neighbour in time."""
    return statistics.median(ours.microseconds / theirs.microseconds
                             for ours, theirs in zip(rounds["gateway"], rounds[peer]))


def show(comparison, rounds):
    print(f"\n{comparison.name}: {comparison.what}\n"
          f"{'':16}{'CPU us/' + comparison.unit:>16}{'range':>14}{'per second':>12}{'p50 ms':>8}{'p99 ms':>8}{'MB':>7}"
          f"{'failed':>8}  gateway / this")
    for name, one in sorted(medians(rounds).items(), key=lambda item: item[1]["microseconds"]):
        each = [round.microseconds for round in rounds[name]]
        beside = "" if name == "gateway" else verdict(ratio(rounds, name), comparison.goals.get(name))
        span = f"{min(each):.1f}-{max(each):.1f}"
        print(f"{name:16}{one['microseconds']:16.2f}{span:>14}{one['rate']:12,.0f}{one['p50_ms']:8.2f}"
              f"{one['p99_ms']:8.2f}{one['resident_mb']:7.1f}{one['failed']:8.0f}  {beside}", flush=True)


def verdict(cost, goal):
    if goal is None:
        return f"{cost:8.2f}"
    return f"{cost:8.2f}  (goal {goal}: {'reached' if cost <= goal else 'not reached'})"


def machine():
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.processor())
    return f"{os.cpu_count()} cores, {model}, Linux {platform.release()}"


def versions():
    def first(command):
        done = subprocess.run(command, capture_output=True, text=True)
        return (done.stdout + done.stderr).splitlines()[0].strip()

    commit = subprocess.run(["git", "-C", HERE, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return {"gateway": commit.stdout.strip(), "nginx": first(["nginx", "-v"]), "haproxy": first(["haproxy", "-v"])}


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round of two seconds")
    known = [one.name for one in COMPARISONS] + list(MEASUREMENTS)
    parser.add_argument("--only", default="", help="by comma, of " + ", ".join(known))
    parser.add_argument("--json", help="write the figures to this file too")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds = 1, 2
    options.only = set(filter(None, options.only.split(","))) or set(known) - {"soak"}
    if unknown := options.only - set(known):
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
    if (os.cpu_count() or 1) < 2:
        parser.error("two cores are needed, one for the proxy and one for the load")
    return options


def main():
    options = parsed()
    about = {"date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"), "machine": machine(),
             "command": shlex.join(["make bench-peers", *sys.argv[1:]]), "versions": versions(),
             "rounds": options.rounds, "seconds": options.seconds, "connections": options.connections}
    print("\n".join(f"{key}: {value}" for key, value in about.items()), flush=True)
    found = {}
    # Beside the build, so that the disk that is measured is the one the tree is on and not memory.
    with tempfile.TemporaryDirectory(prefix="peers-", dir=ROOT / ".build") as folder:
        bench = Workbench(folder)
        for comparison in COMPARISONS:
            if comparison.name in options.only:
                rounds = compare(comparison, bench, options)
                show(comparison, rounds)
                found[comparison.name] = {"medians": medians(rounds), "rounds": {
                    name: [vars(round) for round in all] for name, all in rounds.items()}}
        for name, measurement in MEASUREMENTS.items():
            if name in options.only:
                found[name] = measurement(bench, options, load)
    if options.json:
        Path(options.json).write_text(json.dumps({"about": about, "comparisons": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
