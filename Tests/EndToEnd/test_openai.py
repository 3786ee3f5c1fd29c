"""The `openai` package, unmodified, through the gateway to llama.cpp."""

import openai
import pytest

from asking import KNOWN, LONG, QUESTION, chat


@pytest.fixture
def ana(clients, keys):
    return clients.openai(keys.ana)


def test_chat(ana):
    answer = ana.chat.completions.create(model="tiny", messages=chat())
    assert KNOWN in answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.prompt_tokens > 0 and answer.usage.completion_tokens > 5


def test_chat_streamed(ana):
    pieces = list(ana.chat.completions.create(model="tiny", messages=chat(), stream=True))
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces)
    assert KNOWN in text and len(pieces) > 5


def test_stream_has_no_usage_unless_asked(ana):
    pieces = list(ana.chat.completions.create(model="tiny", messages=chat(), stream=True))
    assert all(piece.choices for piece in pieces), "the gateway's own usage chunk reached a client that did not ask"
    assert all(piece.usage is None for piece in pieces)


def test_stream_has_usage_when_asked(ana):
    options = {"include_usage": True}
    last = list(ana.chat.completions.create(model="tiny", messages=chat(), stream=True, stream_options=options))[-1]
    assert not last.choices and last.usage.completion_tokens > 5


def test_alias_is_the_same_model(ana):
    assert KNOWN in ana.chat.completions.create(model="small", messages=chat()).choices[0].message.content


def test_completions(ana):
    answer = ana.completions.create(model="tiny", prompt="Countersign is", max_tokens=12)
    assert "gateway" in answer.choices[0].text and answer.usage.completion_tokens == 12


def test_embeddings(ana):
    answer = ana.embeddings.create(model="tiny", input=["a key", "a gate"])
    assert [len(entry.embedding) for entry in answer.data] == [160, 160]
    assert answer.usage.prompt_tokens > 0


def test_responses(ana):
    answer = ana.responses.create(model="tiny", input=QUESTION, store=False)
    assert KNOWN in answer.output_text and answer.usage.output_tokens > 5


def test_responses_streamed(ana):
    events = list(ana.responses.create(model="tiny", input=QUESTION, stream=True, store=False))
    assert KNOWN in "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert events[-1].type == "response.completed"


def test_models_are_those_the_caller_may_use(ana):
    names = {model.id for model in ana.models.list()}
    assert names == {"tiny", "tiny:latest"}, "tiny-secret exists, but not for Ana"


def test_one_model(ana):
    assert ana.models.retrieve("tiny").id == "tiny"
    with pytest.raises(openai.PermissionDeniedError):
        ana.models.retrieve("tiny-secret")


def test_long_answer_arrives_whole(ana):
    answer = ana.chat.completions.create(model="tiny", messages=chat(LONG)).choices[0].message.content
    assert answer.startswith("one, two, three") and answer.endswith("forty-nine, fifty.")


def test_openai_paths_of_ollama(ana):
    assert KNOWN in ana.chat.completions.create(model="tiny:latest", messages=chat()).choices[0].message.content
