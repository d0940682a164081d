"""How does the database itself refuse to change or delete an event?

The triggers are no migration: one that builds a table again would lose them, so `migrate` makes them each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from selection.events import ErasureEvent

CHAIN_OF = {
    "selection_event": "SELECT OLD.chain_id",
    "selection_payload": "SELECT chain_id FROM selection_event WHERE id = OLD.event_id",
}
# A second person has confirmed that this payload goes.
ERASED = (
    "EXISTS (SELECT 1 FROM selection_event held "
    "JOIN selection_event gone ON gone.chain_id = held.chain_id AND gone.object = 'event ' || held.sequence "
    "JOIN selection_event asked ON asked.chain_id = held.chain_id AND asked.object = gone.object "
    f"WHERE held.id = OLD.event_id AND gone.type = '{ErasureEvent.PAYLOAD_REDACTED}' "
    f"AND asked.type = '{ErasureEvent.PROPOSED}' AND asked.sequence < gone.sequence "
    "AND asked.actor_id <> gone.actor_id)"
)
ENDED = "EXISTS (SELECT 1 FROM selection_chainhead WHERE is_ended AND id = ({chain}))"
ACTS = ("update", "delete")
# When a row may be deleted.
FREE = {
    table: ENDED.format(chain=chain) + (f" OR {ERASED}" if table == "selection_payload" else "")
    for table, chain in CHAIN_OF.items()
}
NAMES = [f"{table}_no_{act}" for table in CHAIN_OF for act in ACTS]
FUNCTION = "selection_refuse"
# SQLite keeps the words of a trigger as they were written, so that any other wording shows.
MADE_ON_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
# PostgreSQL guards foreign keys by triggers of its own; those are internal.
MADE_ON_POSTGRESQL = (
    "SELECT tgname, tgrelid::regclass::text, prosrc, tgtype, tgenabled::text, tgqual IS NULL, tgattr::text "
    "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal"
)
# For each row, before it is changed (19) or deleted (11), switched on, on no condition and of all columns.
SHAPE = {"update": (19, "O", True, ""), "delete": (11, "O", True, "")}
WORDS = "events are never changed, and deleted only with their selection"


def make(using: str = "default") -> None:
    """Make those that are missing."""
    connection = connections[using]
    absent = missing(using)
    with transaction.atomic(using), connection.cursor() as cursor:
        for statement in _statements(connection, absent):
            cursor.execute(statement)


def drop(using: str = "default") -> None:
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(_end(connection, name))


def missing(using: str = "default") -> list[str]:
    """The names of the triggers that are not there, are switched off, or do not do what they are for."""
    connection = connections[using]
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(MADE_ON_SQLITE if is_sqlite else MADE_ON_POSTGRESQL)
        found = {name: tuple(made) for name, *made in cursor.fetchall()}
    wanted = {name: (_on_sqlite(name),) if is_sqlite else (_table(name), _body(), *SHAPE[_act(name)]) for name in NAMES}
    return [name for name in NAMES if found.get(name) != wanted[name]]


def are_due(using: str = "default") -> bool:
    """Whether the tables have what the triggers ask for."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if not {"selection_chainhead", *CHAIN_OF} <= set(tables):
            return False
        columns = connection.introspection.get_table_description(cursor, "selection_chainhead")
    return "is_ended" in {column.name for column in columns}


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Without the triggers, in one transaction: for a flush of everything, and for tests that tamper."""
    with transaction.atomic(using):
        drop(using)
        yield
        if are_due(using):
            make(using)


def _table(name: str) -> str:
    return name.rpartition("_no_")[0]


def _act(name: str) -> str:
    return name.rpartition("_no_")[2]


def _statements(connection: BaseDatabaseWrapper, names: list[str]) -> Iterator[str]:
    is_sqlite = connection.vendor == "sqlite"
    if not is_sqlite and names:
        yield f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_body()}$$"
    for name in names:
        # One that is there and says something else has the name.
        yield _end(connection, name)
        yield _on_sqlite(name) if is_sqlite else _on_postgresql(name)


def _end(connection: BaseDatabaseWrapper, name: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {_table(name)}")


def _on_sqlite(name: str) -> str:
    table, act = _table(name), _act(name)
    guard = f"WHEN NOT ({FREE[table]}) " if act == "delete" else ""
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} {guard}BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"


def _on_postgresql(name: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {_act(name)} ON {_table(name)} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"


def _body() -> str:
    """A chain that has ended may go, and a payload that two people erase; nothing else."""
    cases = " ".join(
        f"IF TG_OP = 'DELETE' AND TG_TABLE_NAME = '{table}' THEN IF {free} THEN RETURN OLD; END IF; END IF;"
        for table, free in FREE.items()
    )
    # Both databases raise IntegrityError then.
    return f"BEGIN {cases} RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END"
