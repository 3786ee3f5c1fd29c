"""What is measured in another way than by load: the first byte at idle, the disk's own speed, memory over time."""

import subprocess
import sys
import time

from contestants import gateway, haproxy, nginx
from programs import Program, free_port

LOAD_CORE = 1
EVENTS, PERIOD_MS = 200, 5


def first_byte(bench, options, _load):
    """Microseconds from an upstream's send to the client's receive, one chunk at a time on an idle machine."""
    port, head = free_port(), bench.folder / "head"
    token = bench.tokens.read_text().split("\n", 1)[0]
    head.write_text(f"GET /sse/stream HTTP/1.1\r\nHost: models.example\r\nAuthorization: Bearer {token}\r\n\r\n")
    count = 300 if options.quick else 2000
    running, found = [], {"direct": []}
    try:
        running = [one.ready() for one in (
            nginx(bench, port), haproxy(bench, port, "haproxy-prompt", prompt=True), gateway(bench, port))]
        for _ in range(options.rounds):
            found["direct"].append(passing(bench, port, port, head, count))
            for one in running:
                found.setdefault(one.name, []).append(passing(bench, port, one.port, head, count))
    finally:
        for one in running:
            one.program.stop()
    best = {name: min(rounds) for name, rounds in found.items()}
    print(f"\nfirst-byte: {count} chunks of a stream, 5 ms apart, nothing else under way; of the best round\n"
          f"{'':16}{'p50 us':>9}{'p99 us':>9}{'least us':>10}{'added p50':>11}")
    for name, (p50, p99, least) in best.items():
        added = p50 - best["direct"][0]
        goal = "  (goal 50: " + f"{reached(added <= 50)})" if name == "gateway" else ""
        print(f"{name:16}{p50:9.1f}{p99:9.1f}{least:10.1f}{added:11.1f}{goal}", flush=True)
    return found


def reached(goal):
    return "reached" if goal else "not reached"


def passing(bench, upstream, proxy, head, count):
    command = ["taskset", "-c", LOAD_CORE, bench.folder / "first_byte", upstream, proxy, head, count, 5000]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120)
    if done.returncode:
        sys.exit(f"first_byte failed: {done.stderr}")
    return tuple(int(word) / 1000 for word in done.stdout.split())


# What an intent and an outcome take in the journal, in bytes, for a caller of the comparison.
RECORD_BYTES = 640


def power(bench, options, load):
    """Requests a second where each is on the disk before it goes on, beside a loop that does nothing but that."""
    port = free_port()
    upstream = Program("upstream", [bench.folder / "upstream", port, bench.event_count, EVENTS, PERIOD_MS], LOAD_CORE,
                       bench.folder)
    running, rates, limits = None, [], []
    try:
        upstream.wait_for(port)
        running = gateway(bench, port, "gateway-power", GATEWAY_DURABILITY="power").ready()
        load(running, bench, "/v1/chat/completions", 16, 1)
        for _ in range(options.rounds):
            limits.append(group_commit(bench, options))
            requests, duration, *_ = load(running, bench, "/v1/chat/completions", options.connections, options.seconds)
            rates.append(requests / duration * 1e6)
    finally:
        for program in [upstream, *([running.program] if running else [])]:
            program.stop()
    part = sorted(rate / limit for rate, limit in zip(rates, limits))[len(rates) // 2]
    print(f"\npower: {options.connections} connections, beside {options.connections} callers that share one fdatasync\n"
          f"gateway {max(rates):,.0f} requests/s, the loop {max(limits):,.0f} callers/s of {RECORD_BYTES} bytes each; "
          f"in the median round {part:.2f} of it (goal 0.8: {reached(part >= 0.8)})", flush=True)
    return {"gateway": rates, "loop": limits}


def group_commit(bench, options):
    command = ["taskset", "-c", 0, bench.folder / "group_commit", bench.folder / "group", RECORD_BYTES,
               options.connections, options.seconds]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True)
    return float(done.stdout)


def soak(bench, options, load):
    """Resident memory over ten million requests; grows by less than 1% over the last nine million."""
    wanted = 100_000 if options.quick else 10_000_000
    port = free_port()
    upstream = Program("upstream", [bench.folder / "upstream", port, bench.event_count, EVENTS, PERIOD_MS], LOAD_CORE,
                       bench.folder)
    running, samples, done = None, [], 0
    try:
        upstream.wait_for(port)
        running = gateway(bench, port, "gateway-soak", GATEWAY_ACCESS_LOG="/dev/null").ready()
        while done < wanted:
            requests, *_, refused, broken = load(
                running, bench, "/v1/chat/completions", options.connections, 2 if options.quick else 10)
            done += requests
            if refused or broken:
                said = running.program.output.read_text()[-2000:]
                sys.exit(f"{refused} refused, {broken} broken of {requests}:\n{said}")
            samples.append((done, running.program.resident_kilobytes()))
            time.sleep(0.1)
    finally:
        for program in [upstream, *([running.program] if running else [])]:
            program.stop()
    first = next(size for count, size in samples if count >= wanted / 10)
    growth = (samples[-1][1] - first) / first
    print(f"\nsoak: {done:,} requests")
    for count, size in samples[::max(1, len(samples) // 20)]:
        print(f"{count:12,}{size:10,} KiB")
    print(f"from a tenth to the end {growth:+.2%} (goal below 1%: {reached(growth < 0.01)})", flush=True)
    return {"samples": samples, "growth": growth}


MEASUREMENTS = {"first-byte": first_byte, "power": power, "soak": soak}
