"""Sends payloads to a gateway, many at a time, and gathers what it answered, what it forwarded and what was seen."""

import asyncio
import json
import re
import time
from dataclasses import dataclass, field

from readings import Request
from relay import Relay

RESPONSE = re.compile(rb"HTTP/1\.[01] (\d{3})[^\r\n]*\r\n(.*?)\r\n\r\n", re.DOTALL)
IDENTITY = re.compile(rb"x-request-id: ([0-9a-f]{32})")
AT_A_TIME = 24


@dataclass
class Answer:
    status: int
    identity: str
    closes: bool


@dataclass
class Conversation:
    """One connection: what was sent, the final answers in order, and whether the other side ended it."""

    payload: object
    wire: bytes
    answers: list = field(default_factory=list)
    ended: bool = False
    port: int = 0


async def converse(port, payload, wire, quiet):
    """Sends everything, then reads until the other side ends the connection or nothing more comes."""
    done = Conversation(payload, wire)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    done.port = writer.get_extra_info("sockname")[1]
    got = b""
    try:
        writer.write(wire)
        while data := await asyncio.wait_for(reader.read(65536), quiet):
            got += data
        done.ended = True
    except TimeoutError:
        pass
    except OSError:
        done.ended = True
    writer.transport.abort()
    for status, fields in RESPONSE.findall(got):
        identity = IDENTITY.search(fields.lower())
        if int(status) >= 200:
            done.answers.append(Answer(int(status), identity.group(1).decode() if identity else "",
                                       b"connection: close" in fields.lower()))
    return done


async def converse_all(port, payloads, key, quiet):
    turn = asyncio.Semaphore(AT_A_TIME)

    async def one(payload):
        async with turn:
            return await converse(port, payload, payload.wire(key), quiet)

    return await asyncio.gather(*(one(payload) for payload in payloads))


@dataclass
class Sighting:
    """One request as the server behind the gateway says it has got it."""

    identity: str
    line: str
    length: str
    status: str
    port: str = ""


def sightings(server, start):
    """What a server wrote down since byte `start`; lines that are no record are its own chatter."""
    found = []
    for line in server.log.read_bytes()[start:].decode("utf-8", "replace").splitlines():
        text = line[line.find("{"):] if "{" in line else ""
        try:
            seen = json.loads(text)
        except ValueError:
            continue
        found.append(Sighting(seen["id"].strip("-"), seen["line"], seen["length"].strip("-"), seen["status"],
                              seen.get("port", "")))
    return found


class Stage:
    """A gateway in front of a relay in front of a server."""

    def __init__(self, make_gateway, server):
        self.server = server
        self.relay = Relay(("127.0.0.1", server.port))
        self.gateway = make_gateway(more=SETTINGS.format(url=self.relay.url)).start()
        self.key = self.gateway.add_key("local:ana", "replay")[1]

    def play(self, payloads, quiet=0.5):
        """Every conversation, and what the server saw of them all."""
        start = self.server.log.stat().st_size if self.server.log.exists() else 0
        before = {request.request_id for request in self.relay.requests}
        conversations = asyncio.run(converse_all(self.gateway.port, payloads, self.key, quiet))
        forwarded = {request.request_id: request for request in self.relay.requests if request.request_id not in before}
        end = time.monotonic() + 5
        while time.monotonic() < end:
            seen = sightings(self.server, start)
            if {one.identity for one in seen} >= forwarded.keys():
                break
            time.sleep(0.05)
        return conversations, forwarded, seen

    def close(self):
        self.gateway.stop()
        self.server.stop()
        self.relay.close()


SETTINGS = """
tls: off
public_url: http://localhost
server: {{ drain_timeout: 1s }}
upstreams:
  any: {{ url: "{url}" }}
models: {{}}
routes:
  - {{ name: any, from: /**, to: any }}
roles:
  any:
    members: {{ groups: [ "local:eng" ] }}
    routes: [ any ]
    actions: [ read, write ]
"""


def ours(conversation, forwarded):
    """The requests of one connection that went upstream, in order."""
    found = []
    for answer in conversation.answers:
        if request := forwarded.get(answer.identity):
            found.append(Request(request.method, request.path, len(request.body)))
    return found
