"""llama.cpp's server as the Ollama protocol's server calls it: HTTP on loopback."""

import http.client
import json


class Refused(Exception):
    """A request Ollama would answer with an error: its status and its sentence."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Llama:
    """llama.cpp's server as this one calls it."""

    def __init__(self, address, key):
        self.address, self.headers = address, {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def open(self, method, path, body=None):
        """The connection and the answer's beginning; closing the connection cancels the inference."""
        connection = http.client.HTTPConnection(*self.address)
        connection.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        answer = connection.getresponse()
        if answer.status != 200:
            sentence = json.loads(answer.read()).get("error", {}).get("message", "inference failed")
            connection.close()
            raise Refused(answer.status, sentence)
        return connection, answer

    def ask(self, method, path, body=None):
        connection, answer = self.open(method, path, body)
        try:
            return json.loads(answer.read())
        finally:
            connection.close()
