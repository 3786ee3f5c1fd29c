"""What a person pastes next."""

import os
import shlex

import house

CHAT = '{"model": "%s", "messages": [{"role": "user", "content": "What is Countersign?"}]}'
CLIENT = """from openai import OpenAI
answer = OpenAI().chat.completions.create(
    model="%s", messages=[{"role": "user", "content": "Who are you?"}], stream=True)
for piece in answer:
    print(piece.choices[0].delta.content or "", end="", flush=True)
print()"""


def write_environment(settings, made):
    """`.run/env`, for `source`; only its owner may read it."""
    values = {"OPENAI_BASE_URL": f"https://localhost:{settings.port}/v1", "OPENAI_API_KEY": made["key"],
              "SSL_CERT_FILE": os.path.abspath(made["authority"])}
    text = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in values.items())
    house.write_private(settings.folder / "env", text)


def show(settings, servers):
    model = servers[0].models[0]
    source = shlex.quote(str(settings.folder / "env"))
    python = shlex.quote(str(settings.python))
    binary, configuration = shlex.quote(str(settings.binary)), shlex.quote(str(settings.configuration))
    print(f"""
Countersign is ready on https://localhost:{settings.port}, in front of the model {model}.
Ctrl-C stops everything. Paste into another terminal:

source {source}

curl --cacert "$SSL_CERT_FILE" "$OPENAI_BASE_URL/chat/completions" \\
  -H "Authorization: Bearer $OPENAI_API_KEY" -H 'Content-Type: application/json' \\
  -d '{CHAT % model}'

{python} - <<'END'
{CLIENT % model}
END

sleep 2  # the log is signed once a second; each call is an intent and an outcome in it
{binary} audit tail --config {configuration}
{binary} audit verify --config {configuration}

Health and metrics: http://127.0.0.1:{settings.admin_port}/readyz and /metrics.
All files, access.log too, are in {settings.folder}.
""", flush=True)
