"""How does an archive become the installation again, and what makes us refuse it?

Everything is unpacked beside the installation, checked and brought to this version's schema there; only then
are the parts exchanged. What was there before stays in a folder of its own.
"""

import gzip
import hashlib
import json
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from reports.backup import DATABASE, FILES, FORMAT, MANIFEST, SECRET_KEY, Refused, require_sound, run_postgresql
from reports.occupancy import InUse, occupy
from selection import ledger
from selection.models import ChainHead

UNREADABLE = (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error)
PROMISED = {"product", "format", "made_at", "database", "migrations", "contents"}
STAGED = "staged"


def restore(archive: Path) -> Path:
    """Replace the installation by the archive's. Returns the folder that holds what was there before."""
    if not archive.is_file():
        raise Refused(f"there is no file {archive}")
    with _stopped_installation(), _staging() as stage:
        manifest = unpack(archive, stage)
        _require_known_schema(manifest)
        _require_same_database(manifest)
        if connection.vendor == "sqlite":
            require_sound(stage / DATABASE)
            _migrate_staged(stage / DATABASE)
        replaced = _heads()
        former = _exchange(stage)
        _record(manifest, replaced)
        return former


def _heads() -> dict[str, list[Any]]:
    """Where every chain ends: by selection code, the site's under its own name; nothing on an empty machine."""
    if ChainHead._meta.db_table not in connection.introspection.table_names():
        return {}
    rows = ChainHead.objects.values_list("selection__code", "sequence", "hash")
    return {code or ledger.SITE: [sequence, head] for code, sequence, head in rows}


@transaction.atomic
def _record(manifest: dict[str, Any], replaced: dict[str, list[Any]]) -> None:
    """The site's chain keeps where the archive's chains end, and where those ended that it has replaced."""
    payload = {"made_at": manifest["made_at"], "archive": _heads(), "replaced": replaced}
    ledger.record("selection.restored", payload=payload)


@contextmanager
def _stopped_installation() -> Iterator[None]:
    try:
        with occupy(settings.DATA_DIR):
            if connection.vendor == "postgresql" and _other_connections():
                raise Refused("other programs are connected to the database; stop Touchstone first")
            yield
    except InUse as error:
        raise Refused("Touchstone is running on this data; stop it first") from error


def _other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        count: int = cursor.fetchone()[0]
    return count


@contextmanager
def _staging() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="restore-", dir=settings.DATA_DIR))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Checking --------------------------------------------------------------------------------------
def unpack(archive: Path, stage: Path) -> dict[str, Any]:
    """The archive's files in `stage`, each with the size and digest that the manifest promises."""
    try:
        with gzip.open(archive) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
            manifest = _read_manifest(tar)
            found = {member.name: _take(tar, member, stage) for member in tar if member.name != MANIFEST}
            while stream.read(2**20):
                pass  # to its end, where the checksum of the whole stands
    except UNREADABLE as error:
        raise Refused(f"{archive} is damaged or was cut off ({error})") from error
    promised = manifest["contents"]
    wrong = sorted(name for name in found.keys() | promised.keys() if found.get(name) != promised.get(name))
    if wrong or DATABASE not in found:
        raise Refused(f"{archive} is not whole: {', '.join(wrong[:5]) or DATABASE} differs from its list")
    return manifest


def _read_manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.name == MANIFEST and first.isfile() else None
    try:
        manifest: dict[str, Any] = json.load(file) if file else {}
    except ValueError:
        manifest = {}
    if not manifest.keys() >= PROMISED or manifest["product"] != "touchstone":
        raise Refused("this file is not a Touchstone backup")
    if manifest["format"] != FORMAT:
        raise Refused(f"this backup has format {manifest['format']}; this version reads {FORMAT}")
    return manifest


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, stage: Path) -> dict[str, Any]:
    source = tar.extractfile(member) if member.isfile() and _is_inside(member.name) else None
    if source is None:
        raise Refused(f"the backup holds {member.name!r}, which no backup of ours does")
    target = stage / member.name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("xb") as file:
        shutil.copyfileobj(source, file)
    target.chmod(0o600)
    with target.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "size": target.stat().st_size}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    ours = name in (DATABASE, SECRET_KEY) or (path.parts[0] == FILES and len(path.parts) > 1)
    return ours and not path.is_absolute() and ".." not in path.parts


def _require_known_schema(manifest: dict[str, Any]) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    if newer := sorted(set(manifest["migrations"]) - known):
        raise Refused(
            f"this backup of {manifest['made_at']} comes from a newer version of Touchstone "
            f"(it has {newer[-1]}); install that version first"
        )


def _require_same_database(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise Refused(
            f"this backup holds a {manifest['database']} database and this installation uses {connection.vendor}; "
            "set or unset DATABASE_URL to match"
        )


# Replacing -------------------------------------------------------------------------------------
def _migrate_staged(database: Path) -> None:
    connections.databases[STAGED] = settings.DATABASES["default"] | {"NAME": database}
    try:
        call_command("migrate", database=STAGED, verbosity=0, interactive=False)
    finally:
        connections[STAGED].close()
        del connections[STAGED], connections.databases[STAGED]


def _exchange(stage: Path) -> Path:
    former = settings.DATA_DIR / f"before-restore-{timezone.now():%Y%m%d-%H%M%S-%f}"
    former.mkdir(mode=0o700)
    moved: list[tuple[Path, Path]] = []
    try:
        for here, new in _parts(stage):
            if here.exists():
                _move(here, former / here.name, moved)
            if new is not None and new.exists():
                _move(new, here, moved)
        if connection.vendor == "postgresql":
            run_postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={former / DATABASE}")
            _replace_postgresql(stage / DATABASE)
    except (OSError, Refused):
        for source, target in reversed(moved):
            target.rename(source)
        raise
    return former


def _parts(stage: Path) -> Iterator[tuple[Path, Path | None]]:
    """Each part of the installation with what takes its place."""
    yield Path(settings.MEDIA_ROOT), stage / FILES
    if (stage / SECRET_KEY).exists():
        yield settings.DATA_DIR / SECRET_KEY, stage / SECRET_KEY
    if connection.vendor == "sqlite":
        connections.close_all()
        database = Path(settings.DATABASES["default"]["NAME"])
        for suffix in ("-wal", "-shm"):
            yield database.with_name(database.name + suffix), None
        yield database, stage / DATABASE


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    source.rename(target)
    moved.append((source, target))


def _replace_postgresql(dump: Path) -> None:
    """In one transaction: either all of the archive's tables, or all of those that were there."""
    script = dump.with_suffix(".sql")
    run_postgresql("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    connections.close_all()
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    run_postgresql("psql", "-qX", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-c", empty, "-f", str(script))
    call_command("migrate", verbosity=0, interactive=False)
