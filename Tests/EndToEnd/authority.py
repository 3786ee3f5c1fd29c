"""A certificate authority of the tests: issues, renews and revokes, and answers by the openssl program (OCSP)."""

import datetime
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from processes import free_port, start, status_of, stop, wait_until

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
        self.responder = None
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

    def pair(self, stem):
        return f"certificate_file: {self.folder}/{stem}.pem, key_file: {self.folder}/{stem}.key"
