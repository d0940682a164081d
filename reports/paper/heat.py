"""Where do the opinions differ: every rated cell at a glance?"""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analysis.decision_file.typed import CriterionEntry
from reports.charts.theme import LIGHT, WHITE
from reports.paper.marks import named, room_for
from reports.paper.printed_run import PrintedRun
from reports.paper.words import joined, rounded
from reports.pdf.drawing import INK, TEXT_WIDTH, Drawing, width_of

ROW, LABEL = 13.0, 11.0
STEPS = (0.3, 0.6, 1.0, 1.5)
ON_TINTS = (INK, INK, INK, WHITE, WHITE)
ALONE = "#f4f5f5"
WRITTEN = 15.0  # a cell narrower than this carries no figure
SIZE, UPRIGHT = 7.0, 7.5  # of the criteria's codes; a column narrower than the second has none
APART = 1.6


def heat(opened: PrintedRun) -> SafeString:
    """One row a vendor, one column a rated criterion, tinted by the standard deviation of the people's scores."""
    leaves = [leaf for leaf in opened.leaves if leaf["kind"] == "rated"]
    spreads = {(leaf["code"], v): opened.cell(leaf["code"], v)["sd"] for leaf in leaves for v in opened.taking_part}
    if not any(spread is not None for spread in spreads.values()):
        return SafeString("")
    left = room_for(opened.names[vendor] for vendor in opened.taking_part)
    wide = min((TEXT_WIDTH - left) / len(leaves), 40.0)
    top = _above(leaves, wide)
    drawing = Drawing(TEXT_WIDTH, top + ROW * len(opened.taking_part) + 1, _alt(opened, leaves, spreads))
    _heads(drawing, leaves, left=left, top=top, wide=wide)
    for row, vendor in enumerate(opened.taking_part):
        y = top + ROW * row
        for column, leaf in enumerate(leaves):
            _cell(drawing, spreads[leaf["code"], vendor], x=left + wide * column, y=y, wide=wide)
        named(drawing, vendor, opened.names[vendor], y=y + 0.8, room=left - 18)
    return drawing.svg()


def _longest(leaves: list[CriterionEntry]) -> float:
    return max(width_of(leaf["code"], SIZE) for leaf in leaves)


def _above(leaves: list[CriterionEntry], wide: float) -> float:
    """The height of the heads: one line, or the longest code where codes stand upright."""
    is_level = _longest(leaves) + APART <= wide or wide < UPRIGHT
    return LABEL if is_level else _longest(leaves) + 4


def _heads(drawing: Drawing, leaves: list[CriterionEntry], *, left: float, top: float, wide: float) -> None:
    """Every criterion's code, all of them level or all upright; in the narrowest columns that of each category."""
    for column, leaf in enumerate(leaves):
        x = left + wide * column
        if _longest(leaves) + APART <= wide:
            drawing.text(x + wide / 2, 7.5, leaf["code"], size=SIZE, anchor="middle")
        elif wide >= UPRIGHT:
            drawing.text(x + wide / 2 + SIZE * 0.36, top - 3, leaf["code"], size=SIZE, is_upright=True)
        elif not column or leaves[column - 1]["parent"] != leaf["parent"]:
            drawing.text(x, 7.5, leaf["parent"] or "", size=SIZE, bold=True)


def _cell(drawing: Drawing, spread: float | None, *, x: float, y: float, wide: float) -> None:
    shade = sum(spread > step for step in STEPS) if spread is not None else 0
    fill = ALONE if spread is None else LIGHT.tints[shade]
    drawing.rect(x, y, width=wide - 0.8, height=ROW - 0.8, fill=fill)
    if spread is not None and wide >= WRITTEN:
        drawing.text(x + wide / 2, y + 8.6, rounded(spread, 1), size=6.8, fill=ON_TINTS[shade], anchor="middle")


def _alt(opened: PrintedRun, leaves: list[CriterionEntry], spreads: dict[tuple[str, str], float | None]) -> str:
    known = [(spread, key) for key, spread in spreads.items() if spread is not None]
    most = sorted(known, key=lambda entry: (-entry[0], entry[1]))[:3]
    said = joined(f"{opened.speaker.criterion(leaf)} {vendor} {rounded(spread, 2)}" for spread, (leaf, vendor) in most)
    return _("Standard deviation of the scores of every cell; the largest: %(cells)s.") % {"cells": said}
