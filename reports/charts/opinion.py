"""How far apart are the opinions on a cell: a strip of dots, one a person, with the mean?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.figures import Figure, Layout, Trace
from reports.charts.theme import Palette, figure, literal

ROW = 40
AXIS = 26
ONE, TWO = 9, 7.5  # the size of one initial in a dot, and of two
APART = 0.34  # dots at the same score stand this far from each other
TOP_SCORE = 10


@dataclass(frozen=True)
class Strip:
    """The latest scores of one criterion and vendor; each mark carries a person's initials."""

    name: str
    vendor: str
    marks: Sequence[tuple[str, int]]
    mean: float


def opinion(strips: Sequence[Strip], palette: Palette) -> Figure:
    """One row a cell, from 0 to 10."""
    dots = [(x, row, initials, strip.vendor) for row, strip in enumerate(strips) for x, initials in spread(strip.marks)]
    layout: Layout = {
        "height": ROW * max(len(strips), 1) + AXIS,
        "margin": {"l": 0, "r": 0, "t": 0, "b": AXIS, "pad": 0},
        "xaxis": {
            "range": [-0.5, TOP_SCORE + 0.5],
            "tickvals": list(range(TOP_SCORE + 1)),
            "showgrid": True,
            "gridcolor": palette.grid,
            "showline": False,
            "automargin": False,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [len(strips) - 0.5, -0.5],
            "visible": False,
            "showgrid": False,
            "automargin": False,
            "fixedrange": True,
        },
    }
    return figure(palette, [_means(strips, palette), _dots(dots, palette)], layout)


def spread(marks: Sequence[tuple[str, int]]) -> list[tuple[float, str]]:
    """Side by side where several people gave the same score."""
    counts, seen = Counter(score for _name, score in marks), Counter[int]()
    placed = []
    for name, score in sorted(marks, key=lambda mark: (mark[1], mark[0])):
        # Many at one score move closer, or they would stand at the next one.
        step = min(APART, 0.9 / counts[score])
        placed.append((score + step * (seen[score] - (counts[score] - 1) / 2), name))
        seen[score] += 1
    return placed


def _means(strips: Sequence[Strip], palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [strip.mean for strip in strips],
        "y": list(range(len(strips))),
        "marker": {"symbol": "line-ns", "size": 32, "color": palette.ink, "line": {"color": palette.ink, "width": 2.4}},
        "hovertemplate": "%{x:.2f}<extra></extra>",
    }


def _dots(dots: Sequence[tuple[float, int, str, str]], palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for x, *_rest in dots],
        "y": [row for _x, row, *_rest in dots],
        "text": [literal(initials) for *_rest, initials, _vendor in dots],
        "textposition": "middle center",
        "textfont": {
            "size": TWO if any(len(initials) > 1 for *_rest, initials, _vendor in dots) else ONE,
            "color": palette.surface,
        },
        "marker": {
            "symbol": "circle",
            "size": 20,
            "color": [palette.vendor(vendor) for *_rest, vendor in dots],
            "line": {"color": palette.surface, "width": 1.5},
        },
        "hoverinfo": "skip",
    }
