"""Requests that have confused somebody: the published corpora, and mutations of plain ones made from a seed.

Every payload is bytes as they go over the wire. `{auth}` stands where a credential line goes, so that what follows a
smuggled boundary would be let in if it were believed.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

AUTH = b"{auth}\r\n"


@dataclass
class Payload:
    name: str
    data: bytes

    def wire(self, key):
        return self.data.replace(b"{auth}", b"Authorization: Bearer " + key.encode())


def with_credentials(data, everywhere):
    """A credential behind the first request line, or behind each."""
    for end in (b"\r\n", b"\n"):
        lines = data.split(end)
        marked = [index for index, line in enumerate(lines[:-1]) if b" HTTP/" in line]
        if marked:
            for index in reversed(marked if everywhere else marked[:1]):
                lines.insert(index + 1, b"{auth}")
            return end.join(lines)
    return data


def with_host(data):
    """The corpora leave Host out where they are not about Host."""
    if b"host" in data.lower():
        return data
    line, found, rest = data.partition(b" HTTP/1.1\r\n")
    return line + found + (b"Host: a\r\n" if found else b"") + rest


def of_llhttp(folder):
    for case in json.loads((folder / "llhttp" / "vectors.json").read_text()):
        if case["type"] != "request":
            continue
        data = case["input"].encode("latin-1", "replace")
        for everywhere in (False, True):
            ready = with_credentials(with_host(data), everywhere)
            yield Payload(f"llhttp {case['title']}", ready)
            # As rendered the corpus lacks the last line end of many inputs.
            yield Payload(f"llhttp {case['title']} + line end", ready + b"\r\n")


def of_guardian(folder):
    """The YAML is a list of flat maps with one list of headers: PyYAML is not needed to read it."""
    for file in sorted((folder / "http-desync-guardian" / "tests").glob("*.yaml")):
        case = None
        for line in file.read_text().splitlines() + ["- name: end"]:
            text = line.lstrip(" ")
            indent, (key, _, value) = len(line) - len(text), text.partition(":")
            if text.startswith("#") or ":" not in text:
                continue
            value = scalar(value.strip())
            if indent == 0 and key == "- name":
                if case:
                    yield from finished(case)
                case = {"name": value.decode("utf-8", "replace"), "headers": []}
            elif (key, indent) == ("- name", 4):
                case["headers"].append([value, b""])
            elif (key, indent) == ("value", 6):
                case["headers"][-1][1] = value
            elif indent == 2 and key != "headers":
                case[key] = value


def scalar(text):
    if text[:1] == "'":
        return text[1:].split("'")[0].encode()
    if text[:1] == '"':
        return text[1:-1].encode("latin-1", "backslashreplace").decode("unicode_escape").encode("utf-8")
    return text.encode()


SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n{auth}\r\n\r\n"


def finished(case):
    """Without a body, and with one that looks like a request to whoever reads another length."""
    head = case.get("method", b"GET") + b" " + case.get("uri", b"/") + b" " + case.get("version",
        b"HTTP/1.1") + b"\r\n{auth}\r\n"
    if not any(b"host" in name.lower() for name, _ in case["headers"]):
        head += b"Host: a\r\n"
    head += b"".join(name + b": " + value + b"\r\n" for name, value in case["headers"]) + b"\r\n"
    for tail in (b"", b"0\r\n\r\n" + SMUGGLED, SMUGGLED):
        yield Payload(f"guardian {case['name']}", head + tail)


# What stands in place of one part of a plain request. The first of each is the plain one.
TARGETS = [
    b"/r/x", b"/r/x?a=b", b"//r/x", b"/r//x", b"/r/../x", b"/r/./x", b"/r/%2e%2e/x", b"/r/%2E/x", b"/r%2fx", b"/r%2Fx",
    b"/r;a=b", b"/r/x;v", b"/r\\x", b"/r%5cx", b"/%00", b"/r/%c0%af", b"/r/%c0%ae%c0%ae/x", b"/r/%e0%80%af", b"/r/x#f",
    b"/r/x?a#f", b"/r/\xc3\xa9", b"/r/%c3%a9", b"/r/%zz", b"/r/%", b"/r/%2", b"/r/%252e%252e/x", b"/r/%25", b"*",
    b"http://a/r/x", b"http://b/r/x", b"http://a@b/r/x", b"http://a", b"HTTP://a/r/x", b"https://a/r/x", b"a:80",
    b"r/x",
    b"/r/x\t", b"/r/\x7f", b"/r/x\x00", b"/r/x y", b"/r/x\x0b", b"/r/\xff", b"/r/a|b", b"/r/a^b", b"/r/a\"b", b"/r/a<b",
    b"/r/x?a=%00", b"/r/x?a=\x01", b"/r/x?../..", b"/r/x?a=\xc3\xa9", b"/r/.", b"/r/..", b"/r/...", b"/r/.x", b"/r/x.",
    b"/r/%20", b"/r/+", b"/r/x%0d%0aX:%201", b"/r/x%0aX", b"/r/~x", b"/r/%7ex", b"/r/%41", b"/r/a:b@c!$&'()*+,=",
]
METHODS = [
    b"POST", b"GET", b"PUT", b"PATCH", b"DELETE", b"HEAD", b"OPTIONS", b"TRACE", b"CONNECT", b"get", b"Post", b"PO ST",
    b"POST\t", b"G\x00T", b"PRI", b"PROPFIND", b"P\xc3\xb6ST", b"", b"(POST)", b"POST:", b"GETT", b"XGET", b"QUERY",
]
VERSIONS = [
    b"HTTP/1.1", b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/1.2", b"http/1.1", b"HTTP/01.1", b"HTTP/1.01",
    b"HTTP/1.1 ",
    b"HTTP/1.1\t", b"HTTP/1", b"", b"HTTP/1.1 x", b" HTTP/1.1", b"HTTP /1.1", b"HTTP/+1.1", b"HTTPS/1.1",
    b"HTTP/1.1\x00",
]
HOSTS = [
    b"Host: a\r\n", b"", b"Host: a\r\nHost: a\r\n", b"Host: a\r\nHost: b\r\n", b"Host:\r\n", b"Host: a@b\r\n",
    b"Host: a b\r\n", b"Host: a,b\r\n", b"Host: a/b\r\n", b"Host: a:99999\r\n", b"Host: a:80\r\n", b"Host: [::1]\r\n",
    b"Host: [::1\r\n", b"Host: a.\r\n", b"Host: A\r\n", b"Host: a#b\r\n", b"Host: a?b\r\n", b"Host: %61\r\n",
    b"Host : a\r\n", b"hOST: a\r\n", b"Host: a\r\n b\r\n", b"Host: \xe2\x84\xaa\r\n", b"Host: a:\r\n",
    b"Host: a\x00b\r\n",
    b"Host: a:80:80\r\n", b"Host: a\r\nX-Host: b\r\n", b"Host: 127.0.0.1\r\n", b"Host: -a\r\n", b"Host: a\\b\r\n",
]
LENGTHS = [
    b"{n}", b"+{n}", b"-{n}", b"0{n}", b"000{n}", b"0x{n}", b"{n}.0", b"{n},{n}", b"{n}, {n}", b"{n} {n}", b" {n}",
    b"{n} ",
    b"\t{n}\t", b"\x0b{n}", b"{n}\x0b", b"{n};a", b"", b"0", b"18446744073709551616", b"99999999999999999999999",
    b"9223372036854775807", b"4294967296", b"{n}\x00", b"{n}\xa0", b"\"{n}\"", b"{n}a", b"a", b"\xd9\xa5", b"{n},",
    b",{n}",
]
CODINGS = [
    b"chunked", b"Chunked", b"CHUNKED", b"chunked ", b"\tchunked", b" chunked", b"\x0bchunked", b"chunked\x0b",
    b"\x00chunked", b"chunked\x00", b"x, chunked", b"chunked, x", b"chunked, chunked", b"gzip, chunked",
    b"chunked, identity", b"identity, chunked", b"identity", b"", b"\"chunked\"", b"'chunked'", b"chunked;a=b",
    b"chunked;",
    b"chu nked", b"chunk", b"xchunked", b"chunkedx", b",chunked", b"chunked,", b"\xe2\x80\x8bchunked",
    b"chun\xe2\x84\xaaed",
    b"\r\n chunked", b"x\r\n chunked", b"chunked\r\n x", b"\n chunked", b"\xa0chunked",
]
NAMES = [
    b"Transfer-Encoding", b"transfer-encoding", b"TRANSFER-ENCODING", b"Transfer-Encoding ", b"Transfer-Encoding\t",
    b" Transfer-Encoding", b"\tTransfer-Encoding", b"Transfer_Encoding", b"Transfer-Encoding\x00",
    b"\x00Transfer-Encoding",
    b"Transfer\x00-Encoding", b"Transfer Encoding", "Tran\u017ffer-Encoding".encode(),
    b"X: y\r\n Transfer-Encoding", b"X: y\nTransfer-Encoding", b"X: y\rTransfer-Encoding",
    b"X: y\r\r\nTransfer-Encoding",
    b"Transfer-Encoding\r\n", b"Transfer--Encoding", b"X-Transfer-Encoding", b"Transfer-Encoding:",
    b":Transfer-Encoding",
    b"\xef\xbb\xbfTransfer-Encoding", b"Transfer.Encoding", b"TransferEncoding",
]
SIZES = [
    b"{x}", b"0{x}", b"000000{x}", b"0x{x}", b"+{x}", b"-{x}", b" {x}", b"{x} ", b"{x}\t", b"\t{x}", b"{x};a",
    b"{x};a=b",
    b"{x};a=\"b c\"", b"{x};a=\"\r\n\"", b"{x} ;a", b"{x}; a", b"{x};", b"{x};;", b"{x};\x00", b"{x};a\x0bb",
    b"{x};\xff",
    b"{x}\x00", b"{x}h", b"", b"1_0", b"FFFFFFFFFFFFFFFF{x}", b"ffffffff{x}", b"100000000{x}", b"{x}\r", b"{x}\n",
    b"{x};a\nb",
    b"{x};a\rb", b"{x};" + b"a" * 300, b"{x};" + b"a" * 20000, b"0" * 300 + b"{x}", b"{x}:a", b"{x},{x}", b"{X}",
]
ENDS = [b"\r\n", b"\n", b"\r", b"\r\r\n", b"\n\r\n", b"", b"\r\n\r\n", b"X", b"\r\x00\n", b" \r\n", b"\x0b\r\n"]
LASTS = [
    b"0\r\n\r\n", b"0\n\n", b"0\r\n\n", b"0\n\r\n", b"00\r\n\r\n", b"0;a\r\n\r\n", b"0 \r\n\r\n", b"0\r\nX: 1\r\n\r\n",
    b"0\r\nContent-Length: 5\r\n\r\n", b"0\r\nX 1\r\n\r\n", b"0\r\n X: 1\r\n\r\n", b"0\r\nX: \x00\r\n\r\n",
    b"0\r\nX: 1\n\r\n",
    b"-0\r\n\r\n", b"0x0\r\n\r\n", b"\r\n\r\n", b"0\r\n", b"0\r\n\r", b"0\r\nX: 1\r\n", b"0\r\rX\r\n\r\n",
    b"0\r\nX : 1\r\n\r\n",
    b"0\r\n\x00\r\n\r\n", b"0\r\nTransfer-Encoding: x\r\n\r\n", b"0\r\n" + b"X: 1\r\n" * 2000 + b"\r\n",
]
FIELDS = [
    b"X-A: 1\r\n", b"X-A:1\r\n", b"X-A: \r\n", b"X-A:\r\n", b"X-A : 1\r\n", b" X-A: 1\r\n", b"X-A: 1\n", b"X-A: 1\r",
    b"X-A\r\n",
    b": 1\r\n", b"X-A: a\x00b\r\n", b"X-A: a\rb\r\n", b"X-A: a\x7fb\r\n", b"X-A: a\tb\r\n", b"X-A: \xff\r\n",
    b"X-A: a\r\n b\r\n",
    b"X-A: a\r\n\tb\r\n", b"X\xc3\xa9: 1\r\n", b"X(A): 1\r\n", b"X_A: 1\r\n", b"X A: 1\r\n",
    b"X-A: " + b"v" * 9000 + b"\r\n",
    b"Connection: close\r\n", b"Connection: keep-alive\r\n", b"Connection: close, X-A\r\n",
    b"Connection: Content-Length\r\n",
    b"Connection: Transfer-Encoding\r\n", b"Connection: Host, Authorization\r\n", b"Connection: ,\r\n",
    b"Connection: a b\r\n",
    b"Connection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n", b"Upgrade: websocket\r\n",
    b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n",
    b"Expect: 100-continue\r\n", b"Expect: 100-Continue\r\n", b"Expect: x\r\n", b"Expect: 100-continue, x\r\n",
    b"Expect:\r\n",
    b"TE: trailers\r\n", b"Trailer: X\r\n", b"Keep-Alive: timeout=5\r\n", b"Proxy-Connection: keep-alive\r\n",
    b"X-HTTP-Method-Override: DELETE\r\n", b"X-Original-URL: /smuggled\r\n", b"X-Forwarded-For: 1.2.3.4\r\n",
    b"Content-Type: a/b\r\n",
    b"Content_Length: 5\r\n", b"Content-Length : 5\r\n", b"Content-Length\x00: 5\r\n", b"Content Length: 5\r\n",
    b"Range: bytes=0-1\r\n",
    b"Authorization: Bearer x\r\n", b"Cookie: a=b\r\n", b"Date: x\r\n", b"X-Request-Id: mine\r\n",
    b"X-A: " + b"\xe2\x82\xac" * 20 + b"\r\n",
]
FRAMES = ["none", "length", "length", "length", "chunked", "chunked", "chunked", "both", "both", "twice", "two codings"]
PREFIXES = [b"", b"\r\n", b"\r\n\r\n", b"\n", b" ", b"\t", b"\x00", b"\r", b"\r\n\n"]


class Mutator:
    """Plain requests with one to three parts exchanged for odd ones."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.odd = set()

    def part(self, name, values):
        """The plain value, or another one where this part was chosen to be odd."""
        return self.random.choice(values[1:]) if name in self.odd else values[0]

    def payloads(self, count):
        for number in range(count):
            names = ["target", "method", "version", "host", "length", "coding", "name", "size", "end", "last",
                "field", "prefix"]
            self.odd = set(self.random.sample(names, self.random.choice([0, 1, 1, 1, 2, 2, 3])))
            frame = self.random.choice(FRAMES)
            data = self.request(frame)
            for _ in range(self.random.choice([0, 0, 1])):
                self.odd = set()
                data += self.request(self.random.choice(["none", "length", "chunked"]))
            yield Payload(f"mutation {number} ({frame})", data)

    def request(self, frame):
        method = self.part("method", METHODS)
        if frame == "none" and method == b"POST" and self.random.random() < 0.7:
            method = b"GET"
        line = method + b" " + self.part("target", TARGETS) + b" " + self.part("version", VERSIONS)
        fields = [self.part("host", HOSTS), AUTH]
        if "field" in self.odd:
            fields += self.random.sample(FIELDS, self.random.choice([1, 1, 2]))
        body = self.random.choice([b"hello", b"", SMUGGLED, b"0\r\n\r\n" + SMUGGLED, b"x" * 3000])
        if frame == "none":
            body = b""
        if frame in ("length", "both", "twice"):
            fields.append(b"Content-Length: " + self.length(body) + b"\r\n")
        if frame == "twice":
            fields.append(self.random.choice([b"Content-Length: ", b"content-length:"]) + self.length(body) + b"\r\n")
        if frame in ("chunked", "both", "two codings"):
            fields.append(self.part("name", NAMES) + b": " + self.part("coding", CODINGS) + b"\r\n")
        if frame == "two codings":
            fields.append(b"Transfer-Encoding: " + self.random.choice([b"chunked", b"identity", b"x"]) + b"\r\n")
        if frame in ("chunked", "two codings") or frame == "both" and self.random.random() < 0.5:
            body = self.chunks(body)
        self.random.shuffle(fields)
        end = self.part("end", ENDS) if self.random.random() < 0.3 else b"\r\n"
        return self.part("prefix", PREFIXES) + line + end + b"".join(fields) + b"\r\n" + body

    def length(self, body):
        return self.part("length", LENGTHS).replace(b"{n}", str(len(body)).encode())

    def chunks(self, body):
        size = self.part("size", SIZES).replace(b"{x}", b"%x" % len(body)).replace(b"{X}", b"%X" % len(body))
        first = size + self.part("end", ENDS) + body + self.part("end", ENDS) if body else b""
        return first + self.part("last", LASTS)


def everything(folder, seed, count):
    """The corpora, where they are, and `count` mutations."""
    found = []
    if Path(folder).is_dir():
        found += [*of_llhttp(Path(folder)), *of_guardian(Path(folder))]
    return found + list(Mutator(seed).payloads(count))
