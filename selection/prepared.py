"""How is a question that every page or every save asks put into SQL once, and not each time?

Django builds the text of a query anew whenever it is asked; for one with many parts that takes
longer than the database needs to answer it.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain, zip_longest
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row")
Build = Callable[..., models.QuerySet[models.Model, object]]
Value = int | str | datetime | date | None
# Nothing else in a query looks like these: they mark the places of the values.
STAND_INS: dict[type, Callable[[int], Value | list[int]]] = {
    int: lambda n: 7_310_000_000_000 + n,
    list: lambda n: [7_310_000_000_000 + n],  # whole numbers, behind an IN
    str: lambda n: f"\x1e{n}\x1e",
    datetime: lambda n: datetime(1901, 2, 3, tzinfo=UTC) + timedelta(microseconds=n + 1),
    date: lambda n: date(1902, 3, 4) + timedelta(days=n),
}


class Slot:
    """The place of a value among the parameters."""

    def __init__(self, name: str) -> None:
        self.name = name


class Compiled:
    """A query as one connection asks it."""

    def __init__(self, connection: BaseDatabaseWrapper, build: Build, kinds: dict[str, type]) -> None:
        stand_ins = {name: STAND_INS[kind](n) for n, (name, kind) in enumerate(kinds.items())}
        places = {
            adapted(connection, one[0] if isinstance(one, list) else one): Slot(name) for name, one in stand_ins.items()
        }
        self.queryset: Any = build(**stand_ins)
        self.compiler: Any = self.queryset.query.get_compiler(connection=connection)
        sql, parameters = self.compiler.as_sql()
        self.pieces: list[str] = sql.split("%s")
        self.parameters = list(_with_slots(parameters, places))
        # else a %s within a text has moved all places
        assert len(self.pieces) == len(self.parameters) + 1
        # Django asks anew at each read how columns become
        # values, and for a compiler; both are always the same.
        converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])
        self.compiler.get_converters = lambda columns: converters
        query: Any = self.queryset.query
        query.get_compiler = lambda *where, **ways: self.compiler

    def rows(self, given: Mapping[str, Value | list[int]]) -> list[Any]:
        values = [each(given[part.name]) if isinstance(part, Slot) else [part] for part in self.parameters]
        marks = (", ".join(["%s"] * len(many)) for many in values)  # a list takes as many places as it is long
        sql = "".join(chain.from_iterable(zip_longest(self.pieces, marks, fillvalue="")))
        with self.compiler.connection.cursor() as cursor:
            cursor.execute(sql, list(chain.from_iterable(values)))
            found = cursor.fetchall()
        # The queryset makes objects of rows; it asks its compiler for them, which has them at hand.
        self.compiler.execute_sql = lambda *how, **ways: [found]
        rows = list(self.queryset._iterable_class(self.queryset))
        del self.compiler.execute_sql  # what was found may be long
        return rows


class Prepared(Generic[Row]):
    """`build` makes a query, of rows or of values, from keyword arguments of these kinds."""

    def __init__(self, build: Build, **kinds: type) -> None:
        self.build, self.kinds = build, kinds
        self.kept = threading.local()  # what reads the rows belongs to one connection

    def rows(self, **values: Value | list[int]) -> list[Row]:
        """The answer for these values; nothing for an empty list; what the query would prefetch is not fetched."""
        if [] in values.values():
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        if getattr(self.kept, "connection", None) is not connection:
            self.kept.compiled = Compiled(connection, self.build, self.kinds)
            self.kept.connection = connection
        found: list[Row] = self.kept.compiled.rows(
            {name: value if isinstance(value, list) else adapted(connection, value) for name, value in values.items()}
        )
        return found

    def row(self, **values: Value | list[int]) -> Row | None:
        return next(iter(self.rows(**values)), None)


def each(value: Value | list[int]) -> Sequence[Value]:
    return value if isinstance(value, list) else [value]


def _with_slots(parameters: Iterable[object], places: Mapping[Value, Slot]) -> Iterator[object]:
    for parameter in parameters:
        # What else stands among the parameters, such as a list, may not be hashable.
        yield places.get(parameter, parameter) if isinstance(parameter, int | str | date) else parameter


def adapted(connection: BaseDatabaseWrapper, value: Value) -> Value:
    """A moment or a day as this database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
