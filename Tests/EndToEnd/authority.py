"""A certificate authority of the tests: issues, renews and revokes, and answers by the openssl program (OCSP)."""

import datetime
from pathlib import Path

from cryptography import x509
from cryptography.x509 import ocsp
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from processes import start, wait_until

PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER


def name_of(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def write_key(path, key):
    path.write_bytes(key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    path.chmod(0o600)


class Authority:
    def __init__(self, folder, name="Tests Authority"):
        self.folder, self.name, self.issued = Path(folder), name, []
        self.folder.mkdir(parents=True, exist_ok=True)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign(name_of(name), self.key.public_key(), self.certificate_extensions())
        self.file = self.folder / "authority.pem"
        self.file.write_bytes(self.certificate.public_bytes(PEM))
        write_key(self.folder / "authority.key", self.key)

    @staticmethod
    def certificate_extensions():
        usage = x509.KeyUsage(digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
                              key_encipherment=False, data_encipherment=False, key_agreement=False,
                              encipher_only=False, decipher_only=False)
        return [(x509.BasicConstraints(ca=True, path_length=None), True), (usage, True)]

    def _sign(self, subject, key, extensions):
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(name_of(self.name)).public_key(key)
                   .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(minutes=5))
                   .not_valid_after(now + datetime.timedelta(days=30))
                   .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
                   .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False))
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(self.key, hashes.SHA256())

    def issue(self, stem, *names, kind="ec", chain=True, responder=None):
        """`stem.pem` (with the authority's behind it) and `stem.key`; the subject is the first name."""
        key = ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)
        extensions = [
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
            (x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), False)]
        if responder:
            place = x509.UniformResourceIdentifier(responder)
            extensions.append((x509.AuthorityInformationAccess(
                [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)]), False))
        made = self._sign(name_of(names[0]), key.public_key(), extensions)
        self.issued.append([made, "V"])
        # The key first: a pair that does not fit is refused, and the one before is served on.
        write_key(self.folder / f"{stem}.key", key)
        (self.folder / f"{stem}.pem").write_bytes(
            made.public_bytes(PEM) + (self.certificate.public_bytes(PEM) if chain else b""))
        return made

    def delegate(self):
        """Somebody else who may answer for this authority (RFC 6960, 4.2.2.2): certificate and key."""
        key = ec.generate_private_key(ec.SECP256R1())
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
        return self._sign(name_of("Delegate"), key.public_key(), [(usage, False)]), key

    def answer(self, certificate, revoked=False, begins=-60, lasts=3600, signer=None, by_hash=hashes.SHA1()):
        """DER of an OCSP response; times in seconds from now. `signer` is a certificate and its key."""
        now = datetime.datetime.now(datetime.timezone.utc)
        who, key = signer or (self.certificate, self.key)
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=certificate, issuer=self.certificate, algorithm=by_hash,
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=now + datetime.timedelta(seconds=begins), next_update=now + datetime.timedelta(seconds=lasts),
            revocation_time=now if revoked else None, revocation_reason=None)
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, who)
        if signer:
            builder = builder.certificates([who])
        return builder.sign(key, hashes.SHA256()).public_bytes(DER)

    def revoke(self, certificate):
        next(entry for entry in self.issued if entry[0] == certificate)[1] = "R"

    def respond(self, port, log):
        """`openssl ocsp` as a responder for everything issued so far; a real one, with its own index."""
        times = "%y%m%d%H%M%SZ"
        lines = []
        for certificate, state in self.issued:
            since = certificate.not_valid_before_utc.strftime(times) if state == "R" else ""
            lines.append("\t".join([state, certificate.not_valid_after_utc.strftime(times), since,
                                    f"{certificate.serial_number:040X}", "unknown",
                                    f"/CN={certificate.serial_number}"]))
        index = self.folder / "index.txt"
        index.write_text("\n".join(lines) + "\n")
        responder = start(["openssl", "ocsp", "-index", index, "-port", port, "-CA", self.file, "-rsigner", self.file,
                           "-rkey", self.folder / "authority.key", "-nmin", "60"], log, stdout=open(log, "ab"))
        wait_until(lambda: b"waiting for OCSP client connections" in log.read_bytes(), 10, "the responder listens")
        return responder

    def pair(self, stem):
        return f"certificate_file: {self.folder}/{stem}.pem, key_file: {self.folder}/{stem}.key"
