"""Does an archive bring back exactly what there was, and is a bad one refused before anything changes?"""

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from installation.backup import Refused
from installation.lock import InUse, occupy
from installation.restore import unpack
from reports.proof import replay
from selection import accounts
from selection.models import User
from tests import cast
from tests.services import as_postgres, newest_postgres

pytestmark = pytest.mark.django_db  # so that there is a schema to copy
SHOW = "SELECT username FROM selection_user ORDER BY username"


class Installation:
    """An installation of its own, on SQLite unless it is told otherwise."""

    def __init__(self, data, **environment):
        self.data = data
        names = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL")
        clean = {name: value for name, value in os.environ.items() if name not in names}
        self.environment = clean | {"TOUCHSTONE_DATA": str(data)} | environment

    def run(self, *arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True)

    def manage(self, *arguments):
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def add(self, name):
        """A person, as the product would store them."""
        user = User(username=name)
        fields = [field for field in User._meta.concrete_fields if not field.primary_key]
        values = [field.get_db_prep_save(field.pre_save(user, add=True), connection) for field in fields]
        columns, sign = ", ".join(field.column for field in fields), "%s" if self.url else "?"
        with closing(self.database()) as database:
            database.execute(
                f"INSERT INTO selection_user ({columns}) VALUES ({', '.join(sign for _ in fields)})", values
            )
            database.commit()

    def people(self):
        with closing(self.database()) as database:
            return [name for (name,) in database.execute(SHOW)]

    def migrations(self):
        with closing(self.database()) as database:
            return sorted(database.execute("SELECT app, name FROM django_migrations"))

    @property
    def url(self):
        return self.environment.get("DATABASE_URL")

    def database(self):
        return psycopg.connect(self.url) if self.url else sqlite3.connect(self.data / "touchstone.sqlite3")


@pytest.fixture(scope="module")
def template(tmp_path_factory, empty_database):
    """A migrated installation with Eva and one file; copied for each test."""
    installation = Installation(tmp_path_factory.mktemp("template"))
    shutil.copy(empty_database, installation.data / "touchstone.sqlite3")
    installation.add("eva")
    (installation.data / "secret_key").write_text("x" * 50)
    (installation.data / "files" / "reports").mkdir(parents=True)
    (installation.data / "files" / "reports" / "报告.pdf").write_bytes(b"%PDF first")
    return installation


@pytest.fixture
def installation(template, tmp_path):
    copy = Installation.__new__(Installation)
    copy.data = tmp_path / "data"
    shutil.copytree(template.data, copy.data)
    copy.environment = template.environment | {"TOUCHSTONE_DATA": str(copy.data)}
    return copy


@pytest.fixture(scope="module")
def archive(template, tmp_path_factory):
    """A backup of the template."""
    path = tmp_path_factory.mktemp("archive") / "b"
    template.manage("backup", path)
    return path


def state(installation):
    """Every kept file with its content, the database as its rows."""
    database = installation.data / "touchstone.sqlite3"
    with sqlite3.connect(database) as connection:
        rows = list(connection.iterdump())
    connection.close()
    own = ("touchstone.sqlite3", "running.lock")
    kept = (path for path in installation.data.rglob("*") if path.is_file() and not path.name.startswith(own))
    return rows, {str(path.relative_to(installation.data)): path.read_bytes() for path in kept}


def test_restore_brings_back_rows_files_and_key(installation, tmp_path):
    before = state(installation)
    installation.manage("backup", tmp_path / "b")
    installation.add("mallory")
    (installation.data / "files" / "reports" / "报告.pdf").write_bytes(b"%PDF second")
    (installation.data / "files" / "later").write_bytes(b"x")
    (installation.data / "secret_key").write_text("another key")
    said = installation.manage("restore", tmp_path / "b")
    (former,) = installation.data.glob("before-restore-*")
    assert str(former) in said
    assert (former / "files" / "reports" / "报告.pdf").read_bytes() == b"%PDF second"
    assert (former / "secret_key").read_text() == "another key"
    shutil.rmtree(former)
    rows, files = state(installation)
    told = [row for row in rows if "selection.restored" in row]
    assert (len(told), files) == (1, before[1])
    assert without_record(rows) == without_record(before[0])


def without_record(rows):
    """What no chain of events holds."""
    kept = ("selection_event", "selection_payload", "selection_chainhead", "sqlite_sequence")
    return [row for row in rows if not any(name in row for name in kept)]


HEADS = """
import json
from selection.models import ChainHead, Payload
from selection import ledger
found = Payload.objects.get(event__type="selection.restored").body
print(json.dumps([found["archive"], found["replaced"], ledger.faults(ChainHead.objects.get())]))
"""
KNOCK = """
from django.core.management import call_command
from django.db import transaction
from selection import ledger
from selection.models import ChainHead
def add(name):
    with transaction.atomic():
        ledger.record("selection.person_added", object=name)
    print(ChainHead.objects.get().hash)
add("bo")
call_command("backup", {!r}, verbosity=0)
add("mallory")
"""


def test_restore_records_where_the_chains_ended_that_it_replaces(installation, tmp_path):
    said = installation.manage("shell", "--no-imports", "-c", KNOCK.format(str(tmp_path / "b")))
    first, *_written, second = said.splitlines()
    installation.manage("restore", tmp_path / "b")
    archive, replaced, faults = json.loads(installation.manage("shell", "--no-imports", "-c", HEADS))
    assert (archive, replaced, faults) == ({"site": [1, first]}, {"site": [2, second]}, [])


def test_restore_fills_an_empty_machine(installation, archive):
    shutil.rmtree(installation.data)
    installation.manage("restore", archive)
    assert installation.people() == ["eva"]


def test_backup_holds_what_is_still_in_the_write_ahead_log(installation, tmp_path):
    database = sqlite3.connect(installation.data / "touchstone.sqlite3")
    database.execute("UPDATE selection_user SET username = 'eve'")
    database.commit()
    assert (installation.data / "touchstone.sqlite3-wal").stat().st_size > 0
    installation.manage("backup", tmp_path / "b")
    database.close()
    installation.manage("restore", tmp_path / "b")
    assert installation.people() == ["eve"]


def test_backup_is_private_and_lists_its_files(archive):
    assert archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))
    assert names == ["manifest.json", "database", "secret_key", "files/reports/报告.pdf"]
    assert sorted(manifest["contents"]) == sorted(names[1:])
    assert manifest["contents"]["files/reports/报告.pdf"] == {
        "sha256": hashlib.sha256(b"%PDF first").hexdigest(),
        "size": 10,
    }


def test_backup_replaces_no_file(installation, tmp_path):
    (tmp_path / "b").write_text("precious")
    done = installation.run("backup", tmp_path / "b")
    assert done.returncode == 1
    assert "exists already; choose another name" in done.stderr
    assert (tmp_path / "b").read_text() == "precious"


def test_restore_into_a_running_installation_is_refused(installation, archive):
    with occupy(installation.data):
        done = installation.run("restore", archive)
    assert done.stderr == "CommandError: Touchstone is running on this data; stop it first; nothing was changed\n"


def rewrite(archive, target, change):
    """The archive with its manifest changed, and all of it packed again without a fault."""
    with tarfile.open(archive) as source, tarfile.open(target, "w:gz") as copy:
        for member in source:
            content = source.extractfile(member).read()
            if member.name == "manifest.json":
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
                member.size = len(content)
            copy.addfile(member, io.BytesIO(content))
    return target


# What is wrong with an archive, and what the refusal says.
WRONG = [
    (lambda m: m["migrations"].append("scoring.0999_later"), "from a newer version of Touchstone (it has scoring.0999"),
    (lambda m: m.update(format=2), "this backup has format 2; this version reads 1"),
    (lambda m: m.update(product="other"), "this file is not a Touchstone backup"),
    (lambda m: m.pop("migrations"), "this file is not a Touchstone backup"),
    (lambda m: m.update(database="postgresql"), "holds a postgresql database and this installation uses sqlite"),
    (lambda m: m["contents"]["secret_key"].update(sha256="0" * 64), "is not whole: secret_key differs from its list"),
    (lambda m: m["contents"].pop("secret_key"), "is not whole: secret_key differs from its list"),
    (lambda m: m["contents"].update({"files/gone": {}}), "is not whole: files/gone differs from its list"),
]
RESTORE_EACH = """
from pathlib import Path
from installation.backup import Refused
from installation.restore import restore
for path in {paths}:
    try:
        restore(Path(path))
    except Refused as refusal:
        print(refusal)
"""


def test_archive_with_a_fault_is_refused_and_nothing_changes(installation, archive, tmp_path):
    paths = [rewrite(archive, tmp_path / f"c{number}", change) for number, (change, _) in enumerate(WRONG)]
    whole = archive.read_bytes()
    for number, share in enumerate((0, 0.5, 0.999)):
        paths.append(tmp_path / f"cut{number}")
        paths[-1].write_bytes(whole[: int(len(whole) * share)])
    before = state(installation)
    code = RESTORE_EACH.format(paths=[str(path) for path in paths])
    said = installation.manage("shell", "--no-imports", "-c", code).splitlines()
    assert len(said) == len(paths)
    assert [words for words, told in zip((words for _, words in WRONG), said, strict=False) if words not in told] == []
    assert all("damaged or was cut off" in told or "not a Touchstone backup" in told for told in said[len(WRONG) :])
    assert state(installation) == before


def test_refusal_ends_the_command_with_an_error(installation, archive, tmp_path):
    (tmp_path / "b").write_bytes(archive.read_bytes()[:-9])
    before = state(installation)
    done = installation.run("restore", tmp_path / "b")
    assert (done.returncode, done.stderr.strip().endswith("nothing was changed")) == (1, True)
    assert state(installation) == before


def test_archive_of_an_older_schema_is_migrated(installation, tmp_path):
    present = installation.migrations()
    installation.manage("migrate", "-v0", "reports", "0010")
    assert installation.migrations() != present
    installation.manage("backup", tmp_path / "b")
    installation.manage("restore", tmp_path / "b")
    assert (installation.migrations(), installation.people()) == (present, ["eva"])


def test_damaged_database_inside_a_sound_archive_is_refused(installation, archive, tmp_path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    listed = {"sha256": hashlib.sha256(broken.read_bytes()).hexdigest(), "size": 5016}
    with tarfile.open(archive) as source:
        manifest = json.load(source.extractfile("manifest.json"))
    manifest["contents"] = {"database": listed}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "c", "w:gz") as tar:
        tar.add(tmp_path / "manifest.json", "manifest.json")
        tar.add(broken, "database")
    before = state(installation)
    done = installation.run("restore", tmp_path / "c")
    assert "the database in the copy cannot be read" in done.stderr
    assert state(installation) == before


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "running.lock", "files"])
def test_member_outside_its_place_is_refused(tmp_path, name):
    manifest = {"product": "touchstone", "format": 1, "made_at": "", "database": "", "migrations": [], "contents": {}}
    with tarfile.open(tmp_path / "b", "w:gz") as archive:
        for member, content in (("manifest.json", json.dumps(manifest).encode()), (name, b"x")):
            info = tarfile.TarInfo(member)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    (tmp_path / "stage").mkdir()
    with pytest.raises(Refused, match=r"which no backup of ours does"):
        unpack(tmp_path / "b", tmp_path / "stage")
    assert list((tmp_path / "stage").iterdir()) == []


def test_link_in_an_archive_is_refused(tmp_path):
    (tmp_path / "manifest.json").write_text(
        json.dumps(
            {"product": "touchstone", "format": 1, "made_at": "", "database": "", "migrations": [], "contents": {}}
        )
    )
    (tmp_path / "link").symlink_to("/etc/passwd")
    with tarfile.open(tmp_path / "b", "w:gz") as archive:
        archive.add(tmp_path / "manifest.json", "manifest.json")
        archive.add(tmp_path / "link", "files/link")
    (tmp_path / "stage").mkdir()
    with pytest.raises(Refused, match=r"which no backup of ours does"):
        unpack(tmp_path / "b", tmp_path / "stage")


def test_data_directory_is_held_by_one(tmp_path):
    with occupy(tmp_path), pytest.raises(InUse):
        occupy(tmp_path)
    occupy(tmp_path).close()


# Archives that are whole as archives, and wrong as backups ------------------------------------
def packed(target, manifest, members=()):
    """An archive of these members behind this list."""
    listed = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
    with tarfile.open(target, "w:gz") as tar:
        for name, content in (("manifest.json", listed), *members):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return target


def listing(*members, **changed):
    contents = {name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in members}
    plain = {"product": "touchstone", "format": 1, "made_at": "2026", "database": "sqlite", "migrations": []}
    return plain | {"contents": contents} | changed


DATABASE = ("database", b"x")
BAD_LISTS = {
    "a list": b"[]",
    "a text": b'"touchstone"',
    "a number": b"7",
    "nothing": b"",
    "null": b"null",
    "not UTF-8": b"\xff\xfe\x00",
    "deep": b"[" * 200_000,
    "deep inside": b'{"product": ' + b"[" * 200_000,
    "no product": listing() | {"product": ["touchstone"]},
    "another format": listing(format="1"),
    "a deep format": listing(format=[[1]]),
    "migrations in words": listing(migrations="axes.0001"),
    "migrations of numbers": listing(migrations=[1]),
    "contents in a list": listing(contents=[]),
    "contents of numbers": listing(contents={"database": 7}),
    "a moment of numbers": listing(made_at=7),
    "a database in a list": listing(database=["sqlite"]),
}


@pytest.mark.parametrize("listed", BAD_LISTS.values(), ids=BAD_LISTS)
def test_a_list_that_is_none_is_refused(tmp_path, listed):
    (tmp_path / "stage").mkdir()
    with pytest.raises(Refused, match=r"not a Touchstone backup|has format|not one that Touchstone writes"):
        unpack(packed(tmp_path / "b", listed, [DATABASE]), tmp_path / "stage")
    assert list((tmp_path / "stage").iterdir()) == []


LONG = "files/" + "x" * 300
BAD_MEMBERS = {
    "twice": ([DATABASE, DATABASE], "'database' twice"),
    "without a name": ([("", b"x")], "holds '', which no backup of ours does"),
    "a dot": ([(".", b"x")], "holds '.', which no backup of ours does"),
    "below a file": ([("files/a", b"x"), ("files/a/b", b"x")], "cannot be a file here"),
    "above a file": ([("files/a/b", b"x"), ("files/a", b"x")], "cannot be a file here"),
    "below the database": ([DATABASE, ("database/x", b"x")], "holds 'database/x', which no backup of ours does"),
    "the list twice": ([("manifest.json", b"{}")], "holds 'manifest.json', which no backup of ours does"),
    "too long a name": ([(LONG, b"x")], "cannot be a file here"),
}


@pytest.mark.parametrize(("members", "words"), BAD_MEMBERS.values(), ids=BAD_MEMBERS)
def test_a_member_that_cannot_be_taken_is_refused(tmp_path, members, words):
    (tmp_path / "stage").mkdir()
    with pytest.raises(Refused, match=words):
        unpack(packed(tmp_path / "b", listing(*members), members), tmp_path / "stage")


def test_nothing_is_copied_that_is_larger_than_its_list_says(tmp_path):
    (tmp_path / "stage").mkdir()
    large = ("database", b"0" * 50_000_000)
    archive = packed(tmp_path / "b", listing(("database", b"0")), [large])
    assert archive.stat().st_size < 100_000
    with pytest.raises(Refused, match="database differs from its list"):
        unpack(archive, tmp_path / "stage")
    assert list((tmp_path / "stage").iterdir()) == []


def test_what_would_fill_the_disk_is_refused_before_its_first_byte(tmp_path):
    (tmp_path / "stage").mkdir()
    listed = listing(contents={"database": {"sha256": "", "size": 10**18}})
    with pytest.raises(Refused, match="needs 1,000,000,000,000,000,000 bytes and the disk"):
        unpack(packed(tmp_path / "b", listed, [DATABASE]), tmp_path / "stage")


def crafted(archive, target, change, migrations=None):
    """The archive with its database changed, everything listed as it then is."""
    with tarfile.open(archive) as source:
        manifest = json.load(source.extractfile("manifest.json"))
        (target.parent / "changed").write_bytes(source.extractfile("database").read())
    with sqlite3.connect(target.parent / "changed") as database:
        change(database)
    database.close()
    data = (target.parent / "changed").read_bytes()
    listed = listing(("database", data), migrations=manifest["migrations"] if migrations is None else migrations)
    return packed(target, listed, [("database", data)])


def emptied(database):
    names = database.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
    for (name,) in names.fetchall():
        database.execute(f'DROP TABLE "{name}"')


BAD_DATABASES = [
    (emptied, None, "not the one that its list describes"),
    (emptied, [], "not the one that its list describes"),
    (lambda database: None, ["selection.0001_initial"], "not the one that its list describes"),
    (lambda database: database.execute("DELETE FROM django_migrations"), None, "not the one that its list describes"),
    (lambda database: database.execute("DROP TABLE scoring_sheet"), None, "has no table scoring_sheet"),
]


def test_a_database_that_is_not_the_listed_one_is_refused(installation, archive, tmp_path):
    paths = []
    for number, (change, migrations, _words) in enumerate(BAD_DATABASES):
        (tmp_path / str(number)).mkdir()
        paths.append(crafted(archive, tmp_path / str(number) / "b", change, migrations))
    before = state(installation)
    code = RESTORE_EACH.format(paths=[str(path) for path in paths])
    said = installation.manage("shell", "--no-imports", "-c", code).splitlines()
    assert [(words, told) for (_, _, words), told in zip(BAD_DATABASES, said, strict=True) if words not in told] == []
    assert state(installation) == before


def test_an_archive_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "stage").mkdir()
    (tmp_path / "b").write_bytes(b"")
    (tmp_path / "b").chmod(0)
    if os.access(tmp_path / "b", os.R_OK):
        monkeypatch.setattr(gzip, "open", denied)
    with pytest.raises(Refused, match="may not be read by this account"):
        unpack(tmp_path / "b", tmp_path / "stage")


def denied(*_arguments):
    raise PermissionError(13, "Permission denied")


# PostgreSQL ------------------------------------------------------------------------------------
def with_database(postgres_url, data, *options):
    """An installation with a database of its own."""
    home = postgres_url.partition("@")[2].partition("/")[0].replace("%2F", "/")
    name = f"restore_{time.monotonic_ns()}"
    as_postgres(newest_postgres() / "createdb", "-h", home, "-U", "touchstone", *options, name)
    url = f"{postgres_url.rpartition('/')[0]}/{name}"
    return Installation(data, DATABASE_URL=url, PATH=f"{newest_postgres()}:{os.environ['PATH']}")


@pytest.fixture(scope="module")
def migrated(postgres_url, tmp_path_factory):
    """The name of a migrated database; copied for each test."""
    made = with_database(postgres_url, tmp_path_factory.mktemp("migrated"))
    made.manage("migrate", "-v0")
    return made.environment["DATABASE_URL"].rpartition("/")[2]


@pytest.fixture
def on_postgresql(postgres_url, migrated, tmp_path):
    return with_database(postgres_url, tmp_path / "data", "-T", migrated)


def test_postgresql_is_restored(on_postgresql, tmp_path):
    on_postgresql.add("eva")
    on_postgresql.manage("backup", tmp_path / "b")
    on_postgresql.add("mallory")
    on_postgresql.manage("restore", tmp_path / "b")
    assert on_postgresql.people() == ["eva"]
    on_postgresql.add("bo")  # sequences continue
    assert on_postgresql.people() == ["bo", "eva"]


def test_postgresql_in_use_is_not_restored(on_postgresql, tmp_path):
    on_postgresql.manage("backup", tmp_path / "b")
    with psycopg.connect(on_postgresql.environment["DATABASE_URL"]):
        done = on_postgresql.run("restore", tmp_path / "b")
    assert "other programs are connected to the database; stop Touchstone first; nothing was changed" in done.stderr


# What does not fit --------------------------------------------------------------------------------
def accuse():
    """Somebody has an account, and no event says so."""
    accounts.add_person(actor=cast.admin(), name_zh="", name_en="Lin Lan", department="it")
    replay.baseline()
    User.objects.filter(username="ada").update(is_site_admin=False)


def test_a_backup_of_what_does_not_fit_is_made_and_says_so(tmp_path):
    accuse()
    with pytest.raises(CommandError, match="was written, but the record does not fit"):
        call_command("backup", tmp_path / "b", stdout=io.StringIO())
    assert tarfile.is_tarfile(tmp_path / "b")


@pytest.mark.campaign
def test_a_restore_of_what_does_not_fit_is_done_and_says_so(installation, tmp_path):
    code = "from tests.installation.test_backup import accuse; accuse()"
    installation.manage("shell", "--no-imports", "-c", code)
    assert installation.run("backup", tmp_path / "b").returncode == 1
    installation.add("mallory")
    done = installation.run("restore", tmp_path / "b")
    assert (done.returncode, "its record does not fit what is stored" in done.stderr) == (1, True)
    assert "mallory" not in installation.people()
