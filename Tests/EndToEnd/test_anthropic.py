"""The `anthropic` package, unmodified: its key travels in x-api-key."""

import anthropic
import pytest

from asking import KNOWN, chat


@pytest.fixture
def ana(clients, keys):
    return clients.anthropic(keys.ana)


def test_message(ana):
    answer = ana.messages.create(model="tiny", max_tokens=100, messages=chat())
    assert KNOWN in answer.content[0].text and answer.stop_reason == "end_turn"
    assert answer.usage.output_tokens > 5


def test_message_streamed(ana):
    with ana.messages.stream(model="tiny", max_tokens=100, messages=chat()) as stream:
        assert KNOWN in "".join(stream.text_stream)
        assert stream.get_final_message().usage.output_tokens > 5


def test_count_tokens(ana):
    assert ana.messages.count_tokens(model="tiny", messages=chat()).input_tokens > 5


def test_models(ana):
    assert "tiny" in {model.id for model in ana.models.list()}


def test_wrong_key(clients):
    with pytest.raises(anthropic.AuthenticationError) as refusal:
        clients.anthropic("cs_nobody").messages.create(model="tiny", max_tokens=5, messages=chat())
    assert refusal.value.body["type"] == "error"
    assert refusal.value.body["error"]["type"] == "authentication_error"


def test_denied_model(ana):
    with pytest.raises((anthropic.PermissionDeniedError, anthropic.NotFoundError)) as refusal:
        ana.messages.create(model="tiny-secret", max_tokens=5, messages=chat())
    assert refusal.value.body["type"] == "error" and refusal.value.body["error"]["message"]
