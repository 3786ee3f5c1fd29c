"""Runs every check in turn and ends with one count of all of them. Started by test.sh."""

import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as XML
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ["swift", "build", "--build-tests", "--explicit-target-dependency-import-check", "error"]
FORMAT = ["swift", "format", "lint", "--strict", "--recursive", "Package.swift", "Sources", "Tests", "Tools",
          "Benchmarks"]
FOUND_NONE = 5  # pytest's exit code where nothing was collected


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    steps: list = field(default_factory=list)

    def add(self, name, passed, failed, skipped, seconds):
        self.passed, self.failed, self.skipped = self.passed + passed, self.failed + failed, self.skipped + skipped
        self.steps.append(f"{name:<12} {sentence(passed, failed, skipped)}  ({seconds:.0f} s)")


def sentence(passed, failed, skipped):
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def announce(name, command):
    print(f"\n== {name}: {' '.join(map(str, command))}", flush=True)


def check(count, name, command):
    """A step that is right or wrong as a whole; returns whether it was right."""
    announce(name, command)
    began = time.monotonic()
    right = subprocess.run(command, cwd=ROOT).returncode == 0
    count.add(name, int(right), int(not right), 0, time.monotonic() - began)
    return right


def tally(report):
    """(passed, failed, skipped) of a JUnit report; an absent or broken one counts nothing."""
    try:
        suites = list(XML.parse(report).iter("testsuite"))
    except (OSError, XML.ParseError):
        return 0, 0, 0
    total, failures, errors, skipped = (
        sum(int(suite.get(name) or 0) for suite in suites) for name in ("tests", "failures", "errors", "skipped"))
    failed = failures + errors
    return total - failed - skipped, failed, skipped


def suite(count, name, command, reports, fine=(0,)):
    """A test program that writes JUnit reports. One that ends badly without a failed test counts as one failure."""
    announce(name, command)
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT).returncode
    tallies = [tally(report) for report in reports]
    passed, failed, skipped = (sum(column) for column in zip(*tallies))
    if code not in fine and failed == 0:
        print(f"{name} ended with code {code}", flush=True)
        failed = 1
    count.add(name, passed, failed, skipped, time.monotonic() - began)


def swift_test(count, scratch, selection):
    """Swift Testing writes its report beside the named one; the named one is XCTest's, which has none of ours."""
    report = scratch / "swift.xml"
    command = ["swift", "test", "--skip-build", "--xunit-output", report, *selection]
    suite(count, "swift test", command, [scratch / "swift-swift-testing.xml"])


def end_to_end(count, scratch, selection, fine=(0,)):
    report = scratch / "pytest.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *selection]
    suite(count, "end to end", command, [report], fine)


def everyday(count, scratch):
    check(count, "tidy", ["swift", "run", "tidy"])
    check(count, "format", FORMAT)
    if check(count, "build", BUILD):
        swift_test(count, scratch, ["--skip", "SlowTests"])
        end_to_end(count, scratch, ["Tests/EndToEnd", "--ignore=Tests/EndToEnd/slow"])


def slow(count, scratch):
    if check(count, "build", BUILD):
        swift_test(count, scratch, ["--filter", "SlowTests"])
        end_to_end(count, scratch, ["Tests/EndToEnd/slow"], fine=(0, FOUND_NONE))


def sanitize(count, scratch):
    for kind in ("address", "thread"):
        report = scratch / f"{kind}.xml"
        suite(count, f"{kind} sanitizer", [sys.executable, ROOT / "Tools" / "sanitize.py", kind, report],
              [scratch / f"{kind}-swift-testing.xml"])


def main():
    kinds = {"everyday": everyday, "slow": slow, "sanitize": sanitize}
    if len(sys.argv) != 2 or sys.argv[1] not in kinds:
        sys.exit(f"usage: test.py {'|'.join(kinds)}")
    count = Count()
    with tempfile.TemporaryDirectory(prefix="countersign-tests-") as scratch:
        kinds[sys.argv[1]](count, Path(scratch))
    print("\n" + "\n".join(count.steps) + "\n\n" + sentence(count.passed, count.failed, count.skipped), flush=True)
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
