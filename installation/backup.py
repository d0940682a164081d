"""How does a whole installation become one file, and what does that file promise?"""

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
SECRET_KEY = "secret_key"
FILES = "files"


class Refused(Exception):
    """The message says why, and that nothing was changed."""


class Listed(TypedDict):
    """What the manifest promises of one file."""

    sha256: str
    size: int


class Manifest(TypedDict):
    """The first file of an archive: what it is of, and what else is in it."""

    product: str
    format: int
    made_at: str
    database: str
    migrations: list[str]
    contents: dict[str, Listed]


@dataclass(frozen=True)
class Content:
    """One file of the archive: its name there, and where it is now."""

    name: str
    path: Path

    def record(self) -> Listed:
        with self.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"sha256": digest, "size": self.path.stat().st_size}


def back_up(target: Path) -> Manifest:
    """Write the archive; the installation may be in use meanwhile. Returns the manifest."""
    if target.exists():
        raise Refused(f"{target} exists already; choose another name")
    if not target.parent.is_dir():
        raise Refused(f"there is no folder {target.parent}")
    with tempfile.TemporaryDirectory(prefix="touchstone-backup-") as folder:
        database = Path(folder) / DATABASE
        _copy_database(database)
        contents = [Content(DATABASE, database), *_kept_files()]
        manifest = describe(contents)
        _write(target, manifest, contents)
    return manifest


def describe(contents: list[Content]) -> Manifest:
    return {
        "product": "touchstone",
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        "contents": {content.name: content.record() for content in contents},
    }


def _copy_database(target: Path) -> None:
    """A consistent copy of a database in use; never a copy of its files."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=20)) as source:
            # In one read transaction: others go on writing, and the copy has all that the journal
            # still holds.
            source.execute("VACUUM INTO ?", [str(target)])
        require_sound(target)
    else:
        run_postgresql("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def require_sound(database: Path) -> None:
    """SQLite's own check of the copy, references between its rows included."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as copy:
            faults = (
                copy.execute("PRAGMA integrity_check").fetchall() + copy.execute("PRAGMA foreign_key_check").fetchall()
            )
    except sqlite3.DatabaseError as error:
        raise Refused(f"the database in the copy cannot be read: {error}") from error
    # A sound copy gives one row from the first check and none from the second.
    if faults != [("ok",)]:
        raise Refused(f"the database in the copy is damaged: {faults[0]}")


def run_postgresql(program: str, *arguments: str) -> None:
    """A client program of PostgreSQL on our database; the password travels by the environment."""
    options = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    environment = os.environ | {variable: str(options[name]) for name, variable in names.items() if options.get(name)}
    try:
        subprocess.run([program, *arguments], env=environment, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Refused(f"{program} is missing; install Debian's postgresql-client") from error
    except subprocess.CalledProcessError as error:
        raise Refused(f"{program} failed: {error.stderr.strip()}") from error


def _kept_files() -> Iterator[Content]:
    key = settings.DATA_DIR / SECRET_KEY
    if key.exists():
        yield Content(SECRET_KEY, key)
    for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
        if path.is_file():
            yield Content(f"{FILES}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path)


def _write(target: Path, manifest: Manifest, contents: list[Content]) -> None:
    """Under another name until it is whole and on the disk; readable by its owner only."""
    draft = target.with_name(f"{target.name}.partial")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz") as archive:
                _add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
                for content in contents:
                    archive.add(content.path, content.name, recursive=False)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = len(content), 0o600, int(timezone.now().timestamp())
    archive.addfile(info, io.BytesIO(content))
