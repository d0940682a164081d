"""Two rows of one cost would replace each other: what is meant?"""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from selection.bringing.answers import Answers
from selection.bringing.asked import Asked, asked
from selection.bringing.block import ASKS_TABLE, BadCell
from vendors.pasting.cost_rows import CostBlock, ReadRow

ADD, FIRST, BOTH = "add", "first", "both"
Name = tuple[str, str, bool]  # item, label, in the quote


def ask_about_twice(found: CostBlock, answers: Answers) -> None:
    """Ask once for each name; until it is answered, all rows but the first are refused."""
    names: dict[Name, dict[str, list[ReadRow]]] = {}
    for row in found.read:
        names.setdefault((row.item, row.label, row.is_quoted), {}).setdefault(row.vendor.code, []).append(row)
    kept: dict[tuple[str, int], list[ReadRow]] = {}
    for number, by_vendor in enumerate(names.values(), 1):
        most = max(by_vendor.values(), key=len)
        if len(most) > 1:
            found.asked.append(_twice(number, most, answers=answers))
        how = answers.said.get(f"twice-{number}", "")
        for group in by_vendor.values():
            kept[group[0].vendor.code, number] = _meant(group, how)
            if how == FIRST:
                found.doubles |= {row.row for row in group[1:]}
            if len(group) > 1 and how not in (ADD, FIRST, BOTH):
                found.bad += _refused(group)
    letters = dict.fromkeys(row.vendor.code for row in found.read)
    found.read = [row for letter in letters for place, rows in kept.items() if place[0] == letter for row in rows]
    found.doubles -= {row.row for row in found.read}  # it may count for another vendor


def _meant(group: list[ReadRow], how: str) -> list[ReadRow]:
    first, *others = group
    if others and how == ADD:
        return [_added(group)]
    if others and how == BOTH:
        return [first, *(_numbered(row, place) for place, row in enumerate(others, 2))]
    return [first]


def _refused(group: list[ReadRow]) -> Iterator[BadCell]:
    words = _("Row %(row)s is the same cost. Say below what is meant.")
    first, *others = group
    for row in others:
        yield BadCell(row.row, first.columns.item + 1, row.item, words % {"row": first.row}, asks=ASKS_TABLE)


def _twice(number: int, group: list[ReadRow], *, answers: Answers) -> Asked:
    words = _("%(name)s stands in %(count)s rows: which amounts are meant?")
    name = group[0].label or group[0].item_name
    named = [
        (ADD, _("add them up")),
        (FIRST, _("only the first row")),
        (BOTH, _("each by itself, as “%(label)s”") % {"label": f"{name} (2)"}),
    ]
    return asked(f"twice-{number}", words % {"name": name, "count": len(group)}, named, answers=answers)


def _added(group: list[ReadRow]) -> ReadRow:
    years = sorted({year for row in group for year in row.amounts})
    return replace(
        group[0],
        amounts={year: sum(row.amounts.get(year, 0) for row in group) for year in years},
        typed={year: " + ".join(row.typed[year] for row in group if year in row.amounts) for year in years},
    )


def _numbered(row: ReadRow, number: int) -> ReadRow:
    return replace(row, label=f"{row.label or row.item_name} ({number})")
