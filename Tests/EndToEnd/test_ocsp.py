"""Proofs that a certificate was not revoked, sent along with it: from a file or from a real responder."""

import re

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from authority import Authority
from processes import free_port, stop, wait_until
from tls_house import begin, diagnostics, s_client

NAME = ["-servername", "stapled.example.org", "-status"]


class Stapled:
    """A gateway whose first certificate comes with a proof."""

    def __init__(self, folder, settings, response=None, responder=None, chain=True):
        def prepare(authority):
            self.made = authority.issue("main", "stapled.example.org", responder=responder, chain=chain)
            self.file = authority.folder / "main.ocsp"
            self.file.write_bytes(response(authority, self.made) if response else b"")
            self.prepared(authority)
        more = f"  {settings}".format(file=folder / "authority" / "main.ocsp")
        self.house = begin(folder, more=more, prepare=prepare)
        self.authority, self.gateway = self.house.authority, self.house.gateway

    def prepared(self, authority):
        pass

    def status(self, *more):
        """What a client gets: `good`, `revoked`, … or None."""
        said = s_client(self.house, *NAME, *more)
        assert "Verify return code: 0" in said or "stapled.example.org" in said, said
        found = re.search(r"Cert Status: (\w+)", said)
        assert found or "OCSP response: no response sent" in said, said
        return found and found.group(1)

    def end(self):
        return re.search(r"Next Update: (.*)", s_client(self.house, *NAME)).group(1)

    def said(self, words):
        return [line for line in diagnostics(self.house) if words in json_text(line)]


def json_text(line):
    return " ".join(map(str, line.values()))


def good(authority, certificate):
    return authority.answer(certificate)


FILE = "ocsp_file: {file}"


@pytest.fixture
def stapled(tmp_path):
    made = Stapled(tmp_path, FILE, good)
    yield made
    assert made.gateway.stop() == 0


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_file_is_sent_with_its_certificate_alone(stapled, version):
    wait_until(lambda: stapled.status(version) == "good", 10, "the response is sent")
    assert "no response sent" in s_client(stapled.house, "-servername", "api.example.org", "-status", version)
    assert "Cert Status" not in s_client(stapled.house, "-servername", "stapled.example.org", version), "nobody asked"


def test_file_that_changes_is_taken(stapled):
    wait_until(lambda: stapled.status() == "good", 10, "the response is sent")
    before = stapled.end()
    stapled.file.write_bytes(stapled.authority.answer(stapled.made, lasts=90_000, by_hash=hashes.SHA256()))
    wait_until(lambda: stapled.end() != before, 10, "the new response is sent")
    stapled.file.write_bytes(b"half a fi")
    wait_until(lambda: stapled.said("it is no OCSP response in DER"), 10, "a broken file is reported")
    assert stapled.status() == "good", "what was proven holds to its end"


def test_revocation_ends_what_was_proven(stapled):
    wait_until(lambda: stapled.status() == "good", 10, "the response is sent")
    stapled.file.write_bytes(stapled.authority.answer(stapled.made, revoked=True))
    wait_until(lambda: stapled.said("the certificate is revoked"), 10, "the revocation is reported")
    assert stapled.status() is None


def test_renewed_certificate_is_not_sent_with_the_old_proof(stapled):
    wait_until(lambda: stapled.status() == "good", 10, "the response is sent")
    stapled.authority.issue("main", "stapled.example.org")
    wait_until(lambda: stapled.status() is None, 10, "the old response is not sent")
    wait_until(lambda: stapled.said("it is about another certificate"), 10, "and that is reported")


def test_proof_ends_when_it_says(tmp_path):
    stapled = Stapled(tmp_path, FILE, lambda authority, made: authority.answer(made, lasts=6))
    wait_until(lambda: stapled.status() == "good", 5, "the response is sent")
    wait_until(lambda: stapled.status() is None, 10, "the response is no longer sent")
    wait_until(lambda: stapled.said("has expired and is no longer sent"), 5, "that is reported")
    assert stapled.gateway.stop() == 0


def by_delegate(authority, certificate):
    return authority.answer(certificate, signer=authority.delegate())


def test_delegated_responder_is_believed(tmp_path):
    stapled = Stapled(tmp_path, FILE, by_delegate)
    wait_until(lambda: stapled.status() == "good", 10, "the response is sent")
    assert stapled.gateway.stop() == 0


def by_stranger(authority, certificate):
    stranger = Authority(authority.folder / "stranger", authority.name)
    return authority.answer(certificate, signer=(stranger.certificate, stranger.key))


def by_another_of_its_certificates(authority, certificate):
    made = authority.issue("other", "other.example.org")
    key = authority.folder / "other.key"
    return authority.answer(certificate, signer=(made, load_pem_private_key(key.read_bytes(), None)))


@pytest.mark.parametrize("response, reason", [
    (lambda authority, made: authority.answer(made, begins=-7200, lasts=-3600), "it has expired"),
    (lambda authority, made: authority.answer(made, begins=3600, lasts=7200), "it is not valid yet"),
    (lambda authority, made: authority.answer(made, revoked=True), "the certificate is revoked"),
    (lambda authority, made: authority.answer(authority.certificate), "it is about another certificate"),
    (lambda authority, made: authority.answer(made)[:-1], "it is no OCSP response in DER"),
    (lambda authority, made: b"\x30\x03\x0a\x01\x03", "the responder declined to answer (status 3)"),
    (lambda authority, made: b"x" * 70_000, "is larger than"),
    (by_stranger, "neither the certificate's issuer nor its delegate signed it"),
    (by_another_of_its_certificates, "neither the certificate's issuer nor its delegate signed it"),
])
def test_what_proves_nothing_is_not_sent(tmp_path, response, reason):
    stapled = Stapled(tmp_path, FILE, response)
    wait_until(lambda: stapled.said(reason), 10, f"'{reason}' is reported: {diagnostics(stapled.house)}")
    assert stapled.status() is None
    assert stapled.gateway.stop() == 0


def test_without_its_issuer_nothing_can_be_checked(tmp_path):
    stapled = Stapled(tmp_path, FILE, good, chain=False)
    wait_until(lambda: stapled.said("does not hold its issuer's certificate"), 10, "that is reported")
    assert stapled.gateway.stop() == 0


class Fetched(Stapled):
    def __init__(self, folder, revoked=False):
        self.port, self.folder, self.revoked, self.process = free_port(), folder, revoked, None
        super().__init__(folder, "ocsp: fetch", responder=f"http://127.0.0.1:{self.port}/ocsp")

    def prepared(self, authority):
        if self.revoked:
            authority.revoke(self.made)
        self.process = authority.respond(self.port, self.folder / "responder.log")

    def close(self):
        stop(self.process)
        assert self.gateway.stop() == 0


def test_fetched_from_a_real_responder(tmp_path):
    fetched = Fetched(tmp_path)
    wait_until(lambda: fetched.status() == "good", 10, "the response is fetched and sent")
    stop(fetched.process)
    assert fetched.status() == "good", "it holds without its responder"
    assert fetched.said("OCSP response in force")
    fetched.close()


def test_fetched_revocation_is_not_sent(tmp_path):
    fetched = Fetched(tmp_path, revoked=True)
    wait_until(lambda: fetched.said("the certificate is revoked"), 10, "the revocation is reported")
    assert fetched.status() is None
    fetched.close()


def test_responder_that_is_not_there(tmp_path):
    port = free_port()
    stapled = Stapled(tmp_path, "ocsp: fetch", responder=f"http://127.0.0.1:{port}/")
    wait_until(lambda: stapled.said("the OCSP responder failed"), 15, "that is reported")
    assert stapled.status() is None
    assert stapled.gateway.stop() == 0


def test_certificate_that_names_no_responder(tmp_path):
    stapled = Stapled(tmp_path, "ocsp: fetch")
    wait_until(lambda: stapled.said("names no OCSP responder"), 10, "that is reported")
    assert stapled.gateway.stop() == 0
