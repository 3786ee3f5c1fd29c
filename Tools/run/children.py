"""The processes started here: they end together, whoever ends first, and never outlive this process."""

import ctypes
import signal
import subprocess
import time

from problem import Problem

GRACE = 15.0  # seconds a process may take to end before it is killed
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def end_with_parent():
    """In the child, before it becomes its program: the kernel sends SIGTERM when this process ends, however."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Children:
    def __init__(self):
        self.running = {}

    def start(self, name, command, **options):
        """Start a process in a session of its own, so that Ctrl-C reaches it only through `stop`, in order."""
        child = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=end_with_parent, **options)
        self.running[child] = name
        return child

    def check(self):
        """Say so when a process ended by itself."""
        for child, name in self.running.items():
            if child.poll() is not None:
                raise Problem(f"{name} ended by itself ({self.cause(child)}); everything else is stopped")

    def wait(self, child):
        """Stay until any of them ends."""
        while True:
            self.check()
            time.sleep(0.2)

    def stop(self):
        """Ask the last started to end first: the gateway drains while the model still answers."""
        for child in reversed(self.running):
            if child.poll() is None:
                child.terminate()
                self.reap(child)

    def reap(self, child):
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    @staticmethod
    def cause(child):
        code = child.returncode
        return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
