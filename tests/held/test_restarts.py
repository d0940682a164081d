"""Is every save that a browser was told of there, once, after PostgreSQL was stopped and started under it?"""

from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.held.running import (
    Browser,
    assert_each_is_there_once,
    await_saves,
    home_of,
    saving,
    say,
    serving,
    stored,
)
from tests.held.size import TIMES
from tests.services import as_postgres, newest_postgres

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.services,
    pytest.mark.skipif(not settings.DATABASE_URL, reason="SQLite has no server that could be restarted"),
]
RESTARTS = 7 * TIMES
SAVES = 15  # before each


def restart(url, how):
    """`fast` ends the work of everybody; `immediate` is what a kill leaves, and starts from the log."""
    data = Path(home_of(url)) / "data"
    as_postgres(newest_postgres() / "pg_ctl", "-D", data, "-w", "-m", how, "-l", data.parent / "log", "restart")


def test_saves_outlive_restarts_of_postgresql(place, postgres_url):
    browsers = [Browser("eva"), Browser("ed")]
    with serving(place) as installation, saving(browsers, installation.port):
        for number in range(RESTARTS):
            await_saves(browsers, SAVES)
            restart(postgres_url, "fast" if number % 2 else "immediate")
        await_saves(browsers, SAVES)
    said = f"{RESTARTS} restarts, {sum(one.unavailable for one in browsers)} answered 503"
    assert_each_is_there_once(place[1], browsers, said)


def test_save_that_is_answered_before_it_is_written_would_be_missed(place, postgres_url):
    """The control: the same stop, of a server that answers first and writes later."""
    one = Browser("eva")
    with writing_later(place[1]["DATABASE_URL"]), serving(place) as installation:
        one.sign_in(installation.port)
        for _number in range(SAVES):
            one.step()
        restart(postgres_url, "immediate")
    lost = set(one.known) - set(stored(place[1])[0])
    say(f"the control: {len(lost)} of {len(one.known)} lost")
    assert lost != set()


@contextmanager
def writing_later(url):
    name = url.rpartition("/")[2]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        server.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        server.execute("SELECT pg_reload_conf()")
    yield
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("ALTER SYSTEM RESET wal_writer_delay")
        server.execute("SELECT pg_reload_conf()")
