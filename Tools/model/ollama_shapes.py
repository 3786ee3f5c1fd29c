"""Ollama's requests as llama.cpp's, and llama.cpp's answers as Ollama's. Pure functions, no I/O."""

import json
from datetime import datetime, timezone

from llama_client import Refused

# Ollama's `options` and what llama.cpp calls them.
OPTIONS = {
    "num_predict": "max_tokens", "temperature": "temperature", "top_k": "top_k", "top_p": "top_p", "min_p": "min_p",
    "typical_p": "typical_p", "seed": "seed", "stop": "stop", "repeat_penalty": "repeat_penalty",
    "repeat_last_n": "repeat_last_n", "presence_penalty": "presence_penalty", "frequency_penalty": "frequency_penalty",
}


def now():
    return datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")


def sampling(request):
    """llama.cpp's sampling fields for a request's `options` and `format`."""
    options = request.get("options") or {}
    fields = {OPTIONS[name]: value for name, value in options.items() if name in OPTIONS}
    wanted = request.get("format")
    if wanted == "json":
        fields["response_format"] = {"type": "json_object"}
    elif isinstance(wanted, dict):
        fields["response_format"] = {"type": "json_schema", "json_schema": {"schema": wanted}}
    return fields


def refuse_what_it_cannot(request, name):
    """Tools and images are refused in Ollama's words, as it does for a model without them."""
    if request.get("tools"):
        raise Refused(400, f"{name} does not support tools")
    if request.get("images") or any(message.get("images") for message in request.get("messages") or []):
        raise Refused(400, f"{name} does not support images")


def chat_messages(request):
    """`/api/chat` messages, reduced to what a text model reads."""
    return [{"role": message.get("role", "user"), "content": message.get("content", "")}
            for message in request["messages"]]


def generate_messages(request):
    """`/api/generate` as a conversation: an optional system message and the prompt."""
    system = [{"role": "system", "content": request["system"]}] if request.get("system") else []
    return [*system, {"role": "user", "content": request["prompt"]}]


def nanoseconds(milliseconds):
    return round(milliseconds * 1e6)


def figures(usage, timings, finish):
    """The last object's figures: token counts and durations in nanoseconds, all measured by llama.cpp."""
    prompt, answer = timings.get("prompt_ms", 0), timings.get("predicted_ms", 0)
    return {
        "done": True, "done_reason": "length" if finish == "length" else "stop",
        "total_duration": nanoseconds(prompt + answer), "load_duration": 0,
        "prompt_eval_count": usage.get("prompt_tokens", 0), "prompt_eval_duration": nanoseconds(prompt),
        "eval_count": usage.get("completion_tokens", 0), "eval_duration": nanoseconds(answer),
    }


class Form:
    """How one of the two text endpoints spells a piece of an answer."""

    def __init__(self, model, chat):
        self.model, self.chat = model, chat

    def piece(self, text, rest):
        """One object of an answer. rest: `{"done": False}`, or the figures of the last object."""
        spelled = {"message": {"role": "assistant", "content": text}} if self.chat else {"response": text}
        return {"model": self.model, "created_at": now(), **spelled, **rest}

    def loaded(self):
        """What a request without messages or prompt gets: the model is loaded, nothing was asked."""
        return self.piece("", {"done": True, "done_reason": "load"})


def text_of(choice):
    """The text in a choice of any of llama.cpp's forms: streamed chat, plain chat, completion."""
    body = choice.get("delta") or choice.get("message") or choice
    return body.get("content") or body.get("text") or ""


def events(lines):
    """The JSON objects of a server-sent event stream, until its end."""
    for line in lines:
        if line.startswith(b"data: ") and line.strip() != b"data: [DONE]":
            yield json.loads(line[6:])
