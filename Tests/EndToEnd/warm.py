"""A model server that always says the same, and clients that ask it through the gateway on kept connections."""

import json
import selectors
import socket
import threading

from asking import chat

ANSWER = json.dumps({
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1760000000, "model": "warm",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "The sky is blue. " * 12},
                 "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 48, "completion_tokens": 60, "total_tokens": 108}}).encode()
EVENT = b'data: {"choices":[{"index":0,"delta":{"content":" hello"}}]}\n\n'
EVENTS = 200


def plain():
    return (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(ANSWER)) + ANSWER


def head_of_stream():
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


class ConstantServer:
    """Answers every request with the same bytes; a call that streams gets EVENTS events, each in a send of its own."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=[connection], daemon=True).start()

    def serve(self, connection):
        received = b""
        while piece := connection.recv(65536):
            received += piece
            while (end := complete(received)) is not None:
                self.answer(connection, b'"stream":true' in received[:end])
                received = received[end:]

    def answer(self, connection, streams):
        if not streams:
            return connection.sendall(plain())
        connection.sendall(head_of_stream())
        for _ in range(EVENTS):
            connection.sendall(b"%x\r\n%s\r\n" % (len(EVENT), EVENT))
        connection.sendall(b"0\r\n\r\n")

    def close(self):
        self.listener.close()


def complete(received):
    """Where the first message in `received` ends; None while it is not whole."""
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return None
    fields = received[:head].lower()
    if b"transfer-encoding: chunked" in fields:
        end = received.find(b"0\r\n\r\n", head)
        return None if end < 0 else end + 5
    at = fields.find(b"content-length: ")
    length = 0 if at < 0 else int(fields[at + 16:].split(b"\r\n", 1)[0])
    return head + 4 + length if len(received) >= head + 4 + length else None


def request(credential, stream=False):
    """What an SDK sends for a chat of about 300 bytes."""
    asked = {"model": "warm", "stream": stream, "temperature": 0.2, "max_tokens": 128,
             "messages": chat("Explain in two sentences why the sky is blue and why sunsets are red, to a child. " * 2)}
    body = json.dumps(asked, separators=(",", ":")).encode()
    head = ("POST /v1/chat/completions HTTP/1.1\r\nHost: gateway.example\r\nContent-Type: application/json\r\n"
            "Accept: application/json\r\nUser-Agent: openai-python/1.50\r\n"
            f"Authorization: Bearer {credential}\r\nContent-Length: {len(body)}\r\n\r\n")
    return head.encode() + body


class Load:
    """Connections that stay open; each asks again as soon as its answer is whole."""

    def __init__(self, port, requests, connections):
        self.requests, self.next = requests, 0
        self.sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
        self.received = {connection: b"" for connection in self.sockets}
        self.selector = selectors.DefaultSelector()
        for connection in self.sockets:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.selector.register(connection, selectors.EVENT_READ)

    def ask(self, connection):
        self.next = (self.next + 1) % len(self.requests)
        connection.sendall(self.requests[self.next])

    def run(self, count):
        """Asks `count` times in all and waits for every answer."""
        left, answered = count - len(self.sockets), 0
        for connection in self.sockets:
            self.ask(connection)
        while answered < count:
            for key, _ in self.selector.select(10) or self.stuck(answered, count):
                if self.took(key.fileobj):
                    answered += 1
                    if left > 0:
                        left -= 1
                        self.ask(key.fileobj)

    def took(self, connection):
        """Whether the answer is whole now."""
        piece = connection.recv(65536)
        assert piece, f"the gateway closed the connection: {self.received[connection][:200]}"
        self.received[connection] += piece
        end = complete(self.received[connection])
        if end is None:
            return False
        assert self.received[connection].startswith(b"HTTP/1.1 200 "), self.received[connection][:300]
        self.received[connection] = self.received[connection][end:]
        return True

    @staticmethod
    def stuck(answered, count):
        raise AssertionError(f"only {answered} of {count} answers within ten seconds")

    def close(self):
        for connection in self.sockets:
            connection.close()
