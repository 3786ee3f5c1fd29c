"""A name server of the tests' own, and a program that asks it instead of the machine's.

A real DNS server over UDP on 127.0.0.77:53; the program gets a mount namespace of its own in which /etc/resolv.conf
names it. Both need root (or a kernel that lets anybody bind port 53 and make namespaces).
"""

import socket
import struct
import subprocess
import threading

ADDRESS = "127.0.0.77"
A, AAAA = 1, 28
NO_ERROR, SERVER_FAILURE, NO_NAME = 0, 2, 3


class NameServer:
    """`records` says what each name is: a list of IPv4 addresses, `None` for a server failure, `...` for no answer."""

    def __init__(self):
        self.records, self.asked = {}, []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((ADDRESS, 53))
        self.socket.settimeout(0.1)
        self.is_open = True
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while self.is_open:
            try:
                question, client = self.socket.recvfrom(4096)
            except TimeoutError:
                continue
            if answer := self.answer(question):
                self.socket.sendto(answer, client)

    def answer(self, question):
        name, end = self.name(question)
        (kind,) = struct.unpack("!H", question[end:end + 2])
        self.asked.append(name)
        found = self.records.get(name, NO_NAME)
        if found is ...:
            return None
        code = SERVER_FAILURE if found is None else NO_NAME if found == NO_NAME else NO_ERROR
        addresses = found if code == NO_ERROR and kind == A else []
        head = question[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(addresses), 0, 0)
        records = b"".join(
            b"\xc0\x0c" + struct.pack("!HHIH", A, 1, 0, 4) + socket.inet_aton(address) for address in addresses)
        return head + question[12:end + 4] + records

    @staticmethod
    def name(question):
        labels, at = [], 12
        while size := question[at]:
            labels.append(question[at + 1:at + 1 + size].decode())
            at += size + 1
        return ".".join(labels), at + 1

    def close(self):
        self.is_open = False
        self.thread.join()
        self.socket.close()


def private(folder):
    """What stands before a command that shall ask this name server."""
    file = folder / "resolv.conf"
    file.write_text(f"nameserver {ADDRESS}\noptions timeout:2 attempts:2\n")
    return ["unshare", "--mount", "sh", "-c", f'mount --bind "{file}" /etc/resolv.conf && exec "$@"', "sh"]


def obstacle(folder):
    """Why this machine cannot do it, or None."""
    try:
        NameServer().close()
    except OSError as error:
        return f"port 53 of {ADDRESS} cannot be used: {error}"
    done = subprocess.run([*private(folder), "true"], capture_output=True, text=True)
    return None if done.returncode == 0 else f"no mount namespace: {done.stderr.strip()}"
