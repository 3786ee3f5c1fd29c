"""Clients that ask without pause, each on one connection."""

import http.client
import json
import random
import threading

from asking import body


class Client(threading.Thread):
    """Notes the ids of the answers that came in full, until it is ended or its connection is."""

    def __init__(self, gateway, key):
        super().__init__(daemon=True)
        self.gateway, self.key, self.answered, self.ended = gateway, key, [], threading.Event()
        self.start()

    def run(self):
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        asked = [json.dumps(body("ping")), json.dumps(body("Name the months", stream=True))]
        connection = http.client.HTTPSConnection("localhost", self.gateway.port, context=self.gateway.trust, timeout=5)
        try:
            while not self.ended.is_set():
                connection.request("POST", "/v1/chat/completions", random.choice(asked), headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status == 200:
                    self.answered.append(answer.headers["X-Request-Id"])
        except (OSError, http.client.HTTPException):
            pass  # ended in the middle, as intended
        finally:
            connection.close()


def answered_by(clients):
    """Ends the clients; the ids of the answers they received in full."""
    for client in clients:
        client.ended.set()
        client.join(10)
        assert not client.is_alive()
    return {request_id for client in clients for request_id in client.answered}
