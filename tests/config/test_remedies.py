"""Does a command that fails on disk or database say what to do, without a traceback?"""

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, OperationalError

from config.remedies import remedy
from selection.failures import Failure, failure

LIMITED = """
import os, resource, runpy, signal, sys
sys.dont_write_bytecode = True  # a compiled file that is cut off would stay for everybody
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
sys.argv = sys.argv[1:]
sys.path.insert(0, os.getcwd())
runpy.run_path("manage.py", run_name="__main__")
"""


pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path, empty_database):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "touchstone.sqlite3").write_bytes(empty_database.read_bytes())
    (folder / "secret_key").write_text("x" * 50)
    return folder


def run(*command, data, **environment):
    clean = os.environ | {"TOUCHSTONE_DATA": str(data), "DATABASE_URL": "", "SECRET_KEY": "", "HTTPS": "false"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def told(done):
    """The one sentence of a command that ended with 1."""
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    return done.stderr.strip().splitlines()[-1]


def test_file_that_is_not_there_is_named(data, tmp_path):
    done = run("manage.py", "import_selection", str(tmp_path / "none.json"), data=data)
    assert told(done) == f"manage.py import_selection: there is no {tmp_path / 'none.json'}; check the name"


def test_folder_in_the_place_of_a_file_is_named(data, tmp_path):
    assert told(run("manage.py", "import_selection", str(tmp_path), data=data)).endswith("; name a file")


@pytest.mark.parametrize("most", [0, 1000, 200_000])
def test_disk_that_takes_no_more_is_named_and_nothing_is_left_behind(data, tmp_path, most):
    target = tmp_path / "backup.tar.gz"
    said = told(run("-c", LIMITED, str(most), "manage.py", "backup", str(target), data=data))
    assert "check that the disk has room" in said or "make room on the disk" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_export_onto_a_full_disk_leaves_what_was_there(data, tmp_path):
    target = tmp_path / "S-0007.json"
    target.write_text("before")
    load = run("manage.py", "import_selection", str(settings.BASE_DIR / "fixtures/demo/S-0007.json"), data=data)
    assert load.returncode == 0, load.stderr
    command = ("manage.py", "export_selection", "S-0007", "--output", str(target))
    # SQLite's shared memory is larger than this limit, so it is there before.
    done = run("-c", LIMITED, "110000", *command, data=data)
    assert "no space left" in told(done)
    assert target.read_text() == "before"


def test_database_that_cannot_be_opened_is_named(data):
    (data / "touchstone.sqlite3").unlink()
    (data / "touchstone.sqlite3").mkdir()
    assert "the database cannot be opened or reached" in told(run("manage.py", "check_selections", data=data))


@pytest.mark.campaign
@pytest.mark.parametrize("command", [("migrate", "-v0"), ("import_selection", "fixtures/demo/S-0007.json")])
def test_database_that_another_program_holds_is_said_after_a_while(data, command):
    with closing(sqlite3.connect(data / "touchstone.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "another program holds the database" in told(run("manage.py", *command, data=data))


def test_server_that_does_not_answer_is_named(data):
    done = run("manage.py", "check_selections", data=data, DATABASE_URL="postgresql://nobody:x@127.0.0.1:9/none")
    assert "the database server of DATABASE_URL runs" in told(done)


def test_setting_that_makes_no_sense_is_one_sentence(data):
    assert told(run("manage.py", "check_selections", data=data, HTTPS="perhaps")) == (
        "manage.py check_selections: HTTPS='perhaps' is not understood: use true or false"
    )


def test_fault_of_the_code_keeps_its_traceback():
    assert [remedy(error) for error in (ValueError("x"), IntegrityError("x"), KeyError("x"))] == ["", "", ""]


def broken(kind, cause):
    error = kind("told")
    error.__cause__ = cause
    return error


def of_sqlite(code):
    error = sqlite3.OperationalError("told")
    error.sqlite_errorcode = code
    return error


class OfPostgreSQL(Exception):
    def __init__(self, state):
        self.sqlstate = state


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "full"), Failure.FULL),
        (OSError(errno.EDQUOT, "full"), Failure.FULL),
        (OSError(errno.EROFS, "read-only"), Failure.READ_ONLY),
        (OSError(errno.ECONNRESET, "gone"), None),
        (broken(OperationalError, of_sqlite(sqlite3.SQLITE_FULL)), Failure.FULL),
        (broken(OperationalError, of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT)), Failure.BUSY),
        (broken(OperationalError, of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED)), Failure.READ_ONLY),
        (broken(OperationalError, of_sqlite(sqlite3.SQLITE_IOERR_WRITE)), Failure.AWAY),
        (broken(OperationalError, of_sqlite(sqlite3.SQLITE_ERROR)), None),
        (broken(OperationalError, OfPostgreSQL("53100")), Failure.FULL),
        (broken(OperationalError, OfPostgreSQL("53300")), Failure.AWAY),
        (broken(OperationalError, OfPostgreSQL("55P03")), Failure.BUSY),
        (broken(DatabaseError, OfPostgreSQL("42P01")), None),
        (broken(OperationalError, OfPostgreSQL(None)), Failure.AWAY),
    ],
)
def test_kind_of_a_failure_is_told_by_its_code(error, kind):
    assert failure(error) == kind
    assert bool(remedy(error)) == (kind is not None)


def test_wrong_setting_is_its_own_sentence():
    assert remedy(ImproperlyConfigured("PORT='x' is not understood")) == "PORT='x' is not understood"
