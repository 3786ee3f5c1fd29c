"""An issuer of JWTs as a test needs it: keys that can be rotated, tokens of any content, a JWK set file and URL."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

AUDIENCE = "models"


def encoded(number, size=32):
    return base64.urlsafe_b64encode(number.to_bytes(size, "big")).rstrip(b"=").decode()


class SigningKey:
    """An ES256 key with its name."""

    def __init__(self, name):
        self.name, self.key = name, ec.generate_private_key(ec.SECP256R1())

    @property
    def public(self):
        point = self.key.public_key().public_numbers()
        return {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": self.name,
                "x": encoded(point.x), "y": encoded(point.y)}


class Issuer:
    """Signs with its newest key; publishes what `published` holds, at a URL and in a file where one is given."""

    def __init__(self, name, file=None):
        self.name, self.file, self.made, self.fetches = name, file, 0, 0
        self.published = []
        self.rotate()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def keys_url(self):
        return f"http://127.0.0.1:{self.server.server_port}/jwks.json"

    def rotate(self, keeping_old=False):
        """A new key; the old ones are withdrawn unless they are kept."""
        self.made += 1
        self.key = SigningKey(f"key-{self.made}")
        self.published = [*(self.published if keeping_old else []), self.key]
        if self.file:
            self.file.write_text(self.key_set())

    def key_set(self):
        return json.dumps({"keys": [key.public for key in self.published]})

    def handler(issuer):
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.fetches += 1
                body = issuer.key_set().encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass
        return Answer

    def claims(self, subject, **changed):
        now = int(time.time())
        claims = {"iss": self.name, "sub": subject, "aud": AUDIENCE, "iat": now, "nbf": now, "exp": now + 600,
                  "jti": f"{subject}-{time.monotonic_ns()}", "groups": ["eng"], **changed}
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, subject, key=None, headers=None, **changed):
        """A signed token; a claim changed to None is left out."""
        key = key or self.key
        return jwt.encode(self.claims(subject, **changed), key.key, "ES256", {"kid": key.name, **(headers or {})})

    def close(self):
        self.server.shutdown()
