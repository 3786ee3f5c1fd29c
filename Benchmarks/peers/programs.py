"""Programs of a comparison: started on one core, their CPU time read from the kernel, ended with all they began."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """A process and its children, pinned to one core."""

    def __init__(self, name, command, core, folder, **variables):
        self.name, self.output = name, Path(folder) / f"{name}.out"
        self.process = subprocess.Popen(
            ["taskset", "-c", str(core), *map(str, command)], stdin=subprocess.DEVNULL, stdout=open(self.output, "wb"),
            stderr=subprocess.STDOUT, env=os.environ | {key: str(value) for key, value in variables.items()},
            start_new_session=True)

    def processes(self):
        found, left = [], [self.process.pid]
        while left:
            pid = left.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                left += map(int, task.read_text().split())
        return found

    def cpu_nanoseconds(self):
        """What all threads of all processes have used, as the scheduler counts it."""
        return sum(int(file.read_text().split()[0])
                   for pid in self.processes() for file in Path(f"/proc/{pid}/task").glob("*/schedstat"))

    def resident_kilobytes(self):
        return sum(int(line.split()[1]) for pid in self.processes()
                   for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS:"))

    def wait_for(self, port, seconds=60):
        """Until it listens; ends the run with its own words where it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                time.sleep(0.05)
        sys.exit(f"{self.name} does not listen on port {port}:\n{self.output.read_text(errors='replace')[-2000:]}")

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(10)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
