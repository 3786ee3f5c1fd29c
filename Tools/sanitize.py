"""Runs the tests of what handles memory and threads under a sanitizer: `sanitize.py address|thread REPORT`.

First a control: a program with the very mistake must be reported. Each sanitizer builds in a folder of its own.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Suites whose code owns memory, descriptors or threads. Tests that measure time or end processes stay out.
SELECTION = "BytesTests|HTTPTests|TransportTests|ProxyTests|AuditTests|CredentialCacheTests|FuzzTests"
LEFT_OUT = "SlowTests|SpeedTests|CostTests|ListenerTests|SuddenEndTests|CrashTests"
NAMES = {"address": "AddressSanitizer", "thread": "ThreadSanitizer"}
SECONDS = 1500


def environment():
    """Leaks are not looked for: Swift's runtime keeps metadata for ever. A report ends the program at once."""
    return {**os.environ, "ASAN_OPTIONS": "detect_leaks=0:symbolize=0", "TSAN_OPTIONS": "halt_on_error=1",
            "SWIFT_BACKTRACE": "enable=no", "SEEDS": "300"}


def control(kind):
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / kind
        subprocess.run(["swiftc", "-Onone", "-use-ld=lld", f"-sanitize={kind}", "-o", program,
                        ROOT / "Tests" / "Sanitizers" / f"{kind}.swift"], check=True)
        done = subprocess.run([program], capture_output=True, text=True, env=environment(), timeout=60)
    if done.returncode == 0 or NAMES[kind] not in done.stderr:
        sys.exit(f"sanitize: the control was not reported by {NAMES[kind]}: {done.stderr[-500:]}")
    print(f"sanitize: {NAMES[kind]} reports its control", flush=True)


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in NAMES:
        sys.exit("usage: sanitize.py address|thread REPORT")
    kind, report = sys.argv[1:]
    control(kind)
    common = ["--sanitize", kind, "--scratch-path", ROOT / ".build" / f"sanitize-{kind}", "-Xswiftc", "-use-ld=lld"]
    subprocess.run(["swift", "build", "--build-tests", *common], cwd=ROOT, check=True)
    words = ["swift", "test", "--skip-build", *common, "--xunit-output", report, "--filter", SELECTION, "--skip",
        LEFT_OUT]
    return subprocess.run(words, cwd=ROOT, env=environment(), timeout=SECONDS).returncode


if __name__ == "__main__":
    sys.exit(main())
