"""A small HTTP(S) server for the tests: prints its port, serves until its standard input closes.

Arguments: nothing for plain HTTP, CERTIFICATE KEY for TLS, or the path of a Unix socket to listen on.
"""

import http.server
import socketserver
import ssl
import sys
import threading
import time


class Responses(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body, fields=()):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/keys":
            self.answer(200, b'{"keys":[]}', [("Cache-Control", " max-age=60 "), ("X-Empty", "")])
        elif self.path == "/moved":
            self.answer(302, b"", [("Location", "/keys")])
        elif self.path == "/large":
            self.answer(200, b"x" * 200_000)
        elif self.path == "/endless":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
            except OSError:
                pass
        elif self.path == "/slow":
            time.sleep(20)
        elif self.path == "/head":
            self.answer(200, b"", [(f"X-{number}", "y" * 1000) for number in range(40)])
        elif self.path == "/echo":
            fields = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
            self.answer(200, fields.encode())
        else:
            self.answer(404, b"nothing here")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201, self.headers["Content-Type"].encode() + b" " + body)


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def get_request(self):
        connection, _ = super().get_request()
        return connection, ("unix", 0)


def main():
    if len(sys.argv) == 2:
        server = UnixServer(sys.argv[1], Responses)
    else:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Responses)
    if len(sys.argv) == 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(0 if isinstance(server.server_address, str) else server.server_address[1], flush=True)
    sys.stdin.read()


main()
