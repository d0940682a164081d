"""What does each column of a table of costs hold, for one vendor?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from selection.bringing.answers import Answers
from selection.bringing.asked import Asked, asked
from selection.bringing.block import BadCell
from selection.models import Selection
from tables.finding import Lot, Part, Table, find_table
from tables.heads import ASIDE, folded, meant
from tables.mapping import PARTS, SKIP
from vendors.costing.years import first_year, year_name
from vendors.models import CostItem, Vendor
from vendors.pasting.cost_names import HEADS, SIGNING, vendor_names

ITEM, LABEL, QUOTED, OWN, OTHER, ASIDE_KEY = "item", "label", "quoted", "own", "other", "aside"
NOT_READ = (OTHER, ASIDE_KEY)
YEAR_KEY = "year-"
EACH = "each"
LABELS = 3  # columns before the amounts: item, label, in the quote or outside
YEAR = re.compile(r"(?:year|yr|y|第)([0-9]{1,2})年?|([0-9]{4})年?")


@dataclass(frozen=True)
class Columns:
    """Which column says what, counted in the part that is read; without a head they stand in this order."""

    item: int = 0
    label: int = 1
    quoted: int = 2
    years: tuple[tuple[int, int], ...] = ()  # column, year; one column may give several years
    is_quoted: bool | None = None  # of every row, where no column says it
    is_of_one_vendor: bool = False  # others stand beside it, and a row may be theirs alone

    def of_year(self, year: int) -> int:
        return next(column for column, known in self.years if known == year)


@dataclass
class Held:
    """The columns of a block, what has to be asked of them, and what cannot be read."""

    columns: Columns
    keys: dict[int, str] = field(default_factory=dict)  # column of the part → what it holds
    bad: list[BadCell] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


class Heads:
    """What heads mean in one selection."""

    def __init__(self, vendor: Vendor, vendors: list[Vendor]) -> None:
        self.vendor = vendor
        self.horizon = vendor.selection.horizon
        self.vendors = vendor_names(vendors)
        self.kinds = {name: [kind] for kind, names in HEADS.items() for name in names}
        self.signing = {folded(name) for name in SIGNING}
        self.first: int | None = first_year(vendor.selection)

    def is_head(self, cell: str) -> bool:
        """Whether a cell is a head by itself; four digits may be an amount."""
        found = YEAR.fullmatch(_bare(cell))
        return bool(self._kinds(cell) or (found and found[1]) or meant(cell, self.vendors))

    def learn(self, heads: Sequence[str]) -> None:
        """The first calendar year of a head that names as many in a row as the plan has, where nothing tells it."""
        parts = [part for head in heads for part in PARTS.split(head)]
        named = sorted({int(found[2]) for part in parts if (found := YEAR.fullmatch(_bare(part))) and found[2]})
        if self.first is None and named and named == list(range(named[0], named[0] + self.horizon)):
            self.first = named[0]

    def keys(self, head: str) -> list[str]:
        """What a head may mean; of a head of several lines all that they say together."""
        whole = self._keys(head)
        found = whole or list(dict.fromkeys(key for part in PARTS.split(head) for key in self._keys(part)))
        years = [key for key in found if key.startswith(YEAR_KEY)]
        if OTHER in found and (OWN not in found):
            return [OTHER]
        return years if years and OWN in found else found

    def is_own(self, head: str) -> bool:
        """Whether a line of a head names the vendor itself: what stands below is its offer."""
        return any(self.vendor in meant(part, self.vendors) for part in PARTS.split(head))

    def _keys(self, head: str) -> list[str]:
        vendors = meant(head, self.vendors)
        whose = [OWN if vendor == self.vendor else OTHER for vendor in vendors]
        return [*self._kinds(head), *self._year(head), *whose]

    def _kinds(self, head: str) -> list[str]:
        name = _bare(head)
        found = [kind for known, kinds in self.kinds.items() for kind in kinds if name and folded(known) == name]
        return [*dict.fromkeys(found), *([f"{YEAR_KEY}0"] if name in self.signing else [])]

    def _year(self, head: str) -> list[str]:
        found = YEAR.fullmatch(_bare(head))
        if found is None or (found[2] and self.first is None):
            return []
        year = int(found[1]) if found[1] else int(found[2]) - (self.first or 0) + 1
        return [f"{YEAR_KEY}{year}"] if 0 <= year <= self.horizon else []


def _bare(cell: str) -> str:
    return folded(ASIDE.sub("", cell))


def named_columns(selection: Selection) -> list[tuple[str, str]]:
    """What a column may hold, as a page offers it."""
    years = [(f"{YEAR_KEY}{year}", year_name(selection, year)) for year in range(selection.horizon + 1)]
    own = (OWN, _("amounts of this vendor"))
    return [(ITEM, _("item")), (LABEL, _("label")), (QUOTED, _("in the quote")), *years, own]


def found_table(rows: list[list[str]], heads: Heads) -> Table:
    table = find_table(rows, is_head=heads.is_head, has_sections=True)
    heads.learn(table.heads)
    return table


def held_by(table: Table, part: Part, *, heads: Heads, answers: Answers, items: Mapping[str, list[str]]) -> Held:
    """What the columns of the part hold: as a person said, as their heads say, else as the items in them do."""
    held = Held(Columns())
    for place, column in enumerate(part.columns):
        said = answers.columns.get(column, "")
        keys = [said] if said and said != SKIP else heads.keys(part.cells[0][place])
        held.keys[place] = keys[0] if len(keys) == 1 else ""
        if len(keys) != 1 and part.cells[0][place]:
            words = _("This column is not known, or may be several. Say below what it holds.")
            held.bad.append(BadCell(1, place + 1, part.cells[0][place], words, asks="column"))
    _find_items(held, part, items)
    _refuse_doubles(held, part, answers)
    places = {key: place for place, key in held.keys.items() if key}
    width = len(part.columns)  # a column that is not there is empty
    years = [(place, int(key.removeprefix(YEAR_KEY))) for place, key in held.keys.items() if key.startswith(YEAR_KEY)]
    if not years and {OWN, OTHER} & set(places):
        years = _years_of_own(held, part, places, answers=answers, horizon=heads.horizon)
    has_vendors = OWN in places or any(map(heads.is_own, part.cells[0]))
    where = _where(held, part, places, answers=answers, has_vendors=has_vendors)
    held.columns = Columns(
        places.get(ITEM, width),
        places.get(LABEL, width),
        places.get(QUOTED, width),
        tuple(years),
        where,
        is_of_one_vendor=has_vendors or OTHER in places,
    )
    return held


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
        held.bad.append(BadCell(1, 1, part.cells[0][0], words, asks="column"))


def _refuse_doubles(held: Held, part: Part, answers: Answers) -> None:
    """Two columns that hold the same: the one that a person named is meant, else nobody knows which."""
    for key in set(held.keys.values()) - {"", *NOT_READ}:
        places = [place for place, known in held.keys.items() if known == key]
        said = [place for place in places if answers.columns.get(part.columns[place]) == key]
        for place in places if len(places) > 1 else []:
            if said == [place]:
                continue
            words = _("Another column holds the same. Say below what this one holds, or leave it out.")
            held.bad.append(BadCell(1, place + 1, part.cells[0][place], words, asks="column"))


def _years_of_own(
    held: Held, part: Part, places: Mapping[str, int], *, answers: Answers, horizon: int
) -> list[tuple[int, int]]:
    """Vendors stand across: the column of this one gives one amount an item, of which the years are asked."""
    if OWN not in places:
        words = _("No column is this vendor’s. Say below which one holds its amounts.")
        held.bad.append(BadCell(1, 1, part.cells[0][0], words, asks="column"))
        return []
    named = [("0", _("once, on signing")), ("1", _("once, in the first year")), (EACH, _("every year of the plan"))]
    question = asked("when", _("When are these amounts paid?"), named, answers=answers)
    held.asked.append(question)
    when = answers.said.get("when", "")
    if when not in dict(named):
        words = _("Say below when these amounts are paid.")
        held.bad.append(BadCell(1, places[OWN] + 1, part.cells[0][places[OWN]], words))
        return []
    years = range(1, horizon + 1) if when == EACH else [int(when)]
    return [(places[OWN], year) for year in years]


def _where(held: Held, part: Part, places: Mapping[str, int], *, answers: Answers, has_vendors: bool) -> bool | None:
    """Whether amounts are in the quote, where no column says so; a column of a vendor is its offer."""
    if QUOTED in places:
        return None
    named = [("quoted", _("In the quote")), ("outside", _("Outside the quote"))]
    said = answers.said.get("where") or ("quoted" if has_vendors else "")
    shown = Answers(said={"where": said})
    held.asked.append(asked("where", _("No column says it: are these costs in the quote?"), named, answers=shown))
    if said not in dict(named):
        held.bad.append(BadCell(1, 1, part.cells[0][0], _("The first row names no column “in the quote”.")))
        return None
    return said == "quoted"


def not_read(table: Table, part: Part, held: Held) -> Iterator[str]:
    """The heads of columns that nobody reads, since they hold sums or belong to another vendor."""
    for column, lot in enumerate(table.columns):
        place = part.columns.index(column) if column in part.columns else None
        if lot == Lot.TOTAL or (place is not None and held.keys.get(place) == OTHER):
            yield table.heads[column]


def item_choices() -> list[tuple[str, str]]:
    return [(code, f"{code} {CostItem(code).label}") for code in CostItem.values]
