"""How is a question that every page or every save asks put into SQL once, and not each time?

Django builds the text of a query anew whenever it is asked; for one with many parts that takes
longer than the database needs to answer it.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

# Nothing else in a query looks like these: they mark the places of the values.
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda n: 7_310_000_000_000 + n,
    str: lambda n: f"\x1e{n}\x1e",
    datetime: lambda n: datetime(1901, 2, 3, tzinfo=UTC) + timedelta(microseconds=n + 1),
    date: lambda n: date(1902, 3, 4) + timedelta(days=n),
}


class Prepared:
    """`build` makes a query of plain values from keyword arguments of these kinds."""

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], **kinds: type) -> None:
        self.build, self.kinds = build, kinds
        self.kept = threading.local()

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """The answer for these values, one dictionary a row."""
        connection = connections[DEFAULT_DB_ALIAS]
        compiler, sql, parameters, names = self._compiled(connection)
        given = {name: adapted(connection, value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[part.name] if isinstance(part, Slot) else part for part in parameters])
            found = cursor.fetchall()
        return [dict(zip(names, row, strict=True)) for row in compiler.results_iter(results=[found])]

    def row(self, **values: Any) -> dict[str, Any] | None:
        return next(iter(self.rows(**values)), None)

    def _compiled(self, connection: BaseDatabaseWrapper) -> tuple[Any, str, list[Any], list[str]]:
        """Once a thread: what reads the rows belongs to its connection."""
        if getattr(self.kept, "connection", None) is not connection:
            self.kept.compiled, self.kept.connection = self._compile(connection), connection
        compiled: tuple[Any, str, list[Any], list[str]] = self.kept.compiled
        return compiled

    def _compile(self, connection: BaseDatabaseWrapper) -> tuple[Any, str, list[Any], list[str]]:
        stand_ins = {name: STAND_INS[kind](n) for n, (name, kind) in enumerate(self.kinds.items())}
        query = self.build(**stand_ins).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = {adapted(connection, value): Slot(name) for name, value in stand_ins.items()}
        names = list(query.selected or [*query.values_select, *query.annotation_select])
        return compiler, sql, list(_with_slots(parameters, places)), names


class Slot:
    """The place of a value among the parameters."""

    def __init__(self, name: str) -> None:
        self.name = name


def _with_slots(parameters: Any, places: dict[Any, Slot]) -> Iterator[Any]:
    for parameter in parameters:
        yield places.get(parameter, parameter) if isinstance(parameter, int | str | date) else parameter


def adapted(connection: BaseDatabaseWrapper, value: Any) -> Any:
    """A moment or a day as this database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
