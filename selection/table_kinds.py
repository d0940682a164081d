"""What does an app say of a kind of table that comes in, so that it can be compared and taken back?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from selection.events import CourseEvent, EventKind
from selection.models import BroughtTable, Member, Selection

Key = tuple[str, ...]  # a place, by the codes that people know
State = Mapping[str, object]  # what stands there, as JSON
Stored = Mapping[Key, State]
Faults = dict[Key, str]  # why a place could not be written


class Put(Protocol):
    """Writes what is to stand at places, nothing where it is None, through the verbs of the kind."""

    def __call__(
        self, selection: Selection, states: Mapping[Key, State | None], *, member: Member, reason: str
    ) -> Faults: ...


class PutOne(Protocol):
    """The same for one place; what its verb refuses is raised."""

    def __call__(self, selection: Selection, key: Key, state: State | None, *, member: Member, reason: str) -> None: ...


def one_by_one(put: PutOne) -> Put:
    """For a kind whose places do not hang on each other, as weights do that make up a whole."""

    def put_all(selection: Selection, states: Mapping[Key, State | None], *, member: Member, reason: str) -> Faults:
        faults: Faults = {}
        for key, state in states.items():
            try:
                put(selection, key, state, member=member, reason=reason)
            except ValidationError as error:
                faults[key] = " ".join(error.messages)
        return faults

    return put_all


@dataclass(frozen=True)
class TableKind:
    """What the app that owns a kind of table says of it; `settings.TABLES_IN` names them all."""

    right: str  # that of the page which writes the table
    stored: Callable[[Selection], Stored]  # all that is on record of the kind
    put: Put
    name: Callable[[Selection], Callable[[Key], str]]  # how a place is called on pages
    words: Callable[[Selection, State], str]  # what stands there, on pages
    counted: Callable[[int], str]  # “12 facts”
    page: Callable[[BroughtTable], str]  # the address where what came in is looked at
    may_know: Callable[[Member], bool] = lambda _member: True
    brought: EventKind = CourseEvent.TABLE_BROUGHT
    undone: EventKind = CourseEvent.TABLE_UNDONE


def kind_named(name: str) -> TableKind:
    kind: TableKind = import_string(settings.TABLES_IN[name])
    return kind
