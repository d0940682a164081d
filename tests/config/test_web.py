"""Does a server that many hold on to still answer, and does it end as it should?"""

import os
import shutil
import signal
import socket
import time

import pytest

from tests.config.clients import HALF_BODY, halves, is_cut, seconds_of, started, tiny, whole
from tests.services import wait_for

pytestmark = pytest.mark.django_db  # so that there is a schema to copy
LARGE = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\n"
PATIENT = "HEAD_SECONDS=600", "REQUEST_SECONDS=600", "IDLE_SECONDS=600"  # so that no limit of time cuts instead
TABLE = LARGE.replace(b"/sign-in/", b"/s/S-0001/facts/paste/preview/") + b"Connection: close\r\n"
CHUNK = b"fffff\r\n" + bytes(0xFFFFF) + b"\r\n"


@pytest.fixture(scope="module")
def product(tmp_path_factory, empty_database):
    """The pages themselves, in one process with two threads."""
    data = tmp_path_factory.mktemp("served")
    data.chmod(0o700)
    shutil.copy(empty_database, data / "touchstone.sqlite3")
    environment = {"TOUCHSTONE_DATA": str(data), "DATABASE_URL": "", "WEB_PROCESSES": "1", "TMPDIR": str(data)}
    with started(lambda port: ["-m", "config.web", "127.0.0.1", str(port)], **environment) as server:
        server.data = data
        yield server


def page(server, seconds=10):
    return server.ask(b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", seconds)


# Those who take their time -----------------------------------------------------------------------
def test_half_requests_hold_no_thread(product):
    with halves(product, 50) as lines:
        assert page(product).startswith(b"HTTP/1.1 302")  # to the first visit's page
        assert [line for line in lines if is_cut(line)] == []


def test_a_request_that_does_not_end_is_cut_however_steadily_it_comes():
    limits = "HEAD_SECONDS=1", "REQUEST_SECONDS=1", "IDLE_SECONDS=1"
    with tiny(*limits) as server, server.connect() as idle, halves(server, 4) as lines:
        wait_for(lambda: all(is_cut(line) for line in [idle, *lines]))


def test_the_oldest_give_way_to_those_who_come():
    with tiny("MOST_CONNECTIONS=10", *PATIENT) as server, halves(server, 30) as lines:
        wait_for(lambda: sum(is_cut(line) for line in lines) >= 15)
        assert is_cut(lines[0])
        assert not is_cut(lines[-1])
        assert server.ask().endswith(b"read ")


def test_the_oldest_large_body_gives_way_when_memory_would_be_full():
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 900000\r\n\r\n"
    half = head + bytes(800_000)
    with tiny("MOST_HELD_BYTES=1000000", *PATIENT) as server, server.connect(half) as first:
        assert server.ask(half + bytes(100_000)).endswith(b"900000")
        wait_for(lambda: is_cut(first))
        assert server.ask().endswith(b"read ")


def test_those_who_do_not_read_hold_no_thread():
    asked = b"GET /large/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with tiny("STALLED_SECONDS=1") as server:
        lines = [server.connect(asked) for _ in range(4)]
        assert server.ask().endswith(b"read ")
        for line in lines:
            line.close()


# Those who send too much -------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sent",
    [
        b"Content-Length: 100000000\r\n\r\n",
        b"Content-Length: 100000000\r\nExpect: 100-continue\r\n\r\n",
        b"Content-Length: 100000000\r\n\r\n" + bytes(2_000_000),
        b"Content-Length: 3000001\r\n\r\n" + bytes(3_000_001),
        b"Content-Length: 99999999999999999999999999\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK * 3,
    ],
)
def test_what_is_too_large_is_refused_before_it_is_read_and_the_sender_is_told(product, sent):
    answer = product.ask(LARGE + sent)
    assert answer.startswith(b"HTTP/1.1 413")
    assert "最多" in answer.decode()
    assert {path.name.partition("-")[0] for path in product.data.iterdir()} == {"touchstone.sqlite3"}


def test_where_a_table_may_come_in_more_is_taken(product):
    form = b"Content-Type: multipart/form-data; boundary=b\r\n"
    within = product.ask(TABLE + form + b"Content-Length: 3000001\r\n\r\n" + bytes(3_000_001))
    assert within[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 403")  # it was read, and is no form
    beyond = product.ask(TABLE + form + b"Content-Length: 23971521\r\n\r\n")
    assert beyond.startswith(b"HTTP/1.1 413")


def test_who_was_refused_and_goes_on_sending_is_cut():
    sent = LARGE + b"Content-Length: 100000000\r\n\r\n"
    with tiny("DRAIN_SECONDS=1", *PATIENT) as server, server.connect(sent) as line:
        assert whole(line)
        wait_for(lambda: takes_no_more(line))


def takes_no_more(line):
    try:
        line.sendall(bytes(1000))
    except OSError:
        return True
    return False


def test_a_chunked_body_within_the_limit_is_read():
    body = b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    with tiny() as server:
        assert server.ask(b"POST / HTTP/1.1\r\nHost: localhost\r\n" + body).endswith(b"read hello5")


@pytest.mark.parametrize("half", [b"", b"Content-Length: abc\r\n\r\n", b"Transfer-Encoding: gzip\r\n\r\n"])
def test_what_is_no_request_ends_with_an_answer_or_the_line(product, half):
    answer = product.ask(LARGE + half if half else bytes(40_000))
    assert answer[:10] in (b"HTTP/1.1 4", b"HTTP/1.1 5", b"HTTP/1.0 4")


# The end -----------------------------------------------------------------------------------------
def test_what_has_come_is_answered_before_the_end():
    asked = b"GET /slow/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with tiny() as server, server.connect() as idle, server.connect(asked) as line:
        wait_for(lambda: line.recv(65536, socket.MSG_PEEK).endswith(b"re"))
        assert server.stop() == 0
        assert whole(line).endswith(b"\r\n\r\nread ")
        assert is_cut(idle)


def test_a_process_that_is_killed_is_replaced():
    with tiny(WEB_PROCESSES="2") as server:
        wait_for(lambda: len(server.members()) == 2)
        former = server.members()
        for pid in former:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: len(set(server.members()) - set(former)) == 2)
        assert server.ask().endswith(b"read ")


def test_processes_end_with_the_one_that_started_them():
    with tiny(WEB_PROCESSES="2") as server:
        wait_for(lambda: len(server.members()) == 2)
        left = server.members()
        server.process.kill()
        wait_for(lambda: not any(alive(pid) for pid in left))


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_half_request_holds_the_end_up_for_seconds_only():
    with tiny() as server, server.connect(HALF_BODY):
        wait_for(server.members)
        assert seconds_of(server.stop) < 8


# As many as may be -------------------------------------------------------------------------------
STOCK = ["-m", "waitress", "--threads=16", "config.wsgi:application"]


@pytest.mark.campaign
def test_two_hundred_halves_and_a_hundred_megabytes_leave_the_pages_and_the_disk_alone(product):
    took = []
    page(product)
    with halves(product, 200, every=1):
        for _ in range(15):
            took.append(seconds_of(lambda: page(product, seconds=30)))
            with product.connect(LARGE + b"Content-Length: 100000000\r\n\r\n") as line:
                send_all(line, 100)
                assert whole(line).startswith(b"HTTP/1.1 413")
            time.sleep(1)
    assert max(took) < 2, took
    assert {path.name.partition("-")[0] for path in product.data.iterdir()} == {"touchstone.sqlite3"}


@pytest.mark.campaign
def test_the_same_halves_stop_a_server_without_these_limits(product):
    environment = {"TOUCHSTONE_DATA": str(product.data), "DATABASE_URL": ""}
    with (
        started(lambda port: [*STOCK[:2], f"--listen=127.0.0.1:{port}", *STOCK[2:]], **environment) as stock,
        halves(stock, 200, every=1),
        pytest.raises(TimeoutError),
    ):
        page(stock, seconds=20)


def send_all(line, megabytes):
    """As much as the other side takes."""
    try:
        for _ in range(megabytes):
            line.sendall(bytes(1_000_000))
    except OSError:
        return
