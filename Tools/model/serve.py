#!/usr/bin/env python3
"""Serves the tiny model on loopback: llama.cpp's server, and the same model in Ollama's protocol on a second port.

Prints one line, `ready llama=http://127.0.0.1:PORT ollama=http://127.0.0.1:PORT`, once both answer. SIGTERM and
SIGINT stop it. Both ports ask for the API key of --key-file (made when absent, mode 0600). Writes nothing else.
"""

import argparse
import ctypes
import os
import secrets
import signal
import socket
import sys
import threading
from pathlib import Path

import llama_server
import ollama_server

MODEL = Path(__file__).resolve().parent / "countersign-tiny.gguf"
PR_SET_PDEATHSIG = 1


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=MODEL, help="a GGUF file (default: the one beside this script)")
    parser.add_argument("--name", default="countersign-tiny", help="what the model is called")
    parser.add_argument("--key-file", type=Path, required=True, help="the API key callers must send")
    parser.add_argument("--port", type=int, default=0, help="llama.cpp's port (default: any free one)")
    parser.add_argument("--ollama-port", type=int, default=0, help="the Ollama protocol's port (default: any free one)")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started this one ends")
    parser.add_argument("--verbose", action="store_true", help="let llama.cpp log every request")
    return parser.parse_args()


def read_key(path):
    """The key in the file, made first where there is none."""
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
    return path.read_text().strip()


def free_port():
    """A loopback port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_free(port):
    """End with a sentence when the port is taken; llama.cpp itself would only log it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(f"serve.py: 127.0.0.1:{port}: {error.strerror}; choose another with --port or --ollama-port")


def stop_with_parent():
    """Ask the kernel for SIGTERM when the parent ends, so that a killed parent leaves no orphan."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("serve.py: the parent has already ended")


def main():
    options = arguments()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    if options.with_parent:
        stop_with_parent()
    options.port, options.ollama_port = options.port or free_port(), options.ollama_port or free_port()
    check_free(options.port)
    check_free(options.ollama_port)
    key = read_key(options.key_file)
    llama = llama_server.start(options, key)
    ollama = ollama_server.start(options, key, ("127.0.0.1", options.port))
    print(f"ready llama={llama.listening_address} ollama=http://127.0.0.1:{options.ollama_port}", flush=True)
    stopped.wait()
    ollama.shutdown()
    # llama.cpp's teardown waits for running answers; nothing is left to save, so do not wait with it.
    os._exit(0)


if __name__ == "__main__":
    main()
