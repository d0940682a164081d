"""How do tests put in again, in a fraction of the time, what verbs have made before?"""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

Rows = dict[str, Sequence[Sequence[Any]]]
KEPT: dict[str, Rows] = {}
NOW = timezone.now


def once(name: str, make: Callable[[], object]) -> None:
    """Make it; where the database had no row before, the rows are kept and put in again the next time.

    Only on SQLite, where the next key follows the highest that was put in, and by the true clock.
    """
    if connection.vendor != "sqlite" or timezone.now is not NOW or not is_empty():
        make()
    elif name in KEPT:
        _insert(KEPT[name])
    else:
        make()
        KEPT[name] = stored()


def is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in _tables()))
        return not cursor.fetchone()[0]


def stored(*but: type[Model]) -> Rows:
    """Every row of the product's own tables, or of all but these, as the database keeps it."""
    found = {}
    with connection.cursor() as cursor:
        for table, columns in _tables().items():
            if table not in {model._meta.db_table for model in but}:
                cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {columns[0]}")
                found[table] = cursor.fetchall()
    return {table: rows for table, rows in found.items() if rows}


def _tables() -> dict[str, list[str]]:
    """With the columns, the key first: a migration that goes back and forth puts them in another order."""
    models = (apps.get_app_config(app).get_models(include_auto_created=True) for app in settings.OWN_APPS)
    return {model._meta.db_table: _columns(model) for own in models for model in own}


def _columns(model: type[Model]) -> list[str]:
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    return [connection.ops.quote_name(field.column) for field in fields]


def _insert(found: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _tables()
        for table, rows in found.items():
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(tables[table])}) VALUES ({marks})", rows)
