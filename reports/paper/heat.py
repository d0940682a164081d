"""Where do the opinions differ: every rated cell at a glance?"""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.drawing import INK, Drawing
from reports.paper.case import Case, Json
from reports.paper.marks import named, room_for
from reports.paper.words import joined, rounded

WIDTH, ROW, LABEL = 480.0, 13.0, 11.0
STEPS = (0.3, 0.6, 1.0, 1.5)
TINTS = ("#f9edf0", "#f0cdd6", "#dd97a9", "#bd5574", "#872346")
ON_TINTS = (INK, INK, INK, "#ffffff", "#ffffff")
ALONE = "#f4f5f5"
WRITTEN = 15.0  # a cell narrower than this carries no figure


def heat(case: Case) -> SafeString:
    """One row a vendor, one column a rated criterion, tinted by the standard deviation of the people's scores."""
    leaves = [leaf for leaf in case.leaves if leaf["kind"] == "rated"]
    spreads = {(leaf["code"], v): case.cell(leaf["code"], v)["sd"] for leaf in leaves for v in case.vendors}
    if not any(spread is not None for spread in spreads.values()):
        return SafeString("")
    left = room_for(case.names[vendor] for vendor in case.vendors)
    drawing = Drawing(WIDTH, LABEL + ROW * len(case.vendors) + 1, _alt(case, leaves, spreads))
    wide = min((WIDTH - left) / len(leaves), 40.0)
    for column, leaf in enumerate(leaves):
        x = left + wide * column
        _head(drawing, leaves, column, x, wide)
        for row, vendor in enumerate(case.vendors):
            _cell(drawing, spreads[leaf["code"], vendor], x, LABEL + ROW * row, wide)
    for row, vendor in enumerate(case.vendors):
        named(drawing, vendor, case.names[vendor], y=LABEL + ROW * row + 0.8, room=left - 18)
    return drawing.svg()


def _head(drawing: Drawing, leaves: list[Json], column: int, x: float, wide: float) -> None:
    """The criterion's code, or in narrow columns its category's where that begins."""
    code, parent = leaves[column]["code"], leaves[column]["parent"]
    if wide >= WRITTEN and len(code) * 4.3 < wide:
        drawing.text(x + wide / 2, 7.5, code, size=7, anchor="middle")
    elif not column or leaves[column - 1]["parent"] != parent:
        drawing.text(x, 7.5, parent, size=7, bold=True)


def _cell(drawing: Drawing, spread: float | None, x: float, y: float, wide: float) -> None:
    shade = sum(spread > step for step in STEPS) if spread is not None else 0
    fill = ALONE if spread is None else TINTS[shade]
    drawing.rect(x, y, wide - 0.8, ROW - 0.8, fill)
    if spread is not None and wide >= WRITTEN:
        drawing.text(x + wide / 2, y + 8.6, rounded(spread, 1), size=6.8, fill=ON_TINTS[shade], anchor="middle")


def _alt(case: Case, leaves: list[Json], spreads: dict[tuple[str, str], float | None]) -> str:
    known = [(spread, key) for key, spread in spreads.items() if spread is not None]
    most = sorted(known, key=lambda entry: (-entry[0], entry[1]))[:3]
    said = joined(f"{case.speaker.criterion(leaf)} {vendor} {rounded(spread, 2)}" for spread, (leaf, vendor) in most)
    return _("Standard deviation of the scores of every cell; the largest: %(cells)s.") % {"cells": said}
