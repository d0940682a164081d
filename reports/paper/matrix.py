"""Which value has every criterion of every vendor, on which evidence, and what does it add up to?"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analysis.decision_file.typed import CriterionEntry
from analysis.evaluation.parts import CellRecord
from reports import said
from reports.charts.theme import LIGHT, WHITE
from reports.opened_run import Category
from reports.paper import columns
from reports.paper.excluded import excluded, faded
from reports.paper.marks import heads, legend, named, room_for, strokes, tile
from reports.paper.printed_run import PrintedRun
from reports.paper.words import decimal, figure, money_unit_name, points, rounded, weights
from reports.pdf.drawing import INK, MILLIMETRE, TEXT_WIDTH, Drawing, width_of
from selection.languages import marked, pick

ROW = 16.0
ROOM, MOST = 112.0, 26.0  # millimetres for all vendors, and for one
AGREED, WIDEST_VALUE = "†", "10.00"
PAGE, HEAD = 251.0, 82.0  # millimetres between the margins, and what the title, the legends and the notes take
ROW_HEIGHT, CLOSE_HEIGHT = 6.2, 5.0
ON_INKS = (WHITE, WHITE, WHITE, INK, INK)


def section(opened: PrintedRun) -> dict[str, Any]:
    return {
        "bars": ranking_bars(opened) if opened.results["contribution"] else "",
        "inks": [(ink_of(opened, category), pick(category.node["name"])[0]) for category in opened.tree],
        "parts": list(_parts(opened)),
        "named": [(tile(vendor), opened.names[vendor]) for vendor in opened.visible] if opened.is_dense else [],
        "legend": legend(),
        "notes": list(_notes(opened)),
    }


def ink_of(opened: PrintedRun, category: Category) -> str:
    """The heaviest category is the darkest."""
    return LIGHT.inks[_shade(opened, category.code)]


def _shade(opened: PrintedRun, code: str) -> int:
    weights = opened.results["category_weights"]
    order = sorted((c.code for c in opened.tree), key=lambda c: -weights[c])
    return min(order.index(code), len(LIGHT.inks) - 1)


def _parts(opened: PrintedRun) -> Iterator[dict[str, Any]]:
    """The table, or several with some of the vendors each."""
    totals = {vendor: points(opened.results["total"].get(vendor)) for vendor in opened.visible}
    need = columns.figures(
        [WIDEST_VALUE + AGREED * bool(opened.decision_file["consensus"])], totals.values(), has_strokes=True
    )
    written = weights([*opened.results["category_weights"].values(), *opened.results["weights"].values()])
    for part in columns.parts(opened.visible, need, room=ROOM, most=MOST):
        yield {
            "part": part,
            "is_close": _is_close(opened),
            "heads": heads(opened, part.vendors),
            "weights": written(1.0),
            "categories": [_category(opened, category, part.vendors, written=written) for category in opened.tree],
            "totals": [totals[vendor] for vendor in part.vendors],
        }


def _is_close(opened: PrintedRun) -> bool:
    """Whether closer rows bring the whole table onto the page."""
    rows = sum(1 + len(category.leaves) for category in opened.tree) + 1
    above = HEAD + len(opened.ranked) * ROW / MILLIMETRE
    # Only where it makes the difference: rows that fit, or never will, keep their air.
    return rows * ROW_HEIGHT > PAGE - above >= rows * CLOSE_HEIGHT


def _category(
    opened: PrintedRun, category: Category, vendors: list[str], *, written: Callable[[float], str]
) -> dict[str, Any]:
    sums = opened.shown["contribution"].get(category.code, {})
    return {
        "name": marked(category.node["name"]),
        "weight": written(opened.results["category_weights"][category.code]),
        "points": [points(sums.get(vendor)) for vendor in vendors],
        "leaves": [_leaf(opened, leaf, vendors, written=written) for leaf in category.leaves],
    }


def _leaf(
    opened: PrintedRun, leaf: CriterionEntry, vendors: list[str], *, written: Callable[[float], str]
) -> dict[str, Any]:
    return {
        "name": marked(leaf["name"]),
        "weight": written(opened.results["weights"][leaf["code"]]),
        "cells": [faded(opened, vendor, mark(opened.cell(leaf["code"], vendor))) for vendor in vendors],
    }


def mark(cell: CellRecord) -> SafeString:
    """The value on 0 to 10 and its evidence."""
    if cell["value"] is None:
        return format_html('<span class="gap">{}</span>', _("missing"))
    agreed = AGREED if cell["source"] == "consensus" else ""
    return format_html("{}{}{}", rounded(cell["value"] / 10, 2), agreed, strokes(cell["level"]))


def _notes(opened: PrintedRun) -> list[str]:
    notes = [_price(opened, leaf) for leaf in opened.leaves if leaf["kind"] == "price" and leaf["value_function"]]
    if any(leaf["kind"] == "measured" for leaf in opened.leaves):
        notes.append(_("Measured criteria take their value from facts; the annex lists them."))
    if opened.decision_file["consensus"]:
        notes.append(_("† The committee agreed on this value; the annex gives the reason."))
    return [*notes, *excluded(opened), *said.flat(opened.speaker)]


def _price(opened: PrintedRun, leaf: CriterionEntry) -> str:
    """How money becomes points, at both ends of the value function."""
    function = leaf["value_function"]
    ends = [function["points"][0], function["points"][-1]] if function else []
    amounts = [figure(round(float(x) * 100)) for x, _y in ends]
    values = [decimal(float(y) / 10, 2) for _x, y in ends]
    basis = _("total cost") if leaf["basis"] == "tco" else _("quoted price")
    facts = {
        "name": pick(leaf["name"])[0],
        "basis": basis,
        "low": amounts[0],
        "first": values[0],
        "high": amounts[1],
        "last": values[1],
        "unit": money_unit_name(opened.currency),
    }
    return (
        _(
            "%(name)s follows from the %(basis)s: %(low)s %(unit)s or less gives %(first)s, %(high)s or more gives %(last)s."
        )
        % facts
    )


def ranking_bars(opened: PrintedRun) -> SafeString:
    """Who leads, from what: one bar a vendor, one piece a category, best first."""
    ranked = opened.ranked
    # An incomplete vendor counts with the least that it can have.
    top = max((opened.results["total"][v] or opened.results["range"].get(v, [0, 0])[0] for v in ranked), default=0) or 1
    drawing = Drawing(TEXT_WIDTH, ROW * len(ranked) + 1, _alt(opened))
    left, right = room_for(opened.names[vendor] for vendor in ranked), 440.0
    for row, vendor in enumerate(ranked):
        y = ROW * row + 0.5
        named(drawing, vendor, opened.names[vendor], y=y + 1, room=left - 18)
        x = left
        for category in opened.tree:
            share = opened.shown["contribution"][category.code][vendor] or 0.0
            wide = (right - left) * share / top
            shade = _shade(opened, category.code)
            drawing.rect(x, y, width=wide - 0.8, height=12.5, fill=LIGHT.inks[shade])
            words = points(share)
            if width_of(words, 7) + 3 < wide:
                drawing.text(x + wide / 2 - 0.4, y + 8.8, words, size=7, fill=ON_INKS[shade], anchor="middle")
            x += wide
        total = opened.results["total"][vendor]
        drawing.text(x + 5, y + 9.8, points(total) if total is not None else "–", size=9.5, fill=INK, bold=True)
    return drawing.svg()


def _alt(opened: PrintedRun) -> str:
    said = [f"{opened.speaker.vendor(v)} {points(opened.results['total'][v])}" for v in opened.ranked]
    return _("Totals by category: %(totals)s.") % {"totals": _("; ").join(said)}
