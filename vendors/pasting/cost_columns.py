"""Which column of a table of costs says what?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from selection.bringing.answers import Answers
from selection.bringing.asked import Asked, asked
from selection.bringing.block import ASKS_COLUMN, ASKS_COLUMNS, ASKS_TABLE, BadCell
from tables.finding import Lot, Part, Table
from tables.heads import meant
from vendors.models import Vendor
from vendors.pasting.cost_heads import (
    ASIDE_KEY,
    ITEM,
    LABEL,
    OTHER,
    OWN,
    QUOTED,
    Heads,
    named_columns,
    parted,
)
from vendors.pasting.cost_hints import NO_HINTS, Hints

NOT_READ = (OTHER, ASIDE_KEY)
EACH = "each"
LABELS = 3  # columns before the amounts: item, label, in the quote or outside


@dataclass(frozen=True)
class Columns:
    """Which column says what of a vendor, counted in the part that is read; without a head in this order."""

    vendor: Vendor
    item: int = 0
    label: int = 1
    quoted: int = 2
    years: tuple[tuple[int, int], ...] = ()  # column, year; one column may give several years
    is_quoted: bool | None = None  # of every row, where no column says it
    is_of_one_vendor: bool = False  # others stand beside it, and a row may be theirs alone
    rows: frozenset[int] | None = None  # those of this vendor, where each row names whose it is

    def of_year(self, year: int) -> int:
        return next(column for column, known in self.years if known == year)


@dataclass
class Held:
    """The columns of a block, what has to be asked of them, and what cannot be read."""

    columns: list[Columns] = field(default_factory=list)  # one a vendor
    keys: dict[int, str] = field(default_factory=dict)  # column of the part → what it holds
    bad: list[BadCell] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    hints: Hints = NO_HINTS

    @property
    def places(self) -> dict[str, int]:
        """Key → column."""
        return {key: place for place, key in self.keys.items() if key}


def held_by(part: Part, *, heads: Heads, answers: Answers, items: Mapping[str, list[str]]) -> Held:
    """What the columns of the part hold: as a person said, as their heads say, else as the items in them do."""
    held, offered = Held(), dict(named_columns(heads))
    for place, column in enumerate(part.columns):
        said = answers.columns.get(column, "")
        keys = [said] if said in offered else heads.keys(part.cells[0][place])
        held.keys[place] = keys[0] if len(keys) == 1 else ""
        if len(keys) != 1 and part.cells[0][place]:
            words = _("This column is not known, or may be several. Say below what it holds.")
            held.bad.append(BadCell(1, place + 1, part.cells[0][place], words, asks=ASKS_COLUMN))
    _find_items(held, part, items)
    _refuse_doubles(held, part, answers)
    return held


def hold_one(held: Held, part: Part, vendor: Vendor, *, heads: Heads, answers: Answers) -> None:
    """The columns of one vendor, beside which others may stand."""
    places = held.places
    years = [(place, int(year)) for place, key in held.keys.items() if (year := parted(key)[1]) is not None]
    if not years and OWN in places:
        paid = asked_when(held, part, places[OWN], answers=answers, horizon=heads.horizon)
        years = [(places[OWN], year) for year in paid]
    elif not years and OTHER in places:
        words = _("No column is this vendor’s. Say below which one holds its amounts.")
        held.bad.append(BadCell(1, 1, part.cells[0][0], words, asks=ASKS_COLUMNS))
    has_vendors = OWN in places or any(map(heads.is_own, part.cells[0]))
    where = asked_where(held, part, answers=answers, has_vendors=has_vendors)
    is_of_one = has_vendors or OTHER in places
    held.columns = [columns_for(held, part, vendor, years=years, where=where, is_of_one_vendor=is_of_one)]


def columns_for(
    held: Held,
    part: Part,
    vendor: Vendor,
    *,
    years: Sequence[tuple[int, int]],
    where: bool | None,
    is_of_one_vendor: bool = False,
    rows: frozenset[int] | None = None,
) -> Columns:
    places, width = held.places, len(part.columns)  # a column that is not there is empty
    item, label, quoted = (places.get(key, width) for key in (ITEM, LABEL, QUOTED))
    return Columns(vendor, item, label, quoted, tuple(years), where, is_of_one_vendor, rows)


def _find_items(held: Held, part: Part, items: Mapping[str, list[str]]) -> None:
    """A column without a head that holds items is theirs."""
    if ITEM in held.keys.values():
        return
    counts = {
        place: sum(bool(meant(row[place], items)) for row in part.cells[1:])
        for place, key in held.keys.items()
        if key in ("", LABEL)
    }
    best = max(counts, key=lambda place: counts[place], default=None)
    if best is not None and counts[best]:
        held.keys[best] = ITEM
        held.bad = [cell for cell in held.bad if cell.column != best + 1]
    else:
        words = _("No column names the cost item. Say below which one does.")
        held.bad.append(BadCell(1, 1, part.cells[0][0], words, asks=ASKS_COLUMNS))


def _refuse_doubles(held: Held, part: Part, answers: Answers) -> None:
    """Two columns that hold the same: the one that a person named is meant, else nobody knows which."""
    for key in set(held.keys.values()) - {"", *NOT_READ}:
        places = [place for place, known in held.keys.items() if known == key]
        said = [place for place in places if answers.columns.get(part.columns[place]) == key]
        for place in places if len(places) > 1 else []:
            if said == [place]:
                continue
            words = _("Another column holds the same. Say below what this one holds, or leave it out.")
            held.bad.append(BadCell(1, place + 1, part.cells[0][place], words, asks=ASKS_COLUMN))


def asked_when(held: Held, part: Part, place: int, *, answers: Answers, horizon: int) -> list[int]:
    """A column of a vendor gives one amount an item, of which the years are asked."""
    named = [("0", _("once, on signing")), ("1", _("once, in the first year")), (EACH, _("every year of the plan"))]
    when = answers.said.get("when", "") or held.hints.when
    shown, is_kept = Answers(said={"when": when}), not held.hints.when
    held.asked.append(asked("when", _("When are these amounts paid?"), named, answers=shown, is_kept=is_kept))
    if when not in dict(named):
        words = _("Say below when these amounts are paid.")
        held.bad.append(BadCell(1, place + 1, part.cells[0][place], words, asks=ASKS_TABLE))
        return []
    return list(range(1, horizon + 1)) if when == EACH else [int(when)]


def asked_where(held: Held, part: Part, *, answers: Answers, has_vendors: bool) -> bool | None:
    """Whether amounts are in the quote, where no column says so; a column of a vendor is its offer."""
    if QUOTED in held.places:
        return None
    named = [("quoted", _("In the quote")), ("outside", _("Outside the quote"))]
    said = answers.said.get("where") or held.hints.where or ("quoted" if has_vendors else "")
    shown = Answers(said={"where": said})
    words = _("No column says it: are these costs in the quote?")
    held.asked.append(asked("where", words, named, answers=shown, is_kept=not held.hints.where))
    if said not in dict(named):
        words = _("The first row names no column “in the quote”.")
        held.bad.append(BadCell(1, 1, part.cells[0][0], words, asks=ASKS_TABLE))
        return None
    return said == "quoted"


def not_read(table: Table, part: Part, held: Held) -> Iterator[str]:
    """The heads of columns that nobody reads, since they hold sums or belong to another vendor."""
    for column, lot in enumerate(table.columns):
        place = part.columns.index(column) if column in part.columns else None
        if lot == Lot.TOTAL or (place is not None and held.keys.get(place) == OTHER):
            yield table.heads[column]
