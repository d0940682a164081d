"""Does a copy that is taken while people save hold every save that was acknowledged before?"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from time import monotonic_ns, sleep

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from installation.backup import DATABASE, back_up, run_postgresql
from reports.proof import replay
from selection.versions import Stale
from tests.held.running import say
from tests.held.size import TIMES
from tests.scoring.scene import scene
from tests.services import as_postgres, newest_postgres

pytestmark = [pytest.mark.campaign, pytest.mark.services, pytest.mark.django_db(transaction=True)]
CELLS = [(leaf, vendor) for leaf in ("F1", "F2", "T1") for vendor in ("A", "B")]
COPIES = 3 * TIMES
QUERY = """
SELECT c.code, v.code, m.key, s.version FROM scoring_score s JOIN criteria_criterion c ON c.id = s.criterion_id
JOIN vendors_vendor v ON v.id = s.vendor_id JOIN selection_member m ON m.id = s.member_id
"""


class Saving:
    """Two people save as fast as they can; `known` is what they were told is saved."""

    def __init__(self):
        self.made, self.known, self.ends = scene(), {}, threading.Event()
        replay.baseline()  # of the site
        replay.baseline(self.made.selection)
        self.threads = [threading.Thread(target=self.save, args=[name]) for name in ("eva", "ed")]

    def save(self, name):
        try:
            while not self.ends.is_set():
                for leaf, vendor in CELLS:
                    version = self.known.get((leaf, vendor, name), 0)
                    try:
                        mark = self.made.give(name, leaf, vendor, version % 10, version=version)
                    except Stale:  # an answer that was lost
                        mark = self.made.give(name, leaf, vendor, version % 10, version=version + 1)
                    self.known[leaf, vendor, name] = mark.version
        finally:
            connection.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.ends.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    monkeypatch.setenv("PATH", f"{newest_postgres()}:{os.environ['PATH']}")


def copied(saving, folder, copy):
    """The cells of which a copy, taken while people save, lacks what was acknowledged before, and what verify says."""
    sleep(0.5)
    before = dict(saving.known)
    folder.mkdir(mode=0o700)
    found, verdict = opened(copy(folder), folder)
    return [cell for cell, version in before.items() if found.get(cell, 0) < version], verdict


def test_backup_while_people_save_holds_what_was_acknowledged_and_proves_itself(tmp_path):
    with Saving() as saving:
        found = [copied(saving, tmp_path / str(number), backed_up) for number in range(COPIES)]
    saves, lost = sum(saving.known.values()), [cell for cells, _verdict in found for cell in cells]
    say(f"{COPIES} copies while {saves} saves, {len(lost)} lost")
    assert (lost, saves > 50) == ([], True)
    assert [verdict.splitlines()[-1] for _lost, verdict in found] == ["no findings"] * COPIES


def test_copy_that_is_put_together_bit_by_bit_while_people_save_would_lack_some_or_not_prove_itself(tmp_path):
    """The control: the file of SQLite as it lies there, the tables of PostgreSQL one after the other."""
    with Saving() as saving:
        found = [copied(saving, tmp_path / str(number), bit_by_bit) for number in range(COPIES)]
    lost = [cell for cells, _verdict in found for cell in cells]
    unproved = [verdict for _lost, verdict in found if not verdict.endswith("no findings\n")]
    say(f"the control: {COPIES} copies bit by bit, {len(lost)} lost, {len(unproved)} that do not prove themselves")
    assert lost + unproved != []


def backed_up(folder):
    """As people make one: the database in the archive."""
    back_up(folder / "archive.tar.gz")
    with tarfile.open(folder / "archive.tar.gz") as tar:
        tar.extract(DATABASE, folder, filter="data")
    return [folder / DATABASE]


def bit_by_bit(folder):
    if connection.vendor == "sqlite":
        return [shutil.copy(connection.settings_dict["NAME"], folder / DATABASE)]
    parts = {"rest": "--exclude-table-data=scoring_score", "marks": "--table=scoring_score"}
    for name, part in parts.items():
        only = ["--data-only"] if name == "marks" else []
        run_postgresql("pg_dump", "--format=custom", "--no-owner", part, *only, f"--file={folder / name}")
        sleep(0.5)
    return [folder / name for name in parts]


def opened(parts, folder):
    """The versions of the cells in a copy, and what its own record says of it."""
    environment = os.environ | {"TOUCHSTONE_DATA": str(folder), "DATABASE_URL": ""}
    try:
        if connection.vendor == "sqlite":
            (folder / DATABASE).rename(folder / "touchstone.sqlite3")
            with closing(sqlite3.connect(folder / "touchstone.sqlite3")) as copy:
                rows = copy.execute(QUERY).fetchall()
        else:
            environment["DATABASE_URL"] = _restored(parts)
            with psycopg.connect(environment["DATABASE_URL"]) as copy:
                rows = copy.execute(QUERY).fetchall()
    except sqlite3.DatabaseError as error:
        return {}, str(error)
    command = [sys.executable, "manage.py", "verify"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    return {(leaf, vendor, key): version for leaf, vendor, key, version in rows}, done.stdout or done.stderr


def _restored(parts):
    name = f"copy_{monotonic_ns()}"
    home = connection.settings_dict["HOST"]
    as_postgres(newest_postgres() / "createdb", "-h", home, "-U", "touchstone", name)
    url = f"{settings.DATABASE_URL.rpartition('/')[0]}/{name}"
    for part in parts:
        subprocess.run([newest_postgres() / "pg_restore", "--no-owner", f"--dbname={url}", part], check=True)
    return url
