"""The vectors' manifest and the program that fetches and checks them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from processes import ROOT

PROGRAM = ROOT / "Tools" / "vectors.py"
HERE = Path(os.environ.get("COUNTERSIGN_VECTORS") or ROOT / ".." / "shared" / "vectors")


def run(*words):
    return subprocess.run([sys.executable, PROGRAM, *map(str, words)], capture_output=True, text=True)


@pytest.mark.skipif(not HERE.is_dir(), reason="no vectors here; `make vectors` fetches them")
def test_vectors_here_are_those_recorded():
    done = run("--check", HERE)
    assert done.returncode == 0, done.stdout


@pytest.fixture
def upstream(tmp_path):
    """A repository with two vectors in a folder, and a manifest that names them."""
    folder = tmp_path / "upstream"
    (folder / "vectors").mkdir(parents=True)
    for name in ("a", "b"):
        (folder / "vectors" / f"{name}.json").write_text(f'"{name}"')
    for words in (["init", "--quiet"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit",
                                                     "--quiet", "--message", "vectors"]):
        subprocess.run(["git", "-C", folder, *words], check=True)
    commit = subprocess.run(["git", "-C", folder, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
    source = {"name": "letters", "repository": folder.as_uri(), "commit": commit, "path": "vectors", "licence": "CC0",
              "files": ["*.json"], "count": 2,
              "sha256": "043f660cb339b1e8fc828c17cb9048e1ea23f54b0612a2fefd915f807271ec84"}
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"sources": [source]}))
    return manifest


def test_fetched_from_upstream(upstream, tmp_path):
    into = tmp_path / "into"
    done = run("--manifest", upstream, "--into", into)
    assert done.returncode == 0, done.stderr
    assert (into / "letters" / "b.json").read_text() == '"b"'
    assert f"export COUNTERSIGN_VECTORS={into}" in done.stdout
    assert "here already" in run("--manifest", upstream, "--into", into).stdout


def test_other_files_than_recorded_are_refused(upstream, tmp_path):
    upstream.write_text(upstream.read_text().replace("043f66", "000000"))
    done = run("--manifest", upstream, "--into", tmp_path / "into")
    assert done.returncode == 1 and not (tmp_path / "into" / "letters").exists()
