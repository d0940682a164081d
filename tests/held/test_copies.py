"""Does a copy that is taken while people save hold every save that was acknowledged before?"""

import os
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

from reports import replay
from reports.backup import DATABASE, back_up
from scoring.sheets import Conflict
from tests.scoring.scene import scene
from tests.services import as_postgres, newest_postgres

pytestmark = [pytest.mark.campaign, pytest.mark.services, pytest.mark.django_db(transaction=True)]
CELLS = [(leaf, vendor) for leaf in ("F1", "F2", "T1") for vendor in ("A", "B")]
COPIES = 3
QUERY = """
SELECT c.code, v.code, m.key, s.version FROM scoring_score s JOIN criteria_criterion c ON c.id = s.criterion_id
JOIN vendors_vendor v ON v.id = s.vendor_id JOIN selection_member m ON m.id = s.member_id
"""


class Saving:
    """Two people save as fast as they can; `known` is what they were told is saved."""

    def __init__(self):
        self.made, self.known, self.ends = scene(), {}, threading.Event()
        replay.baseline(self.made.selection)
        self.threads = [threading.Thread(target=self.save, args=[name]) for name in ("eva", "ed")]

    def save(self, name):
        try:
            while not self.ends.is_set():
                for leaf, vendor in CELLS:
                    version = self.known.get((leaf, vendor, name), 0)
                    try:
                        mark = self.made.give(name, leaf, vendor, version % 10, version=version)
                    except Conflict:  # an answer that was lost
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


def test_backup_while_people_save_holds_what_was_acknowledged_and_proves_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{newest_postgres()}:{os.environ['PATH']}")
    lost = []
    with Saving() as saving:
        for number in range(COPIES):
            sleep(0.5)
            before = dict(saving.known)
            back_up(tmp_path / f"{number}.tar.gz")
            found = opened(tmp_path / f"{number}.tar.gz", tmp_path / f"{number}")
            lost += [cell for cell, version in before.items() if found.get(cell, 0) < version]
    saves = sum(saving.known.values())
    print(f"{connection.vendor}: {COPIES} copies while {saves} saves, {len(lost)} lost", file=sys.stderr)
    assert (lost, saves > 50) == ([], True)


def opened(archive, folder):
    """The versions of the cells in a copy; the copy's own record proves it."""
    folder.mkdir(mode=0o700)
    with tarfile.open(archive) as tar:
        tar.extract(DATABASE, folder, filter="data")
    environment = os.environ | {"TOUCHSTONE_DATA": str(folder), "DATABASE_URL": ""}
    if connection.vendor == "sqlite":
        (folder / DATABASE).rename(folder / "touchstone.sqlite3")
        with closing(sqlite3.connect(folder / "touchstone.sqlite3")) as copy:
            rows = copy.execute(QUERY).fetchall()
    else:
        environment["DATABASE_URL"] = _restored(folder / DATABASE)
        with psycopg.connect(environment["DATABASE_URL"]) as copy:
            rows = copy.execute(QUERY).fetchall()
    command = [sys.executable, "manage.py", "verify"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return {(leaf, vendor, key): version for leaf, vendor, key, version in rows}


def _restored(dump):
    name = f"copy_{monotonic_ns()}"
    home = connection.settings_dict["HOST"]
    as_postgres(newest_postgres() / "createdb", "-h", home, "-U", "touchstone", name)
    url = f"{settings.DATABASE_URL.rpartition('/')[0]}/{name}"
    subprocess.run([newest_postgres() / "pg_restore", "--no-owner", f"--dbname={url}", dump], check=True)
    return url
