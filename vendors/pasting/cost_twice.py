"""Two rows of one cost would replace each other: what is meant?"""

from dataclasses import replace

from django.utils.translation import gettext as _

from selection.bringing.answers import Answers
from selection.bringing.asked import Asked, asked
from selection.bringing.block import BadCell
from vendors.pasting.cost_rows import CostBlock, ReadRow

ADD, FIRST, BOTH = "add", "first", "both"


def ask_about_twice(found: CostBlock, answers: Answers) -> None:
    """Ask once for each name; until it is answered, all rows but the first are refused."""
    groups: dict[tuple[str, str, bool], list[ReadRow]] = {}
    for row in found.read:
        groups.setdefault((row.item, row.label, row.is_quoted), []).append(row)
    found.read = []
    for number, group in enumerate(groups.values(), 1):
        first, *others = group
        how = answers.said.get(f"twice-{number}", "")
        if others:
            found.asked.append(_twice(number, first, others, answers=answers))
        if not others or how == FIRST:
            found.read.append(first)
        elif how == ADD:
            found.read.append(_added(group))
        elif how == BOTH:
            found.read += [first, *(_numbered(row, place) for place, row in enumerate(others, 2))]
        else:
            found.read.append(first)
            words = _("Row %(row)s is the same cost. Say below what is meant.")
            at = first.columns.item + 1
            found.bad += [BadCell(row.row, at, row.item, words % {"row": first.row}) for row in others]


def _twice(number: int, first: ReadRow, others: list[ReadRow], *, answers: Answers) -> Asked:
    words = _("%(name)s stands in %(count)s rows: which amounts are meant?")
    name = first.label or first.item_name
    named = [
        (ADD, _("add them up")),
        (FIRST, _("only the first row")),
        (BOTH, _("each by itself, as “%(label)s”") % {"label": f"{name} (2)"}),
    ]
    return asked(f"twice-{number}", words % {"name": name, "count": len(others) + 1}, named, answers=answers)


def _added(group: list[ReadRow]) -> ReadRow:
    years = sorted({year for row in group for year in row.amounts})
    return replace(
        group[0],
        amounts={year: sum(row.amounts.get(year, 0) for row in group) for year in years},
        typed={year: " + ".join(row.typed[year] for row in group if year in row.amounts) for year in years},
    )


def _numbered(row: ReadRow, number: int) -> ReadRow:
    return replace(row, label=f"{row.label or row.item_name} ({number})")
