"""A small model server that speaks Ollama's protocol (https://docs.ollama.com/api), backed by llama.cpp.

Every answer is inferred, every count measured: requests are translated and passed to llama.cpp on loopback. Models
cannot be pulled, made or deleted here.
"""

import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import ollama_shapes as shapes
from llama_client import Llama, Refused
from ollama_model import Model
from ollama_shapes import Form

VERSION = "0.12.6"
MOST_BODY = 8 << 20


class Exchange(BaseHTTPRequestHandler):
    """One connection. Routes as Ollama's; what it does not know is 404 in plain text, as there."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = f"ollama/{VERSION}", ""
    disable_nagle_algorithm = True
    timeout = 300

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        if self.path == "/":
            return self.plain(200, "Ollama is running")
        self.answer({"/api/tags": self.tags, "/api/ps": self.running, "/api/version": self.version,
                     "/v1/models": self.pass_on}, None)

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BODY:
            self.close_connection = True
            return self.send(400, {"error": "a body with Content-Length is needed"})
        try:
            request = json.loads(self.rfile.read(int(length)))
        except ValueError as error:
            return self.send(400, {"error": str(error)})
        self.answer({"/api/chat": self.chat, "/api/generate": self.generate, "/api/show": self.show,
                     "/api/embed": self.embed, "/api/embeddings": self.embeddings,
                     "/v1/chat/completions": self.pass_on, "/v1/completions": self.pass_on,
                     "/v1/embeddings": self.pass_on}, request)

    def answer(self, routes, request):
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), self.server.credential):
            return self.send(401, {"error": "unauthorized"})
        if self.path not in routes:
            return self.plain(404, "404 page not found")
        try:
            routes[self.path](request)
        except Refused as refused:
            self.send(refused.status, {"error": self.refusal(refused)})
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def refusal(self, refused):
        """A sentence on Ollama's own paths, an object on OpenAI's."""
        if self.path.startswith("/api/"):
            return refused.sentence
        return {"message": refused.sentence, "type": "api_error", "param": None, "code": None}

    def tags(self, _):
        self.send(200, {"models": [self.server.model.listing()]})

    def running(self, _):
        self.send(200, {"models": [self.server.model.running()]})

    def version(self, _):
        self.send(200, {"version": VERSION})

    def show(self, request):
        self.known(request)
        self.send(200, self.server.model.shown())

    def known(self, request):
        """The name as asked for, when it is this model's."""
        asked = request.get("model") or request.get("name") or ""
        if asked not in (self.server.model.name, self.server.model.short):
            raise Refused(404, f"model '{asked}' not found")
        return asked

    def chat(self, request):
        form = Form(self.known(request), chat=True)
        if not request.get("messages"):
            return self.send(200, form.loaded())
        shapes.refuse_what_it_cannot(request, form.model)
        body = {"messages": shapes.chat_messages(request), **shapes.sampling(request)}
        self.infer(form, "/v1/chat/completions", body, request)

    def generate(self, request):
        form = Form(self.known(request), chat=False)
        if not request.get("prompt"):
            return self.send(200, form.loaded())
        shapes.refuse_what_it_cannot(request, form.model)
        if request.get("raw"):
            body = {"prompt": request["prompt"], **shapes.sampling(request)}
            return self.infer(form, "/v1/completions", body, request)
        body = {"messages": shapes.generate_messages(request), **shapes.sampling(request)}
        self.infer(form, "/v1/chat/completions", body, request)

    def infer(self, form, path, body, request):
        if request.get("stream", True):
            return self.stream(form, path, {**body, "stream": True, "stream_options": {"include_usage": True}})
        done = self.server.llama.ask("POST", path, body)
        choice = done["choices"][0]
        rest = shapes.figures(done["usage"], done.get("timings", {}), choice["finish_reason"])
        self.send(200, form.piece(shapes.text_of(choice), rest))

    def stream(self, form, path, body):
        connection, answer = self.server.llama.open("POST", path, body)
        try:
            self.begin("application/x-ndjson")
            usage, timings, finish = {}, {}, "stop"
            for event in shapes.events(answer):
                usage, timings = event.get("usage") or usage, event.get("timings") or timings
                for choice in event.get("choices", []):
                    finish = choice.get("finish_reason") or finish
                    if text := shapes.text_of(choice):
                        self.line(form.piece(text, {"done": False}))
            self.line(form.piece("", shapes.figures(usage, timings, finish)))
            self.wfile.write(b"0\r\n\r\n")
        finally:
            connection.close()

    def embed(self, request):
        asked, given = self.known(request), request.get("input", [])
        texts = given if isinstance(given, list) else [given]
        began = time.monotonic_ns()
        done = self.server.llama.ask("POST", "/v1/embeddings", {"input": texts}) if texts else {"data": [], "usage": {}}
        self.send(200, {"model": asked, "embeddings": [entry["embedding"] for entry in done["data"]],
                        "total_duration": time.monotonic_ns() - began, "load_duration": 0,
                        "prompt_eval_count": done["usage"].get("prompt_tokens", 0)})

    def embeddings(self, request):
        self.known(request)
        done = self.server.llama.ask("POST", "/v1/embeddings", {"input": [request.get("prompt", "")]})
        self.send(200, {"embedding": done["data"][0]["embedding"]})

    def pass_on(self, request):
        """OpenAI's paths, which Ollama serves beside its own: llama.cpp's answer as it comes."""
        if request is not None:
            self.known(request)
        connection, answer = self.server.llama.open(self.command, self.path, request)
        try:
            self.begin(answer.headers["Content-Type"])
            while data := answer.read1(65536):
                self.chunk(data)
            self.wfile.write(b"0\r\n\r\n")
        finally:
            connection.close()

    def begin(self, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def line(self, piece):
        self.chunk(json.dumps(piece).encode() + b"\n")

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def send(self, status, body):
        self.finish_with(status, "application/json; charset=utf-8", json.dumps(body).encode())

    def plain(self, status, text):
        self.finish_with(status, "text/plain", text.encode())

    def finish_with(self, status, kind, data):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def start(options, key, address):
    """Listen on loopback in a thread of its own; `shutdown()` on the result stops it."""
    listener = Listener(("127.0.0.1", options.ollama_port), Exchange)
    listener.llama, listener.credential = Llama(address, key), f"Bearer {key}".encode()
    listener.model = Model(options, listener.llama)
    threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
    return listener
