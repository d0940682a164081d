"""Which tables came in, what did each of them change, and how does one go back as a whole?"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selection import late, ledger
from selection.models import BroughtTable, Member, Selection
from selection.phases import held
from selection.table_kinds import Faults, Key, State, Stored, TableKind, kind_named

MOST_SHOWN = 5  # tables that a page offers to take back
LONGEST_SOURCE = 200
TRIES = 2


@dataclass(frozen=True)
class Change:
    """What stood at one place before a table came in, and after it; None where nothing stood."""

    key: Key
    before: State | None
    after: State | None
    is_row: bool = True  # False: it is not in the table and changed along with it

    @property
    def is_change(self) -> bool:
        return self.before != self.after


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# Coming in ---------------------------------------------------------------------------------------
@contextmanager
def bringing(
    selection: Selection,
    *,
    member: Member,
    kind: str,
    rows: Iterable[Key],
    text: str,
    source: str = "",
    mapping: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Surround, inside one transaction, the verbs that write a table: `rows` are its places in the order of writing.

    What they change, also beside these places, is kept; the act ends with the event of the table.
    """
    found = kind_named(kind)
    # Locked before the state is read: nobody writes between that and the first verb.
    held(selection, member=member, action=found.right)
    before = found.stored(selection)
    yield
    record(
        selection,
        member=member,
        kind=kind,
        source=source,
        digest=digest_of(text),
        mapping=mapping or {},
        changes=changes(before, found.stored(selection), rows),
    )


def changes(before: Stored, after: Stored, rows: Iterable[Key]) -> list[Change]:
    """Every row of the table, and what else differs between two states."""
    own = list(dict.fromkeys(rows))
    beside = [key for key in {**before, **after} if key not in set(own) and before.get(key) != after.get(key)]
    return [
        *(Change(key, before.get(key), after.get(key)) for key in own),
        *(Change(key, before.get(key), after.get(key), is_row=False) for key in beside),
    ]


@transaction.atomic
def record(
    selection: Selection,
    *,
    member: Member,
    kind: str,
    source: str,
    digest: str,
    mapping: Mapping[str, str],
    changes: Iterable[Change],
) -> BroughtTable:
    """Keep that a table came in, inside the act that wrote it."""
    found, kept = kind_named(kind), list(changes)
    held(selection, member=member, action=found.right)
    row = BroughtTable.objects.create(
        selection=selection,
        member=member,
        kind=kind,
        source=source[-LONGEST_SOURCE:],  # of a long name the end, which has the kind of the file
        digest=digest,
        mapping=dict(mapping),
        changes=[[list(one.key), one.before, one.after, one.is_row] for one in kept],
    )
    ledger.record(
        found.brought,
        selection=selection,
        member=member,
        payload={"table": kind, **Counter(map(_lot, kept)), "sha256": digest},
    )
    return row


def _lot(change: Change) -> str:
    if not change.is_change:
        return "kept"
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "replaced"


# Looking back ------------------------------------------------------------------------------------
def changes_of(row: BroughtTable) -> list[Change]:
    return [Change(tuple(key), before, after, is_row) for key, before, after, is_row in row.changes]


def last(selection: Selection, kind: str) -> BroughtTable | None:
    """The table of this kind that came in last and was not taken back."""
    return BroughtTable.objects.filter(selection=selection, kind=kind, undone_at=None).last()


def last_mapping(selection: Selection, kind: str) -> dict[str, str]:
    """What was answered about tables of this kind, up to the last one."""
    row = last(selection, kind)
    return dict(row.mapping) if row else {}


@dataclass(frozen=True)
class Import:
    """A table that can still be taken back, as a page offers it."""

    row: BroughtTable
    what: str


def imports(selection: Selection, kind: str) -> list[Import]:
    """The latest tables that nothing has been changed of since, the last one first."""
    rows = BroughtTable.objects.filter(selection=selection, kind=kind, undone_at=None).order_by("-pk")
    found = list(rows.select_related("member__user")[:MOST_SHOWN])
    if not found:
        return []
    own = kind_named(kind)
    now = own.stored(selection)
    changed = [(row, [one for one in changes_of(row) if one.is_change]) for row in found]
    return [
        Import(row, own.counted(sum(one.is_row or one.after is None for one in moved)))
        for row, moved in changed
        if moved and not _touched(moved, now)
    ]


def _touched(moved: Iterable[Change], now: Stored) -> list[Change]:
    return [one for one in moved if now.get(one.key) != one.after]


@dataclass(frozen=True)
class Place:
    """One line of what goes back."""

    name: str
    brought: str
    before: str
    now: str
    was_touched: bool  # something else stands there now than the table brought


def places(row: BroughtTable) -> list[Place]:
    """What taking a table back would change, place by place."""
    kind = kind_named(row.kind)
    now, name = kind.stored(row.selection), kind.name(row.selection)

    def said(state: State | None) -> str:
        return "–" if state is None else kind.words(row.selection, state)

    return [
        Place(name(one.key), said(one.after), said(one.before), said(now.get(one.key)), bool(_touched([one], now)))
        for one in changes_of(row)
        if one.is_change
    ]


# Going back --------------------------------------------------------------------------------------
@transaction.atomic
@late.explained
def undo(row: BroughtTable, *, member: Member, reason: str = "") -> None:
    """Put back what stood there before, all of it or nothing, by who may write such a table now."""
    selection, kind = row.selection, kind_named(row.kind)
    held(selection, member=member, action=kind.right)
    if not kind.may_know(member):
        raise PermissionDenied(kind.right)
    if not BroughtTable.objects.filter(pk=row.pk, undone_at=None).exists():
        raise ValidationError(_("This table has been taken back already."))
    _require_untouched(row)
    moved = [one for one in changes_of(row) if one.is_change]
    faults = _put_back(moved, kind, selection, member=member, reason=reason)
    if faults:
        raise ValidationError(faults)
    row.undone_at, row.undone_by = timezone.now(), member
    row.save(update_fields=["undone_at", "undone_by"])
    payload = {"table": row.kind, "places": len(moved), "sha256": row.digest}
    ledger.record(kind.undone, selection=selection, member=member, reason=reason.strip(), payload=payload)


def _require_untouched(row: BroughtTable) -> None:
    words = _("%(place)s: it is %(now)s now, and the table brought %(brought)s.")
    touched = [
        words % {"place": one.name, "now": one.now, "brought": one.brought} for one in places(row) if one.was_touched
    ]
    if touched:
        raise ValidationError(touched, "changed")


def _put_back(
    moved: list[Change], kind: TableKind, selection: Selection, *, member: Member, reason: str
) -> list[ValidationError]:
    """What could not be put back, by place."""
    faults: Faults = {}
    # One act may change other places along, or need another one first: what is left is tried again.
    for _time in range(TRIES):
        left = _left(moved, kind.stored(selection))
        faults |= kind.put(selection, {one.key: one.before for one in left}, member=member, reason=reason)
    left = _left(moved, kind.stored(selection))
    return named({one.key: faults.get(one.key) or _("it could not be put back.") for one in left}, kind, selection)


def named(faults: Faults, kind: TableKind, selection: Selection) -> list[ValidationError]:
    """Each at its place, by the name that people know."""
    name = kind.name(selection) if faults else str
    return [ValidationError("%(place)s: %(said)s", params={"place": name(key), "said": faults[key]}) for key in faults]


def _left(moved: list[Change], now: Stored) -> list[Change]:
    """Backwards, through the states that were valid on the way in."""
    return [one for one in reversed(moved) if now.get(one.key) != one.before]
