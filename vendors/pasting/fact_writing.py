"""What does a table of facts change, and is it written?"""

from collections.abc import Collection
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from selection import again, late
from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.memory import Memory, Read, learnt
from selection.brought import bringing
from selection.models import Member, Selection
from selection.table_kinds import Key
from vendors.brought import FactState
from vendors.facts import about, record_fact
from vendors.pasting.fact_block import FactBlock, read_facts


def asking(selection: Selection, block: str) -> tuple[Memory, Read]:
    """What is remembered of blocks of facts, and how this one is read."""
    return Memory(selection, "facts"), lambda answers: read_facts(selection, block, answers)


@transaction.atomic
@late.explained
def write_facts(
    selection: Selection,
    block: str,
    *,
    level: str,
    source: str,
    member: Member,
    reason: str = "",
    file: str = "",
    remove: Collection[str] = (),
    answers: Answers = NO_ANSWERS,
) -> int:
    """Write the whole block, or nothing when one cell is bad.

    `file` is where it was read from, `remove` what of the last table goes, by `again.Vanished.number`.
    """
    found = read_facts(selection, block, answers)
    if found.bad:
        raise ValidationError(_("Nothing was written: correct the named cells first."))
    coming = states_of(found, level=level, source=source)
    how = learnt(*asking(selection, block), answers)
    with bringing(selection, member=member, kind="facts", rows=coming, text=block, source=file, mapping=how):
        for cell in found.read:
            state = coming[cell.key]
            record_fact(
                cell.vendor,
                criterion=cell.criterion,
                # It has been read; as a text it would be read by the grammar of people once more.
                value=Decimal(cell.value),
                level=level,
                source=state["source"],
                member=member,
                reason=reason,
            )
        if remove:
            gone = again.vanished(selection, "facts", coming)
            again.remove(selection, "facts", gone, numbers=remove, member=member, reason=reason)
    return len(found.read)


def states_of(found: FactBlock, *, level: str, source: str) -> dict[Key, FactState]:
    """What would stand in each place after the block is written."""
    return {
        cell.key: {
            "value": cell.value,
            "level": level,
            "source": about(source, cell.typed) if cell.is_about else source.strip(),
        }
        for cell in found.read
    }
