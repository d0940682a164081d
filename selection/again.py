"""A table comes in once more: what does it add and change, and what did the last one hold that it does not?"""

import hashlib
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.decision_file import canonical_bytes
from selection.brought import Change, changes_of, named
from selection.models import BroughtTable, Member, Selection
from selection.table_kinds import Key, State, Stored, kind_named

MOST_LOOKED_AT = 20  # tables back, for the last one that holds any of these places
Within = Callable[[Key], bool]


@dataclass(frozen=True)
class Mark:
    """What a place of the table would change: `was` is empty where nothing stands there."""

    is_same: bool
    was: str


@dataclass(frozen=True)
class Vanished:
    """What the last table brought, still stands as it did, and is not in this one."""

    key: Key
    name: str
    words: str
    number: str  # by which a page names it, and what stood there when it was shown


def marks(selection: Selection, kind: str, coming: Mapping[Key, State]) -> dict[Key, Mark]:
    """Place by place what is on record now, beside what would stand there."""
    own = kind_named(kind)
    now = own.stored(selection)
    return {
        key: Mark(now.get(key) == state, own.words(selection, now[key]) if key in now else "")
        for key, state in coming.items()
    }


@dataclass(frozen=True)
class Moved(Mark):
    """The same for a table that has been written, where its rows may change other places along."""

    name: str
    now: str  # empty where nothing is left


def moved(table: BroughtTable) -> dict[Key, Moved]:
    """Place by place what a table has changed."""
    own, selection = kind_named(table.kind), table.selection
    name = own.name(selection)

    def said(state: State | None) -> str:
        return "" if state is None else own.words(selection, state)

    found = {one.key: (said(one.before), said(one.after)) for one in changes_of(table)}
    # What people are not told of is no change to them: a share of a sum, where the sum itself moves.
    return {key: Moved(was == now, was, name(key), now) for key, (was, now) in found.items()}


@dataclass(frozen=True)
class Tally:
    """How much of a table is new, changes something, and stands there already."""

    added: int
    changed: int
    same: int

    @property
    def is_again(self) -> bool:
        """Whether anything of it stood there before."""
        return bool(self.changed or self.same)


def tally(found: Collection[Mark]) -> Tally:
    added, same = sum(not mark.was for mark in found), sum(mark.is_same for mark in found)
    return Tally(added, len(found) - added - same, same)


def vanished(
    selection: Selection, kind: str, rows: Container[Key], *, within: Within = lambda _key: True
) -> list[Vanished]:
    """What stood in the last table; `within` says which places this one is about."""
    own = kind_named(kind)
    last = list(_last_rows(selection, kind, within))
    now: Stored = own.stored(selection) if last else {}
    gone = [one for one in last if one.key not in rows and one.after is not None and now.get(one.key) == one.after]
    name = own.name(selection) if gone else str
    return [Vanished(one.key, name(one.key), own.words(selection, one.after or {}), number_of(one)) for one in gone]


def ticked(found: Collection[Vanished], numbers: Collection[str]) -> list[tuple[Vanished, bool]]:
    """With whether the page that was sent asked for its removal."""
    return [(one, one.number in numbers) for one in found]


def remove(
    selection: Selection,
    kind: str,
    found: Collection[Vanished],
    *,
    numbers: Collection[str],
    member: Member,
    reason: str = "",
) -> None:
    """Remove those that were ticked, inside the act that writes the table; one that has changed refuses all."""
    if not set(numbers) <= {one.number for one in found}:
        words = _("What was to be removed too has been changed meanwhile. Preview the table again.")
        raise ValidationError(words, "changed")
    own = kind_named(kind)
    states = dict.fromkeys(one.key for one in found if one.number in numbers)
    faults = own.put(selection, states, member=member, reason=reason)
    if faults:
        raise ValidationError(named(faults, own, selection))


def number_of(change: Change) -> str:
    return hashlib.sha256(canonical_bytes([list(change.key), change.after])).hexdigest()[:16]


def _last_rows(selection: Selection, kind: str, within: Within) -> Iterator[Change]:
    """Those of the last table that was about any of these places."""
    tables = BroughtTable.objects.filter(selection=selection, kind=kind, undone_at=None).order_by("-pk")
    for table in tables[:MOST_LOOKED_AT]:
        rows = [one for one in changes_of(table) if one.is_row and within(one.key)]
        if rows:
            yield from rows
            return
