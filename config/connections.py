"""How long may a client take, how many may there be, and how much may they send?

Requests are read by one thread that waits for nobody, and only whole ones reach the threads that answer.
"""

import socket
import time
from collections.abc import Callable, Iterable

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.utilities import RequestEntityTooLarge

HEAD_SECONDS = 15
REQUEST_SECONDS = 60
IDLE_SECONDS = 30
STALLED_SECONDS = 60  # an answer of which the client has taken nothing
DRAIN_SECONDS = 10
MOST_CONNECTIONS = 400
MOST_HELD_BYTES = 64_000_000
SMALL_BYTES = 64_000


class Bounds(Adjustments):
    """What an address takes at most may be less than what any of them does."""

    most_bytes: Callable[[str], int]
    least_most_bytes: int  # what every address takes


class Request(HTTPRequestParser):
    """Refuses nothing for its size: the application does, with a page, and is given none of what is too much."""

    adj: Bounds
    error: object | None
    is_too_large = False

    def received(self, data: bytes) -> int:
        taken: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge) or self._is_beyond():
            # Waitress would answer with a bare line of text; our own page says what is too much.
            self.error, self.completed = None, True
            self.is_too_large, self.expect_continue = True, False
            self.headers["CONNECTION"] = "close"
            # A body in chunks names no length: what has come so far stands for it.
            if self.chunked:
                self.headers["CONTENT_LENGTH"] = str(self.body_bytes_received)
            self.close()
            self.body_rcv = None
        return taken

    def _is_beyond(self) -> bool:
        size = max(self.content_length, self.body_bytes_received)
        return size > self.adj.least_most_bytes and size > self.adj.most_bytes(self.path)

    @property
    def held(self) -> int:
        return 0 if self.is_too_large else int(self.body_bytes_received)


class Connection(HTTPChannel):
    """Times run from the first byte of a request to its last, however steadily the bytes trickle in."""

    parser_class = Request
    close_when_flushed: bool
    waits_since = 0.0
    drains_since = 0.0
    sends_too_much = False

    @property
    def is_answered(self) -> bool:
        """Whether a whole request is at work, or its answer on the way."""
        return bool(self.requests or self.total_outbufs_len or self.close_when_flushed)

    @property
    def held(self) -> int:
        under_way = (*self.requests, self.request) if self.request else tuple(self.requests)
        return sum(request.held for request in under_way)

    def overdue(self, now: float) -> bool:
        if self.drains_since:
            return now - self.drains_since > DRAIN_SECONDS
        if self.is_answered:
            return self.total_outbufs_len > 0 and now - self.last_activity > STALLED_SECONDS
        if self.request is None:
            return now - max(self.waits_since, self.creation_time, self.last_activity) > IDLE_SECONDS
        allowed = REQUEST_SECONDS if self.request.headers_finished else HEAD_SECONDS
        return now - self.waits_since > allowed

    def received(self, data: bytes) -> bool:
        if self.drains_since:
            return True
        if self.request is None:
            self.waits_since = time.time()
        taken: bool = super().received(data)
        if self.request and self.request.held > SMALL_BYTES:
            self.server.keep_within_memory()
        return taken

    def handle_write(self) -> None:
        """Who still sends what was refused could not read the answer if the line were cut at once."""
        if not (self.sends_too_much and self.close_when_flushed):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.connected and not self.total_outbufs_len and not self.will_close:
            self.close_when_flushed, self.drains_since = False, time.time()
            # Closed one way: the client can read the answer to its end while it still sends.
            self.socket.shutdown(socket.SHUT_WR)


class Server(TcpWSGIServer):
    """One process; those that share a socket share the work."""

    channel_class = Connection

    def maintenance(self, now: float) -> None:
        for connection in self.active_channels.values():
            if connection.overdue(now):
                connection.will_close = True

    def add_task(self, connection: Connection) -> None:
        connection.sends_too_much = any(request.is_too_large for request in connection.requests)
        super().add_task(connection)

    def handle_accept(self) -> None:
        staying = [connection for connection in self.active_channels.values() if not connection.will_close]
        if len(staying) >= MOST_CONNECTIONS:
            _drop_oldest(connection for connection in staying if not connection.requests)
        super().handle_accept()

    def keep_within_memory(self) -> None:
        staying = [connection for connection in self.active_channels.values() if not connection.will_close]
        if sum(connection.held for connection in staying) > MOST_HELD_BYTES:
            _drop_oldest(one for one in staying if one.request and one.request.held > SMALL_BYTES)

    @property
    def is_idle(self) -> bool:
        return not any(one.is_answered or one.request for one in self.active_channels.values())

    def leave(self) -> None:
        """Takes no more; the loop goes on until what has come is answered."""
        self.del_channel()
        self.socket.close()
        self.accepting = False


def _drop_oldest(connections: Iterable[Connection]) -> None:
    """Closed by the loop's next turn: a number that is free again at once would be taken for the old connection."""
    oldest = min(connections, key=lambda one: max(one.waits_since, one.creation_time), default=None)
    if oldest:
        oldest.will_close = True
