"""How does the result follow from the other sheets, cell by cell, and is it the official one?"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from analysis.decision_file.typed import CriterionEntry, ValueFunction
from reports.opened_run import OpenedRun
from reports.workbook.inputs import Placed, exact, titled
from selection.formats import as_decimal
from selection.languages import pick
from tables.writing import Cell, Formula, Sheet, Shown, muted, place, stretch

AGREES = 0.005  # half of what two decimals can show
DIGITS = 4  # decimals of the official total
FIRST = 3  # columns before the first vendor, each of which has two


def result(opened: OpenedRun, number: int, *, weights: Placed, sources: Mapping[str, Placed]) -> Sheet:
    """Values and points of every criterion; the totals are sums, and each is compared with the official one."""
    name, leaves = _("Result"), list(opened.leaves)
    rows: list[list[Cell]] = []
    for leaf in leaves:
        row = len(rows) + 1
        weight = Formula(f"={weights.at[leaf['code'], '']}", exact(100 * opened.results["weights"][leaf["code"]]))
        rows.append([leaf["code"], pick(leaf["name"])[0], weight])
        for vendor in opened.visible:
            rows[-1] += _cell(opened, name, row, leaf=leaf, vendor=vendor, sources=sources)
    head = [_("Code"), _("Criterion"), _("Weight in all, points of 100")]
    points = _("points")
    for vendor in opened.visible:
        head += [titled(opened, vendor), f"{vendor} {points}"]
    return Sheet(name, head, [*rows, *_foot(opened, name, len(leaves), number=number)], fixed=2)


def _column(opened: OpenedRun, vendor: str) -> int:
    return FIRST + 2 * opened.visible.index(vendor)


def _cell(
    opened: OpenedRun, name: str, row: int, *, leaf: CriterionEntry, vendor: str, sources: Mapping[str, Placed]
) -> list[Cell]:
    """The value from 0 to 100, and what it adds to the total; who is excluded stands back."""
    column, weight = _column(opened, vendor), place(name, 2, row)
    value = opened.cell(leaf["code"], vendor)["value"]
    text = _value(leaf, vendor, sources)
    own = place(name, column, row)
    worth: Decimal | str = "" if value is None else exact(value)
    found: Cell = Formula(text, worth) if text else None
    added = Formula(f'=IF({own}="",IF({weight}=0,0,""),{weight}*{own}/100)', _points(opened, leaf["code"], vendor))
    return muted([found, added]) if vendor in opened.excluded else [found, added]


def _points(opened: OpenedRun, code: str, vendor: str) -> Decimal | str:
    """What a value adds to the total: nothing without a weight, and unknown without a value."""
    value, share = opened.cell(code, vendor)["value"], opened.results["weights"][code]
    if value is None:
        return "" if share else Decimal(0)
    return exact(share * value)


def _value(leaf: CriterionEntry, vendor: str, sources: Mapping[str, Placed]) -> str:
    """What a value is computed by; nothing where a criterion has no curve."""
    if leaf["kind"] == "rated":
        mark = sources["rated"].at[leaf["code"], vendor]
        return f'=IF({mark}="","",10*{mark})'
    if leaf["value_function"] is None:
        return ""
    if leaf["kind"] == "price":
        given = sources["price"].at["tco" if leaf["basis"] == "tco" else "quote", vendor]
    else:
        given = sources["measured"].at[leaf["code"], vendor]
    return f'=IF({given}="","",{_curve(given, leaf["value_function"])})'


def _curve(x: str, function: ValueFunction) -> str:
    """A value function as a formula; an end stands for all beyond it."""
    points = sorted((Decimal(a), Decimal(b)) for a, b in function["points"])
    if function["type"] == "log":
        (x0, v0), (x1, v1) = points
        within = f"MIN(MAX({x},{x0:f}),{x1:f})"
        return f"{v0:f}+({v1 - v0:f})*LN({100 - x0:f}/(100-{within}))/LN({100 - x0:f}/{100 - x1:f})"
    text = f"{points[-1][1]:f}"
    for (x0, v0), (x1, v1) in reversed(list(pairwise(points))):
        text = f"IF({x}<={x1:f},({v0:f})+({v1 - v0:f})*({x}-({x0:f}))/{x1 - x0:f},{text})"
    return f"IF({x}<={points[0][0]:f},{points[0][1]:f},{text})"


def _foot(opened: OpenedRun, name: str, leaves: int, *, number: int) -> list[list[Cell]]:
    """Total, official total, whether both agree, and place of each vendor."""
    labels = [_("Total points"), _("Official total, snapshot %(number)s") % {"number": number}]
    labels += [_("Both agree to two decimals"), _("Rank")]
    ends = [_end(opened, name, leaves, vendor=vendor) for vendor in opened.visible]
    return [
        [None, Shown(label, is_strong=True), None, *(cell for end in ends for cell in (None, end[line]))]
        for line, label in enumerate(labels)
    ]


def _end(opened: OpenedRun, name: str, leaves: int, *, vendor: str) -> list[Cell]:
    """The end of a vendor's points, line by line; who is excluded has no total."""
    if vendor in opened.excluded:
        return muted([_("excluded"), None, None, None])
    known, column = opened.results["total"][vendor], _column(opened, vendor) + 1
    points = [_points(opened, leaf["code"], vendor) for leaf in opened.leaves]
    total = None if "" in points else sum(map(Decimal, points), Decimal(0))
    official = as_decimal(known, DIGITS)
    # What is stored beside the formulas is shown where nothing is computed, so it is compared here as it is there.
    agree = total is official if total is None or official is None else abs(total - official) < AGREES
    added, own = stretch(name, (column, 1), (column, leaves)), place(name, column, leaves + 1)
    theirs, yes, no = place(name, column, leaves + 2), _("yes"), _("no")
    alike = f'IF({theirs}="",FALSE,ABS({own}-{theirs})<{AGREES})'
    rank = next((entry["rank"] for entry in opened.results["ranking"] if entry["vendor"] == vendor), None)
    return [
        Shown(Formula(f'=IF(COUNT({added})<{leaves},"",SUM({added}))', "" if total is None else total), is_strong=True),
        official,
        Formula(f'=IF(IF({own}="",{theirs}="",{alike}),"{yes}","{no}")', yes if agree else no),
        None if rank is None else Decimal(rank),
    ]
