"""Tokens of outside issuers: one whose keys are in a file, one whose keys are behind a URL."""

import base64
import hashlib
import hmac
import json
import time

import openai
import pytest

from asking import chat
from issuer import SigningKey

REFETCH = 31  # seconds; the gateway asks an issuer for keys it does not know at most every 30


def encoded_json(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def with_secret(claims, key_name, secret):
    """A token signed with a shared secret, here something public: PyJWT itself refuses to make such a thing."""
    text = f'{encoded_json({"alg": "HS256", "kid": key_name})}.{encoded_json(claims)}'
    signature = hmac.digest(secret, text.encode(), hashlib.sha256)
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.fixture
def ask(clients):
    return lambda token: clients.openai(token).chat.completions.create(model="tiny", messages=chat("ping"))


@pytest.fixture
def refused(gateway, ask, untouched):
    """Asks, expects a refusal, and returns its reason: the caller is told in words, the access log by its code."""
    def refused(token):
        with pytest.raises(openai.AuthenticationError) as refusal:
            ask(token)
        assert refusal.value.code == "invalid_api_key"
        return gateway.access_line(refusal.value.request_id)["decision"]
    return refused


def test_token_of_a_key_file(ask, issuers):
    assert ask(issuers.ci.token("build-7"))


def test_expired(issuers, refused):
    past = int(time.time()) - 4000
    assert refused(issuers.ci.token("build-7", iat=past, nbf=past, exp=past + 600)) == "token_expired"


def test_not_yet_valid(issuers, refused):
    later = int(time.time()) + 3000
    assert refused(issuers.ci.token("build-7", iat=later, nbf=later, exp=later + 600)) == "token_not_yet_valid"


def test_ends_while_in_use(gateway, ask, issuers):
    token = issuers.ci.token("build-7", exp=int(time.time()) - 57)
    try:
        ask(token)
    except openai.AuthenticationError:
        pytest.skip("the skew that is forgiven is less than a minute")
    time.sleep(4)
    with pytest.raises(openai.AuthenticationError):
        ask(token)


def test_wrong_claims(issuers, refused):
    assert refused(issuers.ci.token("build-7", aud="others")) == "audience_wrong"
    assert refused(issuers.ci.token("build-7", iss="https://evil.example.org")) == "issuer_untrusted"
    assert refused(issuers.ci.token("build-7", exp=None))
    assert refused(issuers.ci.token("build-7", sub=None))


def test_forged_signature(issuers, refused):
    stranger = SigningKey(issuers.ci.key.name)
    assert refused(issuers.ci.token("build-7", key=stranger)) == "signature_invalid"
    head, _, signature = issuers.ci.token("build-7").split(".")
    other = issuers.ci.token("root").split(".")[1]
    assert refused(f"{head}.{other}.{signature}") == "signature_invalid"


def test_no_algorithm_of_the_attackers_choice(issuers, refused):
    claims = issuers.ci.claims("root")
    for secret in (issuers.ci.key_set().encode(), json.dumps(issuers.ci.key.public).encode(), b""):
        assert refused(with_secret(claims, issuers.ci.key.name, secret)) == "algorithm_refused"
    for name in ("none", "None", "nOnE"):
        head = encoded_json({"alg": name, "typ": "JWT"})
        assert refused(f"{head}.{encoded_json(claims)}.")


def test_no_key_of_the_attackers_choice(issuers, refused):
    stranger = SigningKey("stranger")
    assert refused(issuers.ci.token("root", key=stranger, headers={"jwk": stranger.public}))
    assert refused(issuers.ci.token("root", key=stranger, headers={"jku": "http://127.0.0.1:9/keys"}))


def test_token_of_a_key_url(ask, issuers):
    before = issuers.web.fetches
    assert ask(issuers.web.token("site-1")) and ask(issuers.web.token("site-2"))
    assert issuers.web.fetches <= before + 1, "keys are kept, not fetched for each token"


def test_rotation(make_gateway, make_issuers):
    issuers = make_issuers()
    gateway = make_gateway(issuers).start()

    def status(token):
        return gateway.clients.http(token).get("/v1/models").status_code

    old = issuers.web.token("site-1")
    assert status(old) == 200
    issuers.web.rotate(keeping_old=True)
    new = issuers.web.token("site-2")
    assert status(new) == 401, "keys were fetched a moment ago; not again for a stranger's key id"
    time.sleep(REFETCH)
    assert status(new) == 200, "an unknown key id makes the gateway look again"
    assert status(old) == 200


def test_unknown_key_ids_do_not_flood_the_issuer(issuers, ask):
    before = issuers.web.fetches
    for number in range(20):
        with pytest.raises((openai.AuthenticationError, openai.APIStatusError)):
            ask(issuers.web.token("site-1", key=SigningKey(f"unknown-{number}")))
    assert issuers.web.fetches <= before + 2


def test_groups_belong_to_their_issuer(clients, issuers, untouched):
    """`eng` as the issuer `web` states it is `web:eng`, and no role names that."""
    with pytest.raises(openai.PermissionDeniedError):
        clients.openai(issuers.web.token("site-9")).chat.completions.create(model="tiny", messages=chat("ping"))
