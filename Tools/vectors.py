#!/usr/bin/env python3
"""Fetches the conformance vectors of Tests/vectors.json from upstream, or checks a folder that holds them.

    vectors.py                     fetch each source at its commit into Tests/.vectors (needs git and a network)
    vectors.py --check FOLDER      compare FOLDER with the manifest; 0 when all that is there is as recorded
    vectors.py --record FOLDER     write FOLDER's digests into the manifest, after a source was updated

The digest of a source is the SHA-256 of what `sha256sum` prints for its files, sorted by path.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "Tests" / "vectors.json"


def matching(folder, patterns):
    """The files below the folder that any pattern names, as sorted relative paths."""
    found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return sorted((path.relative_to(folder).as_posix() for path in found), key=str.encode)


def digest(folder, paths):
    """The tree digest of these files."""
    lines = (f"{hashlib.sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in paths)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def difference(source, folder):
    """What is wrong with a folder that should hold this source, or None."""
    paths = matching(folder, source["files"])
    if len(paths) != source["count"]:
        return f"{len(paths)} files instead of {source['count']}"
    return None if digest(folder, paths) == source["sha256"] else "the files are not those recorded"


def git(folder, *words):
    done = subprocess.run(["git", "-C", folder, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"git {words[0]} failed")


def fetch(source, into):
    """One source at its commit, checked, moved into place only when it is what was recorded."""
    with tempfile.TemporaryDirectory() as scratch:
        git(scratch, "init", "--quiet")
        git(scratch, "fetch", "--quiet", "--depth", "1", source["repository"], source["commit"])
        git(scratch, "checkout", "--quiet", "FETCH_HEAD")
        tree, chosen = Path(scratch) / source["path"], Path(scratch) / ".chosen"
        for path in matching(tree, source["files"]):
            (chosen / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(tree / path, chosen / path)
        if wrong := difference(source, chosen):
            raise RuntimeError(wrong)
        shutil.rmtree(into / source["name"], ignore_errors=True)
        shutil.copytree(chosen, into / source["name"])


def fetch_all(sources, into):
    """Fetch what is missing or different; returns how many failed."""
    failed = 0
    for source in sources:
        if difference(source, into / source["name"]) is None:
            print(f"{source['name']}: here already")
            continue
        try:
            fetch(source, into)
            print(f"{source['name']}: {source['count']} files at {source['commit'][:12]}")
        except RuntimeError as error:
            failed += 1
            print(f"{source['name']}: {error}", file=sys.stderr)
    print(f"\nexport COUNTERSIGN_VECTORS={into}")
    return failed


def check_all(sources, folder):
    """Compare; returns how many differ. A source that is absent is said, and is no difference."""
    differing = 0
    for source in sources:
        here = folder / source["name"]
        wrong = difference(source, here) if here.is_dir() else None
        differing += wrong is not None
        print(f"{source['name']}: {wrong or ('as recorded' if here.is_dir() else 'absent')}")
    return differing


def record_all(manifest, folder):
    for source in manifest["sources"]:
        paths = matching(folder / source["name"], source["files"])
        source["count"], source["sha256"] = len(paths), digest(folder / source["name"], paths)
    MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--manifest", type=Path, default=MANIFEST)
    parser.add_argument("--into", type=Path, default=ROOT / "Tests" / ".vectors")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", type=Path, metavar="FOLDER")
    action.add_argument("--record", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    manifest = json.loads(options.manifest.read_text())
    if options.record:
        return record_all(manifest, options.record)
    if options.check:
        return 1 if check_all(manifest["sources"], options.check) else 0
    return 1 if fetch_all(manifest["sources"], options.into) else 0


if __name__ == "__main__":
    sys.exit(main())
