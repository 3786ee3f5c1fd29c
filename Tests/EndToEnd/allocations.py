"""What each thread of a running gateway allocates: counted by a library that stands in front of its allocator."""

import collections
import ctypes
import mmap
import subprocess
from pathlib import Path

from processes import ROOT

SOURCE = ROOT / "Benchmarks" / "Allocations" / "Allocations.c"
THREADS, STACKS, DEPTH = 256, 4096, 24  # as in Allocations.c


class ThreadCount(ctypes.LittleEndianStructure):
    _fields_ = [("thread", ctypes.c_uint64), ("count", ctypes.c_uint64), ("bytes", ctypes.c_uint64)]


class StackCount(ctypes.LittleEndianStructure):
    _fields_ = [("key", ctypes.c_uint64), ("count", ctypes.c_uint64), ("bytes", ctypes.c_uint64),
                ("depth", ctypes.c_uint64), ("frames", ctypes.c_uint64 * DEPTH)]


class Shared(ctypes.LittleEndianStructure):
    _fields_ = [("threads", ctypes.c_uint64), ("watched", ctypes.c_uint64), ("lost", ctypes.c_uint64),
                ("counts", ThreadCount * THREADS), ("stacks", StackCount * STACKS)]


class AllocationCounter:
    """Preloaded into one process; `variables` go into its environment before it starts."""

    def __init__(self, folder):
        library, file = folder / "allocations.so", folder / "allocations"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-I", SOURCE.parent / "include", "-o", library, SOURCE],
                       check=True)
        file.write_bytes(bytes(ctypes.sizeof(Shared)))
        with open(file, "r+b") as opened:
            self.shared = Shared.from_buffer(mmap.mmap(opened.fileno(), ctypes.sizeof(Shared)))
        self.variables = {"LD_PRELOAD": str(library), "ALLOCATIONS_FILE": str(file)}

    def thread(self, process, name):
        """The id of the thread that is called `name`, such as loop-0."""
        for task in Path(f"/proc/{process.pid}/task").iterdir():
            if (task / "comm").read_text().strip() == name:
                return int(task.name)
        raise AssertionError(f"the gateway has no thread {name}")

    def count(self, thread):
        return sum(slot.count for slot in self.shared.counts if slot.thread == thread)

    def watch(self, thread):
        """From now on the call stacks of this thread's allocations are kept; 0 ends it."""
        self.shared.watched = thread

    def clear(self):
        """Forgets the call stacks."""
        ctypes.memset(ctypes.addressof(self.shared.stacks), 0, ctypes.sizeof(self.shared.stacks))

    def stacks(self):
        """(count, bytes, addresses from the inside out), the most frequent first."""
        found = [(entry.count, entry.bytes, list(entry.frames[:entry.depth]))
                 for entry in self.shared.stacks if entry.key]
        return sorted(found, reverse=True)


class Symbols:
    """The functions of a running process's program by address."""

    def __init__(self, process):
        self.program = Path(f"/proc/{process.pid}/exe").resolve()
        lines = Path(f"/proc/{process.pid}/maps").read_text().splitlines()
        own = [line.split()[0].split("-") for line in lines if line.endswith(str(self.program))]
        self.start, self.end = int(own[0][0], 16), int(own[-1][1], 16)

    def names(self, addresses):
        """Where each address is: a demangled function, or `elsewhere` for a library's."""
        inside = sorted({address for address in addresses if self.start <= address < self.end})
        asked = "\n".join(hex(address - self.start - 1) for address in inside)
        found = subprocess.run(["addr2line", "-f", "-e", self.program], input=asked, text=True, check=True,
                               capture_output=True).stdout.splitlines()[::2]
        readable = subprocess.run(["swift", "demangle", "--compact", "--simplified"], input="\n".join(found), text=True,
                                  check=True, capture_output=True).stdout.splitlines()
        return collections.defaultdict(lambda: "elsewhere", zip(inside, readable))


def report(counter, process, units, most=40):
    """The stacks that allocate, as text, with allocations per unit (a request, a chunk)."""
    stacks = counter.stacks()[:most]
    names = Symbols(process).names([frame for _, _, frames in stacks for frame in frames])
    parts = []
    for count, size, frames in stacks:
        way = [names[frame] for frame in frames]
        kept = [name for name in way if name != "elsewhere"]
        parts.append(f"{count / units:8.3f} a unit, {size / count:6.0f} bytes each\n"
                     + "\n".join(f"             {name}" for name in kept[:14]))
    return "\n".join(parts)
