"""The model servers behind the gateway: found at UPSTREAM, or the tiny model, started here."""

import json
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass

from problem import Problem
from settings import ROOT, is_free

PATIENCE = 5.0


@dataclass
class Server:
    """One upstream of the configuration, and the names its server has for its models."""

    name: str
    url: str
    apis: list
    models: list
    key_file: str | None = None
    key: str | None = None


def ask(url, key):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


def listed(url, key, path, field, name):
    """Names in a model list, or None where the server has no such list."""
    try:
        return [entry[name] for entry in ask(url + path, key)[field]]
    except (urllib.error.HTTPError, ValueError, KeyError, TypeError):
        return None
    except OSError as error:
        raise Problem(f"UPSTREAM={url} does not answer: {getattr(error, 'reason', error)}") from None


def probe(url, key):
    """The person's own server. Ollama is known by its own listing; it speaks OpenAI's paths as well."""
    url = url.removesuffix("/v1")
    tags = listed(url, key, "/api/tags", "models", "name")
    if tags is not None:
        return [Server("own", url, ["ollama"], named(tags, url), key=key)]
    models = listed(url, key, "/v1/models", "data", "id")
    if models is None:
        raise Problem(f"UPSTREAM={url} answers neither /api/tags nor /v1/models; is it a model server?"
                      " If it asks for a key, set UPSTREAM_KEY.")
    return [Server("own", url, ["openai"], named(models, url), key=key)]


def named(models, url):
    if not models:
        raise Problem(f"UPSTREAM={url} has no models; pull or load one first")
    return models


def ports(settings):
    """The tiny model's two ports: those of the last run while they are free, else any."""
    noted = settings.folder / "model-ports"
    if noted.exists():
        last = [int(word) for word in noted.read_text().split()]
        if all(is_free(port) for port in last):
            return last
    return [0, 0]


def start_tiny_model(settings, children):
    """Start Tools/model/serve.py and wait for its one line."""
    port, ollama_port = ports(settings)
    key_file = settings.folder / "model.key"
    child = children.start("the model server", [
        sys.executable, ROOT / "Tools" / "model" / "serve.py", "--with-parent", "--key-file", key_file,
        "--port", port, "--ollama-port", ollama_port], stdout=-1, text=True)
    words = child.stdout.readline().split()
    if not words or words[0] != "ready":
        raise Problem("the model server did not start; its own message is above")
    llama, ollama = (word.split("=", 1)[1] for word in words[1:])
    (settings.folder / "model-ports").write_text(" ".join(url.rsplit(":", 1)[1] for url in (llama, ollama)) + "\n")
    return [Server("llama", llama, ["openai", "anthropic"], ["countersign-tiny"], key_file="model.key"),
            Server("ollama", ollama, ["ollama"], ["countersign-tiny:latest"], key_file="model.key")]
