"""Which column of a table of facts is which vendor, and which row is which criterion?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from criteria.models import Criterion
from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.block import ASKS_COLUMN, ASKS_ROW, BadCell
from tables.finding import turned
from tables.heads import ASIDE, folded
from tables.mapping import meant_by_parts
from tables.units import differ, stated
from vendors.models import Vendor

# Heads of the columns before the values, as people write them.
LABELS = {
    *(
        "准则",
        "指标",
        "评价指标",
        "评价项",
        "项目",
        "编号",
        "序号",
        "名称",
        "类别",
        "分类",
        "维度",
        "单位",
        "计量单位",
        "说明",
        "备注",
    ),
    *("criterion", "criteria", "code", "id", "no.", "no", "#", "name", "item", "category", "group", "unit", "units"),
    *("measure", "metric", "indicator", "feature", "description", "note", "notes", "vendor", "vendors", "供应商"),
}
UNIT_HEADS = {"单位", "计量单位", "unit", "units"}
NUMBER = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Layout:
    """Which column is which vendor, and where the values begin; rows before the head are labels too."""

    vendors: dict[int, Vendor]
    first_row: int
    first_column: int
    asides: frozenset[int] = frozenset()  # rows of remarks and the like
    units: frozenset[int] = frozenset()  # columns that name a unit

    def unit_beside(self, row: list[str], criterion: Criterion) -> str:
        """The unit that its label or the column of units says, where it is surely not that of the criterion."""
        said = [part for cell in row[: self.first_column] for part in stated(cell)]
        own = [unit for unit in (criterion.unit_zh, criterion.unit_en) if unit]
        said += [row[column] for column in sorted(self.units)]
        return next((one for one in said if own and all(differ(one, unit) for unit in own)), "")


@dataclass(frozen=True)
class Names:
    """Who and what a head or a label may mean, and what a person said of single ones, by their place."""

    vendors: list[Vendor]
    criteria: list[Criterion]
    known: Mapping[str, list[Vendor]]
    measures: Mapping[str, list[Criterion]]
    chosen_vendors: Mapping[int, Vendor] = field(default_factory=dict)  # column
    chosen_criteria: Mapping[int, Criterion] = field(default_factory=dict)  # row
    places: Sequence[int] = ()  # row → where it stands in the block
    answers: Answers = NO_ANSWERS

    def is_head(self, cell: str) -> bool:
        return is_label(cell) or bool(meant_by_parts(cell, self.known)) or _criterion(cell, self.measures) is not None


def column_of_vendors(rows: list[list[str]], names: Names) -> int | None:
    """Where vendors stand down and criteria across: the first column with vendors, behind numbers and the like."""

    def has_vendors(cells: list[str]) -> bool:
        return any(meant_by_parts(cell, names.known) for cell in cells)

    if has_vendors(rows[0]) or not any(_criterion(cell, names.measures) for cell in rows[0]):
        return None
    return next((place for place, cells in enumerate(turned(rows)) if has_vendors(cells)), None)


def headed_layout(rows: list[list[str]], names: Names, bad: list[BadCell], *, head: int | None) -> Layout | None:
    """A row names vendors, by letter or name; what stands over labels is known, anything else is named.

    It is the first, or that of a turned table, in which columns of remarks have become rows.
    """
    line = rows[head or 0]
    heads = {column: meant_by_parts(cell, names.known) for column, cell in enumerate(line) if cell}
    heads |= {column: [vendor] for column, vendor in names.chosen_vendors.items()}
    if not any(heads.values()) and not _is_unknown_head(rows):
        return None
    labels = _label_columns(rows, heads, names)
    named: dict[int, Vendor] = {}
    for column, ones in heads.items():
        fault = "" if column in labels and not ones else _fault_of_head(line[column], ones, named)
        if fault:
            bad.append(BadCell((head or 0) + 1, column + 1, line[column], fault, asks=ASKS_COLUMN))
        elif ones:
            named[column] = ones[0]
    # A head that is no vendor's and no label's stands over values all the same, but not one over criteria.
    others = [column for column in heads if column not in labels and not is_label(line[column])]
    first = min([*named, *others], default=0)
    asides = frozenset() if head is None else frozenset(at for at, row in enumerate(rows) if is_label(row[0]))
    units = frozenset(column for column, cell in enumerate(line) if folded(ASIDE.sub("", cell)) in UNIT_HEADS)
    return Layout(named, (head or 0) + 1, first, asides, units)


def _label_columns(rows: list[list[str]], heads: Mapping[int, list[Vendor]], names: Names) -> set[int]:
    """Whatever stands over the criteria, or before them over words, is no vendor that nobody knows."""
    first = min((column for column, ones in heads.items() if ones), default=len(rows[0]))
    columns = [[row[column] for row in rows[1:]] for column in range(first)]
    counts = [sum(_criterion(cell, names.measures) is not None for cell in cells) for cells in columns]
    if not any(counts):
        return set()
    own = counts.index(max(counts))
    return {own, *(place for place in range(own) if not any(map(NUMBER.search, columns[place])))}


def _fault_of_head(cell: str, ones: list[Vendor], named: Mapping[int, Vendor]) -> str:
    if len(ones) > 1:
        both = " · ".join(f"{vendor.code} {vendor.name}" for vendor in ones)
        return _("This may be %(vendors)s. Write the letter and the name.") % {"vendors": both}
    if ones and ones[0] in named.values():
        return _("This vendor has a column already.")
    return "" if ones or is_label(cell) else _("No vendor on the list has this letter or name.")


def is_label(cell: str) -> bool:
    return folded(ASIDE.sub("", cell)) in LABELS


def _is_unknown_head(rows: list[list[str]]) -> bool:
    """A first row without a number, over rows with one: names that nobody on the list bears."""
    return len(rows) > 1 and not any(NUMBER.search(cell) for cell in rows[0]) and is_label(rows[0][0])


def plain_layout(rows: list[list[str]], names: Names) -> Layout:
    """Without a head, columns and rows stand in the order of the page and must be all there."""
    vendors, criteria = names.vendors, names.criteria
    labelled = any(_criterion(row[0], names.measures) for row in rows)
    first = 1 if labelled else 0
    if len(rows[0]) - first != len(vendors) or not (labelled or len(rows) == len(criteria)):
        raise ValidationError(
            _(
                "The block has %(rows)s rows and %(columns)s columns. Copy the first row with the vendors’ letters or "
                "names too, or exactly %(criteria)s rows and %(vendors)s columns in the order of the page."
            ),
            params={
                "rows": len(rows),
                "columns": len(rows[0]),
                "criteria": len(criteria),
                "vendors": len(vendors),
            },
        )
    return Layout({first + place: vendor for place, vendor in enumerate(vendors)}, 0, first)


def criteria_of(
    rows: list[list[str]], layout: Layout, names: Names, *, bad: list[BadCell]
) -> Iterator[tuple[int, Criterion]]:
    """(row, criterion) of every row that has one."""
    labels = [any(rows[index][: layout.first_column]) for index in range(layout.first_row, len(rows))]
    in_order = iter(names.criteria)
    for index in range(layout.first_row, len(rows)):
        criterion = _labelled(rows[index], layout, names.measures) if any(labels) else next(in_order, None)
        criterion = names.chosen_criteria.get(index, criterion)
        if criterion is None:
            if any(rows[index]) and index not in layout.asides:
                words = _("No measured criterion has this code or name.")
                bad.append(BadCell(index + 1, 1, rows[index][0], words, asks=ASKS_ROW))
        else:
            yield index, criterion


def _labelled(row: list[str], layout: Layout, measures: Mapping[str, list[Criterion]]) -> Criterion | None:
    labels = (_criterion(cell, measures) for cell in row[: layout.first_column])
    return next((criterion for criterion in labels if criterion), None)


def _criterion(name: str, measures: Mapping[str, list[Criterion]]) -> Criterion | None:
    found = meant_by_parts(name, measures)
    return found[0] if len(found) == 1 else None


def criteria_names(criteria: list[Criterion]) -> dict[str, list[Criterion]]:
    known: dict[str, list[Criterion]] = {}
    for criterion in criteria:
        names = (criterion.code, criterion.name_zh, criterion.name_en, criterion.code + criterion.name_zh)
        for name in filter(None, dict.fromkeys((*names, criterion.code + criterion.name_en))):
            known.setdefault(name, []).append(criterion)
    return known
