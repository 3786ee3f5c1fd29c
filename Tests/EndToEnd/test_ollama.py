"""The `ollama` package, unmodified, through the gateway to a server of Ollama's protocol."""

import ollama
import pytest

from asking import KNOWN, QUESTION, chat

MODEL = "tiny:latest"


@pytest.fixture
def ana(clients, keys):
    return clients.ollama(keys.ana)


def test_chat(ana):
    answer = ana.chat(MODEL, messages=chat())
    assert KNOWN in answer.message.content and answer.done_reason == "stop"
    assert answer.prompt_eval_count > 0 and answer.eval_count > 5


def test_chat_streamed(ana):
    pieces = list(ana.chat(MODEL, messages=chat(), stream=True))
    assert KNOWN in "".join(piece.message.content for piece in pieces)
    assert [piece.done for piece in pieces].count(True) == 1 and pieces[-1].eval_count > 5


def test_generate(ana):
    assert KNOWN in ana.generate(MODEL, prompt=QUESTION).response


def test_generate_streamed(ana):
    assert KNOWN in "".join(piece.response for piece in ana.generate(MODEL, prompt=QUESTION, stream=True))


def test_embed(ana):
    answer = ana.embed(MODEL, input=["a key", "a gate"])
    assert [len(vector) for vector in answer.embeddings] == [160, 160]


def test_show(ana):
    assert ana.show(MODEL).details.family == "llama"


def test_list_shows_what_the_caller_may_use(ana):
    names = {model.model for model in ana.list().models}
    assert "tiny-secret" not in names and MODEL in names


def test_model_of_another_dialect(ana, untouched):
    with pytest.raises(ollama.ResponseError) as refusal:
        ana.chat("tiny", messages=chat())
    assert refusal.value.status_code == 404 and "openai" in refusal.value.error


def test_wrong_key(clients, untouched):
    with pytest.raises(ollama.ResponseError) as refusal:
        clients.ollama("cs_nobody").chat(MODEL, messages=chat())
    assert refusal.value.status_code == 401 and refusal.value.error


def test_denied_action(clients, keys, untouched):
    with pytest.raises(ollama.ResponseError) as refusal:
        clients.ollama(keys.ben).embed(MODEL, input="a key")
    assert refusal.value.status_code == 403 and refusal.value.error


def test_management_does_not_exist(ana, untouched):
    with pytest.raises(ollama.ResponseError) as refusal:
        ana.pull(MODEL)
    assert refusal.value.status_code == 404
    with pytest.raises(ollama.ResponseError):
        ana.delete(MODEL)
