"""A TCP relay between gateway and model server that records what the gateway really sends.

It understands just enough of HTTP/1.1 to tell requests on a kept connection apart, passes every byte on unchanged,
and can slow answers down so that a stream lasts long enough to be cut.
"""

import asyncio
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
IDENTITY = re.compile(rb"\r\nx-request-id:[ \t]*([^\r\n]+)", re.IGNORECASE)


@dataclass
class Received:
    """One request as the model server got it."""

    method: str
    path: str
    head: bytes
    body: bytes

    @property
    def request_id(self):
        found = IDENTITY.search(self.head)
        return found.group(1).decode() if found else None


@dataclass
class Splitter:
    """Cuts the gateway's bytes into requests; all have a Content-Length or no body."""

    pending: bytes = b""
    requests: list = field(default_factory=list)

    def feed(self, data):
        self.pending += data
        while (end := self.pending.find(b"\r\n\r\n")) >= 0:
            head = self.pending[:end]
            found = LENGTH.search(head)
            whole = end + 4 + (int(found.group(1)) if found else 0)
            if len(self.pending) < whole:
                return
            method, path, _ = head.split(b"\r\n", 1)[0].split(b" ", 2)
            self.requests.append(Received(method.decode(), path.decode(), head, self.pending[end + 4:whole]))
            self.pending = self.pending[whole:]


class Relay:
    """Listens on a free loopback port and passes everything on to `target` (host, port)."""

    def __init__(self, target):
        self.target, self.delay, self.splitters = target, 0.0, []
        self.cut_short = 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = self.call(asyncio.start_server(self.accept, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]

    def call(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def requests(self):
        return [request for splitter in self.splitters for request in splitter.requests]

    @contextmanager
    def slowed(self, delay):
        """Answers pass in pieces of at most 300 bytes, with this many seconds between them."""
        self.delay = delay
        try:
            yield
        finally:
            self.delay = 0.0

    async def accept(self, reader, writer):
        splitter = Splitter()
        self.splitters.append(splitter)
        model_reader, model_writer = await asyncio.open_connection(*self.target)
        up = asyncio.ensure_future(self.carry_up(reader, model_writer, splitter))
        down = asyncio.ensure_future(self.carry_down(model_reader, writer))
        await asyncio.wait([up, down], return_when=asyncio.FIRST_COMPLETED)
        if up.done() and not down.done() and self.delay:
            self.cut_short += 1
        for task in (up, down):
            task.cancel()
        for end in (writer, model_writer):
            end.transport.abort()

    async def carry_up(self, reader, writer, splitter):
        while data := await reader.read(65536):
            splitter.feed(data)
            writer.write(data)
            await writer.drain()

    async def carry_down(self, reader, writer):
        while data := await reader.read(300 if self.delay else 65536):
            writer.write(data)
            await writer.drain()
            if self.delay:
                await asyncio.sleep(self.delay)

    def close(self):
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
