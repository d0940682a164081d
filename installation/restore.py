"""How does an archive become the installation again, and what makes us refuse it?

Everything is unpacked beside the installation, checked and brought to this version's schema there; only then
are the parts exchanged. What was there before stays in a folder of its own.
"""

import gzip
import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from installation.backup import (
    DATABASE,
    FILES,
    FORMAT,
    MANIFEST,
    SECRET_KEY,
    Listed,
    Manifest,
    Refused,
    require_sound,
    run_postgresql,
)
from installation.lock import InUse, occupy
from selection import ledger
from selection.events import SiteEvent
from selection.models import ChainHead

UNREADABLE = (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error, ValueError, OverflowError)
MOST_MANIFEST = 50_000_000  # bytes; a name and a digest for each of many thousand files
PROMISED = {"product", "format", "made_at", "database", "migrations", "contents"}
STAGED = "staged"
Heads = dict[str, list[int | str]]  # of each chain the number of its last event, and its hash


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
        _require_listed_schema(manifest, stage / DATABASE)
        if connection.vendor == "sqlite":
            _migrate_staged(stage / DATABASE)
        replaced = _heads()
        former = _exchange(stage)
        _record(manifest, replaced)
        return former


def _heads() -> Heads:
    """Where every chain ends: by selection code, the site's under its own name; nothing on an empty machine."""
    if ChainHead._meta.db_table not in connection.introspection.table_names():
        return {}
    rows = ChainHead.objects.values_list("selection__code", "sequence", "hash")
    return {code or ledger.SITE: [sequence, head] for code, sequence, head in rows}


@transaction.atomic
def _record(manifest: Manifest, replaced: Heads) -> None:
    """The site's chain keeps where the archive's chains end, and where those ended that it has replaced."""
    payload = {"made_at": manifest["made_at"], "archive": _heads(), "replaced": replaced}
    ledger.record(SiteEvent.RESTORED, payload=payload)


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
    # On the same disk: the exchange is nothing but renames.
    folder = Path(tempfile.mkdtemp(prefix="restore-", dir=settings.DATA_DIR))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Checking --------------------------------------------------------------------------------------
def unpack(archive: Path, stage: Path) -> Manifest:
    """The archive's files in `stage`, each with the size and digest that the manifest promises."""
    try:
        with gzip.open(archive) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
            manifest = _read_manifest(tar)
            promised = manifest["contents"]
            _require_space(promised, stage)
            found: dict[str, Listed] = {}
            for member in islice(tar, 1, None):  # behind the list
                _require_listed(member, promised, found, archive=archive)
                found[member.name] = _take(tar, member, stage)
            while stream.read(2**20):
                pass  # to its end, where the checksum of the whole stands
    except UNREADABLE as error:
        raise Refused(f"{archive} is damaged or was cut off ({error})") from error
    except PermissionError as error:
        raise Refused(f"{archive} may not be read by this account") from error
    wrong = sorted(name for name in found.keys() | promised.keys() if found.get(name) != promised.get(name))
    if wrong or DATABASE not in found:
        raise Refused(f"{archive} is not whole: {', '.join(wrong[:5]) or DATABASE} differs from its list")
    return manifest


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    is_first = first is not None and first.name == MANIFEST and first.isfile() and first.size <= MOST_MANIFEST
    file = tar.extractfile(first) if first is not None and is_first else None
    try:
        read = json.load(file) if file else {}
    except (ValueError, RecursionError):
        read = {}
    if not isinstance(read, dict) or not read.keys() >= PROMISED or read["product"] != "touchstone":
        raise Refused("this file is not a Touchstone backup")
    if read["format"] != FORMAT:
        raise Refused(f"this backup has format {str(read['format'])[:20]}; this version reads {FORMAT}")
    if odd := _odd_part(read):
        raise Refused(f"the list in this backup is not one that Touchstone writes: {odd}")
    return Manifest(
        product=read["product"],
        format=read["format"],
        made_at=read["made_at"],
        database=read["database"],
        migrations=read["migrations"],
        contents=read["contents"],
    )


def _odd_part(read: Mapping[str, object]) -> str:
    """The first entry of the list that is not of its kind."""
    odd = next((key for key in ("made_at", "database") if not isinstance(read[key], str)), "")
    if odd:
        return odd
    migrations, contents = read["migrations"], read["contents"]
    if not isinstance(migrations, list) or not all(isinstance(name, str) for name in migrations):
        return "migrations"
    if not isinstance(contents, dict):
        return "contents"
    return next((name for name, record in contents.items() if not isinstance(record, dict)), "")


def _require_space(promised: Mapping[str, Mapping[str, object]], stage: Path) -> None:
    """Refuse what would fill the disk before its first byte is written."""
    sizes = [record.get("size") for record in promised.values()]
    needed, free = sum(size for size in sizes if isinstance(size, int)), shutil.disk_usage(stage).free
    if needed > free:
        raise Refused(f"the backup needs {needed:,} bytes and the disk of {stage.parent} has {free:,} free")


def _require_listed(
    member: tarfile.TarInfo,
    promised: Mapping[str, Mapping[str, object]],
    found: Mapping[str, Listed],
    *,
    archive: Path,
) -> None:
    """Refuse a member before it is copied: outside its place, a second time, or larger than its list says."""
    if not (member.isfile() and _is_inside(member.name)):
        raise Refused(f"the backup holds {member.name[:200]!r}, which no backup of ours does")
    if member.name in found:
        raise Refused(f"the backup holds {member.name[:200]!r} twice")
    if promised.get(member.name, {}).get("size") != member.size:
        raise Refused(f"{archive} is not whole: {member.name[:200]} differs from its list")


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, stage: Path) -> Listed:
    source = tar.extractfile(member)
    assert source is not None  # it is a file
    target = stage / member.name
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = target.open("xb")
    except OSError as error:
        raise Refused(
            f"the backup holds {member.name[:200]!r}, which cannot be a file here ({error.strerror})"
        ) from error
    with whole:
        shutil.copyfileobj(source, whole)
    target.chmod(0o600)
    with target.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "size": target.stat().st_size}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    ours = name in (DATABASE, SECRET_KEY) or (path.parts[:1] == (FILES,) and len(path.parts) > 1)
    return ours and not path.is_absolute() and ".." not in path.parts


def _require_known_schema(manifest: Manifest) -> None:
    # Without a database: what this version brings along.
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    if newer := sorted(set(manifest["migrations"]) - known):
        raise Refused(
            f"this backup of {manifest['made_at']} comes from a newer version of Touchstone "
            f"(it has {newer[-1]}); install that version first"
        )


def _require_listed_schema(manifest: Manifest, database: Path) -> None:
    """Refuse a database that is not the one its list speaks of, such as an empty one."""
    has = _migrations_of_dump(database) if connection.vendor == "postgresql" else _migrations_of_copy(database)
    if not has or has != set(manifest["migrations"]):
        odd = min(has ^ set(manifest["migrations"]), default="no migrations")
        raise Refused(f"the database in the backup is not the one that its list describes ({odd[:100]})")


def _migrations_of_copy(database: Path) -> set[str]:
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as copy:
            return {f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations")}
    except sqlite3.DatabaseError:
        return set()


def _migrations_of_dump(dump: Path) -> set[str]:
    rows = dump.with_suffix(".migrations")
    # Out of the dump itself, since nothing has been restored anywhere yet.
    run_postgresql("pg_restore", "--data-only", "--table=django_migrations", f"--file={rows}", str(dump))
    table = rows.read_text().partition("COPY public.django_migrations")[2].partition("\n\\.")[0]
    cells = [line.split("\t") for line in table.splitlines()[1:]]
    return {f"{app}.{name}" for _id, app, name, *_applied in cells}


def _require_same_database(manifest: Manifest) -> None:
    if manifest["database"] != connection.vendor:
        raise Refused(
            f"this backup holds a {manifest['database']} database and this installation uses {connection.vendor}; "
            "set or unset DATABASE_URL to match"
        )


# Replacing -------------------------------------------------------------------------------------
def _migrate_staged(database: Path) -> None:
    # A second database beside the default one, as long as one migration takes.
    connections.databases[STAGED] = settings.DATABASES["default"] | {"NAME": database}
    try:
        call_command("migrate", database=STAGED, verbosity=0, interactive=False)
        present = set(connections[STAGED].introspection.table_names())
        if missing := sorted({model._meta.db_table for model in apps.get_models()} - present):
            raise Refused(f"the database in the backup has no table {missing[0]}")
    except (DatabaseError, CommandError, InconsistentMigrationHistory) as error:
        raise Refused(f"the database in the backup cannot be brought to this version ({error})") from error
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
        # An open connection would go on writing into the file that was moved away.
        connections.close_all()
        database = Path(settings.DATABASES["default"]["NAME"])
        # A journal of the old file would be replayed into the new one.
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
    # Dropped whole: tables that the archive does not have would else stay behind.
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    run_postgresql("psql", "-qX", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-c", empty, "-f", str(script))
    call_command("migrate", verbosity=0, interactive=False)
