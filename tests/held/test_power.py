"""Does a machine that loses its power still hold every acknowledged save, wherever the log was torn after it?"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.held.running import say
from tests.held.size import TIMES
from tests.scoring.scene import scene

pytestmark = [pytest.mark.campaign, pytest.mark.django_db(transaction=True)]  # PostgreSQL keeps a log of its own
SAVES = 12 * TIMES


def test_log_that_is_torn_after_an_acknowledged_save_still_holds_it(tmp_path):
    database = Path(connection.settings_dict["NAME"])
    made = scene()
    with connection.cursor() as cursor:
        assert [_pragma(cursor, name) for name in ("journal_mode", "synchronous")] == ["wal", 2]
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA wal_autocheckpoint = 0")
    shutil.copy(database, tmp_path / "start")
    log, synced = Path(f"{database}-wal"), []
    for version in range(SAVES):
        made.give("eva", "F1", "A", version % 10, version=version)
        synced.append(log.stat().st_size)
    content = log.read_bytes()
    kept = [_after_a_cut(tmp_path, content[:cut]) for cut in _cuts(synced)]
    promised = [sum(size <= cut for size in synced) for cut in _cuts(synced)]
    say(f"{len(kept)} cuts of a log of {len(content)} bytes")
    assert kept == promised
    assert (
        _after_a_cut(tmp_path, content[: synced[-1] - 1]) == SAVES - 1
    )  # the control: one byte of the last save is missing


def _pragma(cursor, name):
    cursor.execute(f"PRAGMA {name}")
    return cursor.fetchone()[0]


def _cuts(synced):
    """Just at each acknowledged save, and in the middle of the next one."""
    return [
        cut
        for size, after in zip(synced, [*synced[1:], synced[-1] + 8000], strict=True)
        for cut in (size, (size + after) // 2)
    ]


def _after_a_cut(folder, log):
    """How many saves a machine finds that starts again with so much of the log."""
    for name in ("cut", "cut-wal", "cut-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(folder / "start", folder / "cut")
    (folder / "cut-wal").write_bytes(log)
    with closing(sqlite3.connect(folder / "cut")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        events = copy.execute("SELECT count(*) FROM selection_event").fetchone()[0]
        versions = copy.execute("SELECT coalesce(max(version), 0) FROM scoring_score").fetchone()[0]
    assert events == versions
    return versions
