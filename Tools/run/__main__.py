"""Starts a model server and the gateway in front of it, stays in the foreground, and stops what it started.

Environment: PORT (8443), ADMIN_PORT (PORT + 1000), UPSTREAM (a model server of yours instead of the tiny model) and
UPSTREAM_KEY (what that server asks for). Everything is kept in .run/: remove it to begin anew. The tests set
RUN_DIR and GATEWAY_BINARY to use another folder and another build.
"""

import fcntl
import signal
import sys

import house
import upstream
import welcome
from children import Children
from problem import Problem
from settings import Settings

STOPPED = "\nStopping."


def only_one(settings):
    """Hold the lock of .run/ for as long as this process lives."""
    settings.folder.mkdir(mode=0o700, exist_ok=True)
    lock = open(settings.folder / "lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Problem("another `make run` is using .run/ already; stop it first") from None
    return lock


def model_server(settings, children):
    """The servers behind the gateway: the person's own, or the tiny model, started here."""
    if settings.upstream:
        return upstream.probe(settings.upstream, settings.upstream_key)
    return upstream.start_tiny_model(settings, children)


def run(settings, children):
    settings.check_ports()
    servers = model_server(settings, children)
    made = house.furnish(settings, servers)
    gateway = children.start("the gateway", [settings.binary, "serve", "--config", settings.configuration],
                             stdout=settings.access_log(), env=house.environment())
    house.wait_until_ready(settings, children)
    welcome.write_environment(settings, made)
    welcome.show(settings, servers)
    children.wait(gateway)


def main():
    # A shell starts background jobs with SIGINT ignored; here it always means stop.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings, children = Settings.read(), Children()
    try:
        lock = only_one(settings)
        run(settings, children)
    except KeyboardInterrupt:
        print(STOPPED, flush=True)
        code = 0
    except Problem as problem:
        print(f"run: {problem}", file=sys.stderr, flush=True)
        code = 1
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children.stop()
    sys.exit(code)


main()
