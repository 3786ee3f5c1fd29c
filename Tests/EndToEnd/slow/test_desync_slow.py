"""The same as desync/test_desync.py with more mutations, in front of every server there is; a new seed each time."""

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "desync"))

import payloads  # noqa: E402
import servers  # noqa: E402
from replay import Stage  # noqa: E402
# The corpora are played here too, in front of the servers below.
from test_desync import judge, test_corpora  # noqa: E402, F401

COUNT = 4000


@pytest.fixture(scope="module", params=servers.KINDS)
def stage(request, make_gateway, tmp_path_factory):
    made = Stage(make_gateway, servers.KINDS[request.param](tmp_path_factory.mktemp("server")))
    yield made
    made.close()


def test_many_mutations(stage):
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}: DESYNC_SEED={seed} DESYNC_COUNT={COUNT} plays it again")
    judge(stage, list(payloads.Mutator(seed).payloads(COUNT)))
