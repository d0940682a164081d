"""What does a table of costs change, and is it written?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from selection import again, brought
from selection.blindness import hold_to_type
from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.block import BadCell
from selection.bringing.memory import Memory, Read, learnt
from selection.languages import language_of
from selection.models import Member
from tables.mapping import SKIP
from vendors.brought import key_of
from vendors.costing.lines import Key, grouped, record_line, series_of
from vendors.models import Vendor
from vendors.pasting.cost_block import read_costs
from vendors.pasting.cost_heads import OWN, Whose, selection_of
from vendors.pasting.cost_rows import CostBlock, ReadRow


@dataclass(frozen=True)
class Compared:
    """A row beside what is on record: the amounts that it changes, one each where scenarios differ."""

    row: ReadRow
    is_new: bool
    was: Mapping[int, list[int | None]]

    @property
    def mark(self) -> again.Mark:
        return again.Mark(is_same=not self.is_new and not self.was, was="" if self.is_new else self.row.item)


def asking(whose: Whose, block: str, *, unit: str) -> tuple[Memory, Read]:
    """What is remembered of blocks of costs, and how this one is read; which column is whose each vendor says anew."""
    memory = Memory(selection_of(whose), "cost_lines")
    if isinstance(whose, Vendor):
        memory = replace(memory, thing=whose.code, own_keys=(OWN, SKIP))
    return memory, lambda answers: read_costs(whose, block, unit=unit, answers=answers)


def write_costs(
    whose: Whose,
    block: str,
    *,
    unit: str,
    scenarios: Iterable[str],
    member: Member,
    is_everywhere: bool = False,
    is_trial: bool = False,
    file: str = "",
    remove: Collection[str] = (),
    answers: Answers = NO_ANSWERS,
) -> CostBlock:
    """Write every row, or nothing when one is bad; a trial writes nothing and tells what would be bad.

    `file` is where the block was read from, `remove` what of the last table goes, by `again.Vanished.number`.
    """
    selection = selection_of(whose)
    found, codes = read_costs(whose, block, unit=unit, answers=answers), list(scenarios)
    hold_to_type(selection, member=member)  # who tries a block has seen what stands in it
    # A savepoint: a trial leaves no cost behind, and that prices were seen stays.
    rows = [_place(row, code) for row in found.read for code in codes]
    how = {} if is_trial or found.bad else learnt(*asking(whose, block, unit=unit), answers)
    with transaction.atomic():
        with brought.bringing(
            selection, member=member, kind="cost_lines", rows=rows, text=block, source=file, mapping=how
        ):
            # Until it is said when amounts are paid, none of them can be refused.
            for row in (row for row in found.read if row.columns.years):
                for code in codes:
                    _write_row(found, row, scenario=code, member=member, is_everywhere=is_everywhere)
            # Last, so that what came in may fill the years of what goes.
            if remove and not found.bad:
                gone = vanished(whose, found, codes)
                again.remove(selection, "cost_lines", gone, numbers=remove, member=member)
        if found.bad or is_trial:
            transaction.set_rollback(True)
    # What was taken back still stands in this object.
    selection.refresh_from_db(fields=["scenarios"])
    return found


def _write_row(found: CostBlock, row: ReadRow, *, scenario: str, member: Member, is_everywhere: bool) -> None:
    """In place of a series with the same item, label and scenario, if there is one."""
    key = _key(row, scenario)
    own = grouped(row.vendor.cost_lines.filter(item=row.item, scenario=scenario).order_by("pk"))
    same = next((series for series in own if series.key == key), None)
    try:
        record_line(
            row.vendor,
            item=row.item,
            label_zh=key[2],
            label_en=key[3],
            is_quoted=row.is_quoted,
            scenarios=[scenario],
            amounts=row.amounts,
            member=member,
            replaces=same,
            is_everywhere=is_everywhere,
        )
    except ValidationError as error:
        # Each scenario refuses the same cell: it is told once.
        bad_cells = [_in_block(bad, found.origin) for bad in _bad_cells(row, error)]
        found.bad += [bad for bad in bad_cells if bad not in found.bad]


def _bad_cells(row: ReadRow, error: ValidationError) -> Iterator[BadCell]:
    """What a verb refused, at the cell that says it; the first cell stands for the row."""
    if not hasattr(error, "error_dict"):
        yield BadCell(row.row, row.columns.item + 1, row.item, " ".join(error.messages))
        return
    for place, said in error.message_dict.items():
        year = place.removeprefix("year_")
        if place.startswith("label_"):
            yield BadCell(row.row, row.columns.label + 1, row.label, " ".join(said))
        elif year.isdecimal():
            yield BadCell(row.row, row.columns.of_year(int(year)) + 1, row.typed[int(year)], " ".join(said))
        else:
            yield BadCell(row.row, row.columns.item + 1, row.item, " ".join(said))


def _in_block(bad: BadCell, origin: list[int]) -> BadCell:
    return replace(bad, column=origin[bad.column - 1] + 1 if bad.column <= len(origin) else bad.column)


def compared(whose: Whose, found: CostBlock, scenarios: Collection[str]) -> list[Compared]:
    """Every row beside the series that it would overwrite."""
    known = {series.key: series.amounts for series in series_of(selection_of(whose))}
    rows = []
    for row in found.read:
        old = [known.get(_key(row, code)) for code in scenarios]
        years = sorted({*row.amounts, *(year for amounts in old for year in amounts or ())})
        before = {year: list(dict.fromkeys((amounts or {}).get(year) for amounts in old)) for year in years}
        was = {year: amounts for year, amounts in before.items() if amounts != [row.amounts.get(year)]}
        rows.append(Compared(row, is_new=not any(old), was=was if any(old) else {}))
    return rows


def vanished(whose: Whose, found: CostBlock, scenarios: Collection[str]) -> list[again.Vanished]:
    """What the last table brought of these vendors in these scenarios, and this one does not hold."""
    rows = {_place(row, code) for row in found.read for code in scenarios}
    letters = {whose.code} if isinstance(whose, Vendor) else {row.vendor.code for row in found.read}

    def is_meant(key: tuple[str, ...]) -> bool:
        return key[0] in letters and key[-1] in scenarios

    return again.vanished(selection_of(whose), "cost_lines", rows, within=is_meant)


def _place(row: ReadRow, scenario: str) -> tuple[str, ...]:
    return key_of(_key(row, scenario), row.vendor.code)


def _key(row: ReadRow, scenario: str) -> Key:
    labels = _labels(row.label)
    return (row.vendor.pk, row.item, labels["label_zh"], labels["label_en"], row.is_quoted, scenario)


def _labels(label: str) -> dict[str, str]:
    """A label typed once goes to the language it is written in."""
    return {"label_zh": "", "label_en": ""} | {f"label_{language_of(label)}": label}
