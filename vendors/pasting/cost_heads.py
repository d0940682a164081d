"""Under which heads do tables of costs say what a column holds?"""

import re
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from selection.models import Selection
from tables.finding import Merged, Table, find_table
from tables.heads import ASIDE, folded, meant
from tables.mapping import PARTS
from vendors.costing.years import first_year, years_of
from vendors.models import CostItem, Vendor
from vendors.pasting.cost_names import HEADS, ROW_HEADS, SIGNING, vendor_names

ITEM, LABEL, QUOTED, OWN, OTHER, ASIDE_KEY = "item", "label", "quoted", "own", "other", "aside"
WHOSE = "whose"  # names the vendor of each row
YEAR_KEY, VENDOR_KEY = "year-", "vendor-"
YEAR = re.compile(r"(?:year|yr|y|第)([0-9]{1,2})年?|([0-9]{4})年?")
Whose = Vendor | Selection  # the costs of one vendor, or of all that a table names


def selection_of(whose: Whose) -> Selection:
    return whose.selection if isinstance(whose, Vendor) else whose


class Heads:
    """What heads mean in one selection."""

    def __init__(self, whose: Whose, vendors: list[Vendor]) -> None:
        self.vendor = whose if isinstance(whose, Vendor) else None  # None: all of them
        self.all = vendors
        self.selection = selection_of(whose)
        self.horizon = self.selection.horizon
        self.vendors = vendor_names(vendors)
        kinds = HEADS if self.vendor else HEADS | ROW_HEADS
        self.kinds = {name: [kind] for kind, names in kinds.items() for name in names}
        self.signing = {folded(name) for name in SIGNING}
        self.first: int | None = first_year(self.selection)

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
        vendors = [key for key in found if key.startswith(VENDOR_KEY)]
        if OTHER in found and (OWN not in found):
            return [OTHER]
        if years and vendors:
            return [_joined(vendor, year) for vendor in vendors for year in years]
        return years if years and OWN in found else found

    def is_own(self, head: str) -> bool:
        """Whether a line of a head names the vendor itself: what stands below is its offer."""
        return any(self.vendor in meant(part, self.vendors) for part in PARTS.split(head))

    def key(self, head: str) -> str:
        """The one thing that a head means, or nothing."""
        found = self.keys(head)
        return found[0] if len(found) == 1 else ""

    def _keys(self, head: str) -> list[str]:
        return [*self._kinds(head), *self._year(head), *map(self._whose, meant(head, self.vendors))]

    def _whose(self, vendor: Vendor) -> str:
        if self.vendor is None:
            return f"{VENDOR_KEY}{vendor.code}"
        return OWN if vendor == self.vendor else OTHER

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


def _joined(vendor: str, year: str) -> str:
    return f"{vendor} {year}"


def named_columns(heads: Heads) -> list[tuple[str, str]]:
    """What a column may hold, as a page offers it."""
    years = [(f"{YEAR_KEY}{year}", name) for year, name in years_of(heads.selection)]
    labels = [(ITEM, _("item")), (LABEL, _("label")), (QUOTED, _("in the quote"))]
    if heads.vendor:
        return [*labels, *years, (OWN, _("amounts of this vendor"))]
    vendors = [(f"{VENDOR_KEY}{row.code}", f"{row.code} {row.name}") for row in heads.all]
    both = [(_joined(key, year), f"{name} · {said}") for key, name in vendors for year, said in years]
    return [
        *labels,
        (WHOSE, _("vendor of the row")),
        (OWN, _("amounts of the row’s vendor")),
        *vendors,
        *years,
        *both,
    ]


def found_table(rows: list[list[str]], heads: Heads, merged: Collection[Merged] | None) -> Table:
    table = find_table(rows, is_head=heads.is_head, merged=merged, has_sections=True)
    heads.learn(table.heads)
    return table


def parted(key: str) -> tuple[str, int | None]:
    """Letter of the vendor and year of a column of amounts, as far as its key names them."""
    vendor, _space, year = key.rpartition(" ") if key.startswith(VENDOR_KEY) and YEAR_KEY in key else (key, "", key)
    letter = vendor.removeprefix(VENDOR_KEY) if vendor.startswith(VENDOR_KEY) else ""
    return letter, int(year.removeprefix(YEAR_KEY)) if year.startswith(YEAR_KEY) else None


def item_choices() -> list[tuple[str, str]]:
    return [(code, f"{code} {CostItem(code).label}") for code in CostItem.values]
