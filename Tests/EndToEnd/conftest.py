"""One model server and one gateway for all tests of a session; a test that stops or changes a gateway makes its own."""

import sys
from types import SimpleNamespace

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
def make_issuers(tmp_path_factory):
    """Makes pairs of issuers: one whose keys are in a file, one whose keys are behind a URL."""
    made = []

    def make():
        file = tmp_path_factory.mktemp("issuers") / "ci.json"
        made.append(SimpleNamespace(ci=Issuer("https://ci.example.org", file), web=Issuer("https://web.example.org")))
        return made[-1]

    yield make
    for both in made:
        both.ci.close()
        both.web.close()


@pytest.fixture(scope="session")
def issuers(make_issuers):
    return make_issuers()


@pytest.fixture(scope="session")
def make_gateway(model, relays, issuers, tmp_path_factory):
    """Makes gateways that are stopped at the end; those that rotate keys bring issuers of their own."""
    made = []

    def make(issuers=issuers):
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
    return gateway.clients


@pytest.fixture
def untouched(relays):
    """Fails when a single byte of a request reached a model server during the test."""
    before = len(relays.llama.requests) + len(relays.ollama.requests)
    yield
    assert len(relays.llama.requests) + len(relays.ollama.requests) == before, "a refused request reached the model"
