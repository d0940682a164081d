"""How is a row written that every save writes? Its statement is put into SQL once, and not each time."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

P = ParamSpec("P")
Answer = TypeVar("Answer")


def joining(verb: Callable[P, Answer]) -> Callable[P, Answer]:
    """One transaction with whatever called the verb, else one of its own.

    For verbs that refuse before they write: what they raise leaves nothing to be taken back.
    """

    @wraps(verb)
    def whole(*args: P.args, **kwargs: P.kwargs) -> Answer:
        # An atomic block inside another one is a savepoint: two more statements, for nothing.
        if transaction.get_connection().in_atomic_block:
            return verb(*args, **kwargs)
        with transaction.atomic():
            return verb(*args, **kwargs)

    return whole


def insert(row: models.Model) -> None:
    """As `save` does with a new row."""
    connection = connections[DEFAULT_DB_ALIAS]
    values = [_prepared(row, field, is_new=True) for field in _fields(type(row))]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(row)), values)
        row.pk = cursor.fetchone()[0]
    # As after `save`: the next `save` would else insert the row once more.
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(row: models.Model, *names: str) -> None:
    """As `save` does with some fields of a stored row."""
    connection = connections[DEFAULT_DB_ALIAS]
    values = [_prepared(row, _field(type(row), name), is_new=False) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(_change(type(row), names), [*values, row.pk])
        if cursor.rowcount != 1:
            raise RuntimeError(f"{type(row).__name__} {row.pk} is not stored")


def _prepared(row: models.Model, field: models.Field, *, is_new: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, is_new), connection=connections[DEFAULT_DB_ALIAS])


@cache
def _fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


@cache
def _insertion(model: type[models.Model]) -> str:
    table, key = _names(model)
    columns = [_quoted(_column(field)) for field in _fields(model)]
    marks = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) RETURNING {key}"


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> str:
    table, key = _names(model)
    fields = [_field(model, name) for name in names]
    return f"UPDATE {table} SET {', '.join(f'{_quoted(_column(field))} = %s' for field in fields)} WHERE {key} = %s"


def _field(model: type[models.Model], name: str) -> models.Field:
    found = model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found


def _names(model: type[models.Model]) -> tuple[str, str]:
    assert model._meta.pk
    return _quoted(model._meta.db_table), _quoted(_column(model._meta.pk))


def _column(field: models.Field) -> str:
    assert field.column
    return field.column


def _quoted(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)
