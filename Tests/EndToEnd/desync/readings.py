"""How h11, the parser of the Python world, reads the same bytes."""

from dataclasses import dataclass, field

import h11


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    length: int


@dataclass
class Reading:
    requests: list = field(default_factory=list)
    #: Why the reader stopped before the end of the bytes, or None.
    refusal: str | None = None


def of_h11(data):
    """Every request up to the first that is refused, incomplete, or ends the connection."""
    reading = Reading()
    while data is not None:
        # One empty line before a request is skipped (RFC 9112, 2.2); h11 does not.
        data = one(data.removeprefix(b"\r\n"), reading)
    return reading


def one(data, reading):
    """Reads one request; what follows it, or None where nothing can."""
    connection, head, length = h11.Connection(h11.SERVER), None, 0
    connection.receive_data(data)
    while True:
        try:
            event = connection.next_event()
        except h11.RemoteProtocolError as error:
            reading.refusal = str(error)
            return None
        if isinstance(event, h11.Request):
            head, length = event, 0
        elif isinstance(event, h11.Data):
            length += len(event.data)
        elif isinstance(event, h11.EndOfMessage):
            reading.requests.append(Request(head.method.decode("latin-1"), head.target.decode("latin-1"), length))
            rest = connection.trailing_data[0]
            # An upgrade that nobody agrees to changes nothing; behind CONNECT is no HTTP.
            goes_on = connection.their_state in (h11.DONE, h11.MIGHT_SWITCH_PROTOCOL) and head.method != b"CONNECT"
            return rest if goes_on and rest else None
        else:
            return None
