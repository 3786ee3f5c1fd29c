"""One model server and one gateway for all tests of a session; a test that stops or changes a gateway makes its own."""

import sys
from types import SimpleNamespace

import anthropic
import httpx
import ollama
import openai
import pytest

from processes import ROOT, ModelServer

sys.path.insert(0, str(ROOT / "Tools" / "run"))

from gateway import Gateway  # noqa: E402
from issuer import Issuer  # noqa: E402
from relay import Relay  # noqa: E402

IDENTITY = """
identity:
  local: {{ enabled: true }}
  jwt:
    - {{ name: ci, issuer: "https://ci.example.org", audience: models, algorithms: [ES256], jwks_file: "{file}" }}
    - {{ name: web, issuer: "https://web.example.org", audience: models, algorithms: [ES256], jwks_url: "{url}" }}
"""


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    server = ModelServer(tmp_path_factory.mktemp("model"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def relays(model):
    """What the gateway believes to be its model servers; everything it sends is on record there."""
    both = SimpleNamespace(llama=Relay(model.llama), ollama=Relay(model.ollama))
    yield both
    both.llama.close()
    both.ollama.close()


@pytest.fixture(scope="session")
def issuers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("issuers")
    both = SimpleNamespace(ci=Issuer("https://ci.example.org", folder / "ci.json"),
                           web=Issuer("https://web.example.org"))
    yield both
    both.ci.close()
    both.web.close()


@pytest.fixture(scope="session")
def make_gateway(model, relays, issuers, tmp_path_factory):
    """Makes gateways that are stopped at the end."""
    made = []

    def make():
        identity = IDENTITY.format(file=issuers.ci.file, url=issuers.web.keys_url)
        gateway = Gateway(tmp_path_factory.mktemp("gateway"), relays.llama.url, relays.ollama.url, model.key_file,
                          identity)
        gateway.add_user("ana", "eng")
        gateway.add_user("ben")
        made.append(gateway)
        return gateway

    yield make
    for gateway in made:
        if gateway.process:
            gateway.stop()


@pytest.fixture(scope="session")
def gateway(make_gateway):
    return make_gateway().start()


@pytest.fixture(scope="session")
def keys(gateway):
    """One API key each: Ana may do everything with two models, Ben may only talk."""
    return SimpleNamespace(ana=gateway.add_key("local:ana", "laptop")[1], ben=gateway.add_key("local:ben", "phone")[1])


@pytest.fixture(scope="session")
def clients(gateway):
    """The packages people use, unmodified, told the address, the credential and the certificate; no retries."""
    return SimpleNamespace(
        openai=lambda key: openai.OpenAI(base_url=gateway.url + "/v1", api_key=key, max_retries=0,
                                         http_client=openai.DefaultHttpxClient(verify=gateway.trust)),
        anthropic=lambda key: anthropic.Anthropic(base_url=gateway.url, api_key=key, max_retries=0,
                                                  http_client=anthropic.DefaultHttpxClient(verify=gateway.trust)),
        ollama=lambda key: ollama.Client(host=gateway.url, verify=gateway.trust,
                                         headers={"Authorization": f"Bearer {key}"}),
        http=lambda key=None: httpx.Client(base_url=gateway.url, verify=gateway.trust, trust_env=False, timeout=30,
                                           headers={"Authorization": f"Bearer {key}"} if key else {}))


@pytest.fixture
def untouched(relays):
    """Fails when a single byte of a request reached a model server during the test."""
    before = len(relays.llama.requests) + len(relays.ollama.requests)
    yield
    assert len(relays.llama.requests) + len(relays.ollama.requests) == before, "a refused request reached the model"
