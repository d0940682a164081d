"""Clients that take their time, and a server of a tiny application to try them on."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from django.conf import settings

from tests.services import PATIENCE, free_port, wait_for

HOST = "127.0.0.1"
HALF_HEAD = b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nX-Half: "
HALF_BODY = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"

TINY = """
import sys, time
from config import connections, web

def application(environ, start_response):
    text = environ["wsgi.input"].read() + environ.get("CONTENT_LENGTH", "").encode()
    body = bytes(20_000_000) if environ["PATH_INFO"] == "/large/" else b"read " + text[-20:]
    start_response("200 OK", [("Content-Length", str(len(body)))])
    yield body[:2]
    if environ["PATH_INFO"] == "/slow/":
        time.sleep(1)
    yield body[2:]

for name, value in (pair.split("=") for pair in sys.argv[2:]):
    assert hasattr(connections, name)
    setattr(connections, name, float(value))
listener = __import__("socket").create_server(("127.0.0.1", int(sys.argv[1])))
sys.exit(web.Team(lambda: web.serve(application, listener), int(web.env.text("WEB_PROCESSES", "1"))).run())
"""


@contextmanager
def tiny(*limits, **environment):
    """The tiny application behind the product's server, with limits that a test can wait for."""
    with started(lambda port: ["-c", TINY, str(port), *limits], **environment) as server:
        yield server


@contextmanager
def started(arguments, **environment):
    port = free_port()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "WEB_THREADS": "2"} | environment
    process = subprocess.Popen(
        [sys.executable, *arguments(port)], cwd=settings.BASE_DIR, env=environment, start_new_session=True
    )
    server = Server(process, port)
    try:
        wait_for(server.listens)
        yield server
    finally:
        server.stop()


class Server:
    def __init__(self, process, port):
        self.process, self.port = process, port

    def listens(self):
        assert self.process.poll() is None
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0

    def connect(self, data=b"", seconds=10):
        line = socket.create_connection((HOST, self.port), timeout=seconds)
        line.sendall(data)
        return line

    def ask(self, data=b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", seconds=10):
        """The whole answer to bytes as they are."""
        with self.connect(data, seconds) as line:
            return whole(line)

    def members(self):
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def whole(line):
    return b"".join(iter(lambda: line.recv(65536), b""))


def is_cut(line):
    """Whether the other side has ended the connection."""
    line.settimeout(0.01)
    try:
        return line.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


@contextmanager
def halves(server, number, every=0.2):
    """So many requests under way, half of them in the head and half in the body, a byte at a time."""
    lines = [server.connect((HALF_HEAD, HALF_BODY)[n % 2]) for n in range(number)]
    ended = threading.Event()
    trickle = threading.Thread(target=_trickle, args=(lines, ended, every))
    trickle.start()
    try:
        yield lines
    finally:
        ended.set()
        trickle.join()
        for line in lines:
            line.close()


def _trickle(lines, ended, every):
    while not ended.wait(every):
        for line in lines:
            try:
                line.send(b"x")
            except OSError:
                continue


def seconds_of(act):
    started_at = time.monotonic()
    act()
    return time.monotonic() - started_at
