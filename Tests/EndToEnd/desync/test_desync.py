"""The gateway's reading of odd requests beside that of h11 and of the servers behind it: no request more, none less."""

import os
from pathlib import Path

import pytest

import judging
import payloads
import servers
from processes import ROOT
from replay import Stage

VECTORS = Path(os.environ.get("COUNTERSIGN_VECTORS") or ROOT / ".." / "shared" / "vectors")
#: How many mutations beside the corpora, and from which seed.
COUNT = int(os.environ.get("DESYNC_COUNT") or 500)
SEED = int(os.environ.get("DESYNC_SEED") or 1)


@pytest.fixture(scope="module", params=(os.environ.get("DESYNC_SERVERS") or "nginx,h11").split(","))
def stage(request, make_gateway, tmp_path_factory):
    made = Stage(make_gateway, servers.KINDS[request.param](tmp_path_factory.mktemp("server")))
    yield made
    made.close()


@pytest.mark.skipif(not VECTORS.is_dir(), reason="no vectors here; `make vectors` fetches them")
def test_corpora(stage):
    judge(stage, [*payloads.of_llhttp(VECTORS), *payloads.of_guardian(VECTORS)])


def test_mutations(stage):
    judge(stage, list(payloads.Mutator(SEED).payloads(COUNT)))


def judge(stage, found):
    problems = examine(stage, found, quiet=0.5)
    if problems:
        # On a busy machine an answer may have been waited for too shortly: what is doubtful is asked again, in peace.
        doubtful = [payload for payload, _ in problems if payload]
        problems = [problem for problem in problems if not problem[0]] + examine(stage, doubtful, quiet=5)
    if problems:
        lines = [f"{payload.name if payload else stage.server.name}: {problem}" for payload, problem in problems]
        pytest.fail(f"{len(lines)} divergences:\n" + "\n".join(lines[:40]), pytrace=False)


def examine(stage, found, quiet):
    """(payload or None, problem) of every divergence."""
    conversations, forwarded, seen = stage.play(found, quiet)
    problems = [(None, text) for text in judging.between_gateway_and_server(conversations, forwarded, seen)]
    for conversation in conversations:
        for check in (judging.of_refusals(conversation), judging.against_h11(conversation, forwarded)):
            problems += [(conversation.payload, f"{text}: {conversation.wire[:400]!r}") for text in check]
    print(f"{len(found)} payloads, {len(forwarded)} forwarded, {len(seen)} seen by {stage.server.name}")
    assert len(found) < 100 or len(forwarded) > len(found) / 20, "hardly anything was forwarded"
    return problems
