"""Is every row of a list written, or none, and what does the list become by it?"""

from collections.abc import Collection
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction

from selection import again, late
from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.block import BadCell
from selection.bringing.lists import ListBlock, ListKind, asking, read_list
from selection.bringing.memory import learnt
from selection.brought import bringing, last
from selection.models import Member, Selection
from selection.table_kinds import Key


def write_list(
    kind: ListKind,
    selection: Selection,
    block: str,
    *,
    member: Member,
    file: str = "",
    answers: Answers = NO_ANSWERS,
    remove: Collection[str] = (),
    reason: str = "",
    is_trial: bool = False,
) -> ListBlock:
    """Write every row, or nothing when one is bad; a trial writes nothing and tells what would be.

    `remove` is what of the last table goes, by `again.Vanished.number`.
    """
    found = read_list(kind, selection, block, answers=answers)
    how = {} if is_trial or found.bad else learnt(*asking(kind, selection, block), answers)
    act = late.tried() if is_trial or found.bad else late.act(selection, member=member, reason=reason)
    rows: list[Key] = []  # known only when they are written
    with transaction.atomic():
        with act, bringing(selection, member=member, kind=kind.table, rows=rows, text=block, source=file, mapping=how):
            _write_rows(found, kind, selection, member=member)
            rows += [row.place for row in found.read if row.place]
            if not found.bad:
                _remove(found, kind, selection, rows=rows, numbers=remove, member=member)
                if kind.settle and not found.faults:
                    kind.settle(found, selection, answers=answers, member=member)
        _look_back(found, kind, selection)
        if found.is_refused or is_trial:
            transaction.set_rollback(True)
    refused = {cell.row for cell in found.bad}
    found.read = [row for row in found.read if row.row not in refused]
    found.rows = [replace(line, is_refused=line.is_refused or line.number in refused) for line in found.rows]
    return found


def _write_rows(found: ListBlock, kind: ListKind, selection: Selection, *, member: Member) -> None:
    for at, row in enumerate(found.read):
        try:
            place = kind.write(selection, row.values, present=row.present, member=member)
        except ValidationError as error:
            found.bad.append(BadCell(row.row, 1, row.shown[0], " ".join(error.messages)))
        else:
            found.read[at] = replace(row, place=place)
    found.bad.sort(key=lambda cell: (cell.row, cell.column))


def _remove(
    found: ListBlock,
    kind: ListKind,
    selection: Selection,
    *,
    rows: Collection[Key],
    numbers: Collection[str],
    member: Member,
) -> None:
    gone = again.vanished(selection, kind.table, rows)
    found.vanished = again.ticked(gone, numbers)
    try:
        if numbers:
            again.remove(selection, kind.table, gone, numbers=numbers, member=member)
    except ValidationError as error:
        found.faults = error.messages


def _look_back(found: ListBlock, kind: ListKind, selection: Selection) -> None:
    """What each row has changed, and what changed along; removals that were asked for are no news."""
    row = last(selection, kind.table)
    moved = again.moved(row) if row else {}
    found.read = [replace(one, moved=moved.get(one.place)) for one in found.read]
    own = {one.place for one in found.read} | {gone.key for gone, is_ticked in found.vanished if is_ticked}
    found.beside = [one for key, one in moved.items() if key not in own and not one.is_same]
