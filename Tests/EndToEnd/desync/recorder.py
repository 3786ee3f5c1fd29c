"""A server in Python that answers 200 and writes down each request it reads: `recorder.py KIND PORT LOG`."""

import asyncio
import json
import socketserver
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KIND, PORT, LOG = sys.argv[1], int(sys.argv[2]), open(sys.argv[3], "a", buffering=1)


def note(identity, line, length, status=200):
    LOG.write(json.dumps({"id": identity, "line": line, "length": str(length), "status": str(status)}) + "\n")


class Plain(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        note(self.headers.get("X-Request-Id", ""), self.requestline, len(body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def send_error(self, code, *words):
        note("", getattr(self, "requestline", ""), -1, code)
        super().send_error(code, *words)

    def log_message(self, *_):
        pass


class Strict(socketserver.BaseRequestHandler):
    """h11 itself, a thread a connection."""

    def handle(self):
        import h11
        connection, head, length = h11.Connection(h11.SERVER), None, 0
        while True:
            try:
                event = connection.next_event()
            except h11.RemoteProtocolError as error:
                return note("", str(error), -1, 400)
            if event is h11.NEED_DATA:
                connection.receive_data(self.request.recv(65536))
            elif isinstance(event, h11.Request):
                head, length = event, 0
            elif isinstance(event, h11.Data):
                length += len(event.data)
            elif isinstance(event, h11.EndOfMessage):
                line = f"{head.method.decode()} {head.target.decode('latin-1')} HTTP/1.1"
                note(dict(head.headers).get(b"x-request-id", b"").decode(), line, length)
                self.request.sendall(connection.send(h11.Response(status_code=200, headers=[("Content-Length", "0")])))
                connection.send(h11.EndOfMessage())
                if connection.our_state is not h11.DONE:
                    return
                connection.start_next_cycle()
            else:
                return


async def application(scope, receive, send):
    if scope["type"] != "http":
        return
    length = 0
    while True:
        message = await receive()
        length += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    target = scope["raw_path"].decode("latin-1") + ("?" + scope["query_string"].decode("latin-1")
        if scope["query_string"] else "")
    note(dict(scope["headers"]).get(b"x-request-id", b"").decode(), f"{scope['method']} {target} HTTP/1.1", length)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


class Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 128


class PlainThreads(ThreadingHTTPServer):
    request_queue_size = 128


if KIND == "http.server":
    PlainThreads(("127.0.0.1", PORT), Plain).serve_forever()
elif KIND == "h11":
    Threads(("127.0.0.1", PORT), Strict).serve_forever()
else:
    import uvicorn
    settings = uvicorn.Config(application, host="127.0.0.1", port=PORT, http="httptools", log_level="critical",
        lifespan="off")
    asyncio.run(uvicorn.Server(settings).serve())
