"""Which charts of the analysis are printed, and how large?"""

from typing import Any

from reports.charts.theme import LIGHT
from reports.findings.pictures import pictures
from reports.paper.printed_run import PrintedRun
from reports.pdf import svg
from reports.pdf.drawing import MILLIMETRE, TEXT_WIDTH

WIDTH = (TEXT_WIDTH - 9 * MILLIMETRE) / 2  # two stand beside each other
SCALE = 0.6


def section(opened: PrintedRun) -> list[dict[str, Any]]:
    """The charts as on the page of the analysis, two by two, with the sentence that says what is to be seen."""
    found = pictures(opened, sees_prices=True)
    rows = [found[at : at + 2] for at in range(0, len(found), 2)]
    return [
        {
            "charts": [
                {
                    "title": picture.title,
                    "alt": picture.alt,
                    "svg": svg.draw(picture.draw(LIGHT, True), width=WIDTH, scale=SCALE, alt=picture.alt).svg(),
                }
                for picture in row
            ]
        }
        for row in rows
    ]
