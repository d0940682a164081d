"""Which processes answer requests? `python -m config.web HOST PORT`."""

import gc
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from waitress import wasyncore

from config import env
from config.connections import MOST_CONNECTIONS, Bounds, Server
from config.processes import end_with_parent

BACKLOG = 1024
GRACE_SECONDS = 4
FILES = 2048
AGAIN_AFTER_SECONDS = 1
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def main(host: str, port: int) -> int:
    listener = socket.create_server((host, port), backlog=BACKLOG)
    from config.wsgi import application  # loaded once, before the processes part

    gc.collect()  # freeze would keep the garbage too
    gc.freeze()  # what is loaded stays: going through all of it again would halt all requests for a tenth of a second
    _allow_files()
    return Team(lambda: serve(application, listener), env.whole("WEB_PROCESSES", 2, low=1, high=64)).run()


class Team:
    """Processes with the same work; one that dies is replaced."""

    def __init__(self, work: Callable[[], None], size: int) -> None:
        self.work, self.size = work, size
        self.members: set[int] = set()
        self.is_stopping = False

    def run(self) -> int:
        for number in ENDINGS:
            signal.signal(number, self._stop)
        while self.members or not self.is_stopping:
            while len(self.members) < self.size and not self.is_stopping:
                self._start_one()
            with suppress(ChildProcessError):
                self.members.discard(os.wait()[0])
            if not self.is_stopping:
                # One that dies at its start would be replaced without end.
                time.sleep(AGAIN_AFTER_SECONDS)
        return 0

    def _start_one(self) -> None:
        """No signal comes in between: the new process takes it when it knows what to do with one."""
        parent = os.getpid()
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
        if pid := os.fork():
            self.members.add(pid)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
            return
        end_with_parent()
        # The parent may have died before its child asked to end with it.
        if os.getppid() == parent:
            self.work()
        sys.exit(0)

    def _stop(self, number: int, frame: object) -> None:
        self.is_stopping = True
        for pid in self.members:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def serve(application: Callable[..., object], listener: socket.socket) -> None:
    """Until told to stop, and then until what has come is answered, for a few seconds at most."""
    server, parent = _server(application, listener), os.getppid()
    stop_at: list[float] = []

    def stop(number: int, frame: object) -> None:
        stop_at.append(time.monotonic() + GRACE_SECONDS)
        server.pull_trigger()  # the loop may be asleep

    for number in ENDINGS:
        signal.signal(number, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    while not stop_at and os.getppid() == parent:
        wasyncore.loop(timeout=1, use_poll=True, map=server._map, count=1)
    server.leave()
    until = stop_at[0] if stop_at else time.monotonic() + GRACE_SECONDS
    while not server.is_idle and time.monotonic() < until:
        wasyncore.loop(timeout=0.1, use_poll=True, map=server._map, count=1)


def _server(application: Callable[..., object], listener: socket.socket) -> Server:
    from django.conf import settings

    from selection.uploads import most_bytes

    adjusted = Bounds(
        sockets=[listener],
        threads=env.whole("WEB_THREADS", 8, low=1, high=64),
        backlog=BACKLOG,
        recv_bytes=65536,
        cleanup_interval=1,
        # Ours drops the oldest; waitress's stops accepting.
        connection_limit=MOST_CONNECTIONS + 100,
        max_request_header_size=32_768,
        max_request_body_size=settings.MOST_TABLE_REQUEST_BYTES + 1,
        inbuf_overflow=settings.MOST_TABLE_REQUEST_BYTES + 1,  # nothing that is being sent lies on the disk
        clear_untrusted_proxy_headers=False,  # PROXY_COUNT says how far they count
        log_socket_errors=False,
        ident=None,
    )
    adjusted.most_bytes, adjusted.least_most_bytes = most_bytes, settings.MOST_REQUEST_BYTES
    place = (listener.family, listener.type, listener.proto, listener.getsockname())
    return Server(application, _sock=listener, adj=adjusted, sockinfo=place, bind_socket=False)


def _allow_files() -> None:
    """Some systems allow a process 256 open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
