"""What a comparison needs on the disk: keys, users' tokens, a certificate, and the programs built from this folder."""

import datetime
import ipaddress
import json
import subprocess
import time
from pathlib import Path

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

HERE = Path(__file__).resolve().parent
USERS, API_KEYS = 1000, 100
ISSUER, AUDIENCE = "https://idp.example", "llm-gateway"
PEM = serialization.Encoding.PEM
PKCS8, PLAIN = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
PUBLIC = serialization.PublicFormat.SubjectPublicKeyInfo


class Workbench:
    """A folder with everything; made anew for each run."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.tokens, self.keys = self.folder / "tokens", self.folder / "keys"
        self.issuer_key = self.folder / "issuer.pem"
        self.certificate, self.private_key = self.folder / "server.pem", self.folder / "server.key"
        self.both = self.folder / "server.both"
        self.event_count = self.folder / "events"
        self.make_tokens()
        self.make_certificate()
        for program in ("upstream", "first_byte", "group_commit"):
            subprocess.run(["cc", "-O2", "-o", self.folder / program, HERE / f"{program}.c", "-lpthread"], check=True)

    def make_tokens(self):
        """An issuer's ES256 key, its key set, and a token for each of a thousand users."""
        key, now = ec.generate_private_key(ec.SECP256R1()), int(time.time())
        self.issuer_key.write_bytes(key.public_key().public_bytes(PEM, PUBLIC))
        public = json.loads(ECAlgorithm.to_jwk(key.public_key())) | {"kid": "bench", "alg": "ES256", "use": "sig"}
        (self.folder / "es256.jwks.json").write_text(json.dumps({"keys": [public]}))
        common = {"iss": ISSUER, "aud": AUDIENCE, "role": "engineer", "iat": now, "exp": now + 86_400}
        names = [f"user{number:04d}@example.org" for number in range(USERS)]
        claims = [common | {"sub": name, "email": name, "jti": f"{number:032x}"} for number, name in enumerate(names)]
        made = [jwt.encode(each, key, "ES256", {"kid": "bench"}) for each in claims]
        self.tokens.write_text("\n".join(made) + "\n")

    def make_certificate(self):
        """One certificate for all contestants: ECDSA over P-256."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.timezone.utc)
        names = x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
                .not_valid_after(now + datetime.timedelta(days=2)).add_extension(names, False)
                .sign(key, hashes.SHA256()))
        certificate, private = made.public_bytes(PEM), key.private_bytes(PEM, PKCS8, PLAIN)
        self.certificate.write_bytes(certificate)
        self.private_key.write_bytes(private)
        self.both.write_bytes(certificate + private)
        for file in (self.private_key, self.both):
            file.chmod(0o600)

    def events_sent(self):
        return int.from_bytes(self.event_count.read_bytes()[:8], "little")
