"""How stable is the first place: over which weights, under how much uncertainty, and what would change it?"""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.decision_file.vocabulary import LEVELS
from analysis.evaluation.parts import AcceptabilityRecord, Flip, Segment
from reports.charts.theme import LIGHT, WHITE
from reports.findings.chances import percents
from reports.paper.marks import tile
from reports.paper.printed_run import PrintedRun
from reports.paper.words import phrases, rounded, sentences, short
from reports.pdf.drawing import INK, TEXT_WIDTH, WASH, Drawing, clipped
from selection.formats import level_name

CHANGES = 7
MOST_BESIDE = 5
LEFT, RIGHT, ROW = 100.0, 468.0, 26.0


def section(opened: PrintedRun) -> dict[str, Any]:
    found = opened.results["acceptability"]
    stated, uniform = found.get("stated"), found.get("uniform")
    return {
        "lead": _lead(opened),
        "rails": rails(opened) if opened.results["rails"] else "",
        "legend": [
            (LIGHT.vendor(code), _("%(vendor)s first") % {"vendor": opened.names[code]}) for code in _winners(opened)
        ],
        "is_beside": len(opened.taking_part) <= MOST_BESIDE,
        "places": list(range(1, len(opened.taking_part) + 1)),
        "stated": _acceptability(opened, stated) if stated else [],
        "uniform": _acceptability(opened, uniform) if uniform else [],
        "error": _error(stated) if stated else "",
        "flips": [_flip(opened, flip) for flip in nearest(opened)],
    }


def _lead(opened: PrintedRun) -> str:
    if not opened.results["samples"]:
        return _("Nothing was drawn: there is nobody to compare.")
    spread = phrases(
        _("%(level)s ±%(sd)s") % {"level": level_name(level), "sd": opened.options["evidence_sd"][level]}
        for level in LEVELS
        if level != "none" and any(opened.results["evidence_by_vendor"][v][level] for v in opened.taking_part)
    )
    words = ngettext(
        "Weights and every cell vary at random at once, %(count)s time.",
        "Weights and every cell vary at random at once, %(count)s times.",
        opened.results["samples"],
    ) % {"count": f"{opened.results['samples']:,}"}
    return sentences(words, _("The weaker the evidence, the more: %(spread)s points.") % {"spread": spread})


def _winners(opened: PrintedRun) -> list[str]:
    return sorted({segment["winner"] for rail in opened.results["rails"].values() for segment in rail})


def rails(opened: PrintedRun) -> SafeString:
    """Who is first at every weight of a category, from 0 to 100; the line is the weight in use."""
    shown = [category for category in opened.tree if category.code in opened.results["rails"]]
    drawing = Drawing(TEXT_WIDTH, ROW * len(shown) + 12, _rails_alt(opened))
    for row, category in enumerate(shown):
        now = 100 * opened.results["category_weights"][category.code]
        _rail(
            drawing,
            ROW * row,
            opened.speaker.criterion(category.code),
            segments=opened.results["rails"][category.code],
            now=now,
        )
    for value in (0, 25, 50, 75, 100):
        drawing.text(_at(value), ROW * len(shown) + 9, str(value), size=7.5, anchor="middle")
    return drawing.svg()


def _at(value: float) -> float:
    return LEFT + (RIGHT - LEFT) * value / 100


def _rail(drawing: Drawing, y: float, name: str, *, segments: list[Segment], now: float) -> None:
    drawing.text(0, y + 16, clipped(name, 8.5, LEFT - 6), size=8.5, fill=INK)
    drawing.rect(LEFT, y + 7, width=RIGHT - LEFT, height=12, fill=WASH)
    label = 0.0
    for number, segment in enumerate(segments):
        start, end = _at(segment["from"]), _at(segment["to"])
        drawing.rect(
            start,
            y + 7,
            width=end - start - (0.8 if segment["to"] < 100 else 0),
            height=12,
            fill=LIGHT.vendor(segment["winner"]),
        )
        if end - start > 12:
            _letter(drawing, segment, now, y=y)
        if number and start - label > 22:
            drawing.text(start, y + 26.5, rounded(segment["from"], 2), size=7, anchor="middle")
            label = start
    # White on dark can be seen on every colour.
    drawing.path(f"M{_at(now):.2f} {y + 3}v20", stroke=INK, stroke_width=2.2)
    drawing.path(f"M{_at(now):.2f} {y + 3}v20", stroke=WHITE, stroke_width=0.6)
    beside = (_at(now) + 4, "start") if now < 92 else (_at(now) - 4, "end")
    drawing.text(beside[0], y + 16, short(now), size=8, fill=WHITE, anchor=beside[1], bold=True)


def _letter(drawing: Drawing, segment: Segment, now: float, *, y: float) -> None:
    """The winner's letter, in the middle or, where the present weight stands, at the end."""
    has_now = segment["from"] <= now <= segment["to"]
    middle = (_at(segment["from"]) + _at(segment["to"])) / 2
    x = _at(segment["to"]) - 8 if has_now else middle
    if not has_now or x - _at(now) > 24:
        drawing.text(x, y + 16, segment["winner"], size=8, fill=WHITE, anchor="middle", bold=True)


def _rails_alt(opened: PrintedRun) -> str:
    parts = [
        _("%(category)s: %(stability)s")
        % {"category": opened.speaker.criterion(code), "stability": opened.speaker.stability(code)}
        for code in opened.results["rails"]
    ]
    return _("Who is first at every weight. %(parts)s.") % {"parts": _("; ").join(parts)}


def _acceptability(opened: PrintedRun, found: AcceptabilityRecord) -> list[dict[str, Any]]:
    return [
        {
            "tile": tile(v),
            "name": opened.names[v],
            "cells": _chances(found["ranks"][v]),
        }
        for v in opened.ranked
    ]


def _chances(row: list[float]) -> list[dict[str, Any]]:
    """The shares of one vendor with their tints; its likeliest place is bold."""
    return [
        {
            "text": text if share else "–",
            "tint": round(share * 0.55, 2),
            "is_most": share == max(row) and share > 0,
        }
        for share, text in zip(row, percents(row), strict=True)
    ]


def _error(found: AcceptabilityRecord) -> str:
    largest = max(max(row) for row in found["se"].values())
    return _("Standard error of these shares: at most %(error)s percentage points.") % {
        "error": rounded(100 * largest, 2)
    }


def nearest(opened: PrintedRun) -> list[Flip]:
    """The smallest changes, and of every kind of change at least the smallest."""
    flips = opened.results["flips"]
    # Backwards, so that the first of each kind stays.
    firsts = {flip["kind"]: number for number, flip in reversed(list(enumerate(flips)))}
    others = [number for number in range(len(flips)) if number not in firsts.values()]
    chosen = [*firsts.values(), *others][:CHANGES]
    return [flips[number] for number in sorted(chosen)]


def _flip(opened: PrintedRun, flip: Flip) -> dict[str, Any]:
    title, detail = opened.speaker.flip(flip)
    return {"tile": tile(flip["vendor"]), "title": title, "detail": detail}
