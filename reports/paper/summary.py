"""What does the committee have to know on one page?"""

import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.conclusion import bar_text
from reports.paper import decided, reasons
from reports.paper.marks import tile
from reports.paper.printed_run import PrintedRun
from reports.paper.words import chance, figure, joined, money_unit_name, numeral, phrases, points, rounded
from reports.pdf import glyphs
from reports.pdf.drawing import INK, INK_2, MILLIMETRE, WASH, Drawing, width_of
from selection.languages import pick

BRACKET = re.compile(r"[(（][^()（）<>]*%[)）]")  # (bar 75%) stays on one line
SHORT_NAME, LONG = 24, 140
RANKABLE = ("leads", "no_clear_winner", "tie")


def section(opened: PrintedRun) -> dict[str, Any]:
    kind = opened.results["conclusion"]["kind"]
    return {
        "lead": counts(opened),
        "headline": headline(opened),
        "is_long": len(opened.speaker.headline()) > LONG,
        "odds": odds_bar(opened) if kind in RANKABLE else "",
        "cost_head": cost_head(opened),
        "rows": [_row(opened, vendor) for vendor in opened.ranked]
        + [_excluded(opened, vendor) for vendor in opened.excluded],
        "withdrawn": [
            _("%(vendor)s withdrew: %(reason)s")
            % {"vendor": f"{vendor['code']} {pick(vendor['name'])[0]}", "reason": vendor["withdrawn"]}
            for vendor in opened.withdrawn
        ],
        "leader": opened.leader if kind in RANKABLE else None,
        "reasons": reasons.reasons(opened) if kind in RANKABLE else [],
        "risks": reasons.risks(opened) if kind in RANKABLE else [],
        "ask": ask(opened),
    }


def counts(opened: PrintedRun) -> str:
    """4 vendors, 17 criteria, 6 evaluators, 2 rounds of scoring, 14 POC scenarios."""
    decision_file = opened.decision_file
    numbers = (
        (
            len(decision_file["vendors"]),
            ngettext("%(count)s vendor", "%(count)s vendors", len(decision_file["vendors"])),
        ),
        (len(list(opened.leaves)), ngettext("%(count)s criterion", "%(count)s criteria", len(list(opened.leaves)))),
        (len(opened.evaluators), ngettext("%(count)s evaluator", "%(count)s evaluators", len(opened.evaluators))),
        (
            len(decision_file["rounds"]),
            ngettext("%(count)s round of scoring", "%(count)s rounds of scoring", len(decision_file["rounds"])),
        ),
        (
            len(decision_file["poc"]["scenarios"]),
            ngettext("%(count)s POC scenario", "%(count)s POC scenarios", len(decision_file["poc"]["scenarios"])),
        ),
    )
    return phrases(words % {"count": number} for number, words in numbers if number) + _(".")


def headline(opened: PrintedRun) -> SafeString:
    """The conclusion in words, with the letter tiles of the vendors that it names."""
    marked = opened.speaker.marked(opened.speaker.headline(), _named)
    return SafeString(BRACKET.sub(r'<span class="nw">\g<0></span>', marked))


def _named(code: str, name: str) -> SafeString:
    """Tile and name, on one line unless the name is long; the tile alone where a name cannot be written."""
    if not glyphs.is_whole(name):
        return tile(code)
    markup = '<span class="nw">{}{}</span>' if len(name) <= SHORT_NAME else "{}{}"
    return format_html(markup, tile(code), name)


def odds_bar(opened: PrintedRun) -> SafeString:
    """How sure, against the bar that the committee set."""
    found = opened.results["conclusion"]
    share, bar = found["p_first"] or 0.0, found["bar"] / 100
    alt = _("%(odds)s chance of first place; the bar is %(bar)s.") % {
        "odds": chance(share),
        "bar": bar_text(found["bar"]),
    }
    unit = 58 * MILLIMETRE / 200
    drawing = Drawing(200 * unit, 48 * unit, alt)
    drawing.text(0, 19 * unit, chance(share), size=20 * unit, fill=INK, bold=True)
    beside = 14.5 * len(chance(share)) + 8
    words = _("chance of first place")
    drawing.text(beside * unit, 19 * unit, words, size=8.5 * unit)
    drawing.rect(0, 26 * unit, width=drawing.width, height=9 * unit, fill=WASH)
    drawing.rect(0, 26 * unit, width=drawing.width * share, height=9 * unit, fill=INK)
    drawing.rect(drawing.width * bar - 0.8 * unit, 21 * unit, width=1.6 * unit, height=19 * unit, fill=INK)
    label = _("bar %(bar)s") % {"bar": bar_text(found["bar"])}
    room = 200 - 200 * bar - 4
    is_above = 200 * bar + 4 > beside + width_of(words, 8.5) + 6 and width_of(label, 8.5) < room
    side = "start" if width_of(label, 8.5) < room else "end"
    at = drawing.width * bar + (4 if side == "start" else -4) * unit
    drawing.text(at, (22 if is_above else 45) * unit, label, size=8.5 * unit, fill=INK_2, anchor=side)
    return drawing.svg()


def cost_head(opened: PrintedRun) -> str:
    facts = {"count": numeral(opened.options["horizon"]), "unit": money_unit_name(opened.currency)}
    return _("%(count)s-year cost, %(unit)s") % facts


def _row(opened: PrintedRun, vendor: str) -> dict[str, Any]:
    rank = next(entry["rank"] for entry in opened.results["ranking"] if entry["vendor"] == vendor)
    bounds, stated = opened.results["interval"].get(vendor), opened.results["acceptability"].get("stated")
    return {
        "tile": tile(vendor),
        "name": opened.names[vendor],
        "rank": rank or "–",
        "total": _total(opened, vendor),
        "interval": _range(bounds, 1) if rank and bounds else "–",
        "odds": chance(stated["first"][vendor]) if rank and stated and len(opened.taking_part) > 1 else "–",
        "cost": figure(opened.results["cost"][vendor]["tco"]),
        "poc": _passed(opened, vendor),
        "pending": [state["need"] for state in opened.results["pending"] if state["vendor"] == vendor],
        "fails": "",
    }


def _total(opened: PrintedRun, vendor: str) -> str:
    total = opened.results["total"].get(vendor)
    return _range(opened.results["range"].get(vendor), 2) if total is None else points(total)


def _range(bounds: list[float] | None, places: int) -> str:
    return f"{rounded(bounds[0], places)}–{rounded(bounds[1], places)}" if bounds else "–"


def _passed(opened: PrintedRun, vendor: str) -> str:
    count = len(opened.decision_file["poc"]["scenarios"])
    return f"{opened.passed(vendor)}/{count}" if count else "–"


def _excluded(opened: PrintedRun, vendor: str) -> dict[str, Any]:
    needs = [state["need"] for state in opened.results["excluded"] if state["vendor"] == vendor]
    return {
        "tile": tile(vendor),
        "name": opened.names[vendor],
        "rank": "–",
        "fails": _("Excluded: must-have %(needs)s failed") % {"needs": joined(needs)},
    }


def ask(opened: PrintedRun) -> str:
    """What the committee is asked; "recommend" is a word for people."""
    if not opened.is_draft:
        return decided.line(opened)
    found = opened.results["conclusion"]
    facts = {"odds": chance(found["p_first"]), "bar": bar_text(found["bar"]), "leader": opened.leader or ""}
    return {
        "leads": _(
            "%(leader)s: %(odds)s chance of first place, at or above the bar of %(bar)s. Choose, and write down why; "
            "the recommendation is the committee’s, not the report’s."
        ),
        "no_clear_winner": _(
            "The bar that was set before scoring is not reached (%(odds)s, bar %(bar)s). Settle first "
            "what is listed under “Dissent and open points”, or choose now and write down why. "
            "The recommendation is the committee’s, not the report’s."
        ),
        "tie": _(
            "The totals are equal. Settle first what is listed under “Dissent and open points”, or choose now and "
            "write down why."
        ),
        "incomplete": _("Cells are missing, so nobody has a place yet. Fill them, or say why they stay empty."),
        "single": _("With one vendor there is nothing to compare. Say whether its total and its working are enough."),
        "none": _("No vendor meets every must-have. Review the must-haves, or end the selection."),
    }[found["kind"]] % facts
