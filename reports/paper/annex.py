"""What did everybody score, on which evidence and why; which facts, must-haves and agreements stand behind it?"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analysis.decision_file.typed import ConsensusEntry, CriterionEntry, JudgementEntry, NeedEntry
from analysis.decision_file.vocabulary import WEAK
from analysis.evaluation.cells import GivenEntry
from reports.opened_run import Category
from reports.paper import columns
from reports.paper.marks import heads, strokes, tile
from reports.paper.printed_run import PrintedRun
from reports.paper.trials import CONCLUDED
from reports.paper.words import decimals, figure, money_unit_name, phrases, points, rounded, weight, weights
from selection.languages import marked, pick
from vendors.screening import OPERATORS

LONG = 700
ENDS = ("\n", "。", "！", "？", ". ", "! ", "? ", "；", "; ")
WIDEST = "→ 10.00"
STATES = {"pass": "✓", "fail": "✗", "pending": "○"}


def section(opened: PrintedRun) -> dict[str, Any]:
    return {
        "categories": [_category(opened, category) for category in opened.tree],
        "facts": list(_facts(opened)),
        "consensus": [_agreed(opened, item) for item in opened.decision_file["consensus"]],
        "needs": list(_needs(opened)),
    }


def _shown(opened: PrintedRun) -> list[str]:
    return sorted([*opened.taking_part, *opened.excluded])


def _category(opened: PrintedRun, category: Category) -> dict[str, Any]:
    rated = [leaf for leaf in category.leaves if leaf["kind"] == "rated"]
    return {"name": marked(category.node["name"]), "leaves": [_leaf(opened, leaf) for leaf in rated]}


def _leaf(opened: PrintedRun, leaf: CriterionEntry) -> dict[str, Any]:
    code = leaf["code"]
    return {
        "code": code,
        "name": marked(leaf["name"]),
        "weight": weight(opened.results["weights"][code]),
        "vendors": [_vendor(opened, code, vendor) for vendor in _shown(opened)],
    }


def _vendor(opened: PrintedRun, code: str, vendor: str) -> dict[str, Any]:
    cell = opened.cell(code, vendor)
    share = opened.shown["leaf_contribution"].get(code, {}).get(vendor)
    return {
        "tile": tile(vendor),
        "name": opened.names[vendor],
        "mean": points(cell["mean"]),
        "is_agreed": cell["source"] == "consensus",
        "strokes": strokes(cell["level"]),
        "contribution": points(share) if share is not None else "",
        "scores": list(_scores(opened, code, vendor)),
    }


def _scores(opened: PrintedRun, code: str, vendor: str) -> Iterator[dict[str, Any]]:
    """Every score of every round, person by person."""
    found: list[GivenEntry] = [
        {**score, "round": item["number"]}
        for item in opened.decision_file["rounds"]
        for score in item["scores"]
        if (score["criterion"], score["vendor"]) == (code, vendor)
    ]
    left_out = {entry["person"] for entry in opened.decision_file.get("not_counted", ())}
    latest = {score["person"]: score["round"] for score in found}
    for score in sorted(found, key=lambda s: (s["person"], s["round"])):
        who = opened.person(score["person"])
        first = {
            "who": _("%(person)s (not counted)") % {"person": who} if score["person"] in left_out else who,
            "note": opened.note(score["person"]),
            "round": score["round"],
            "score": pgettext("score", "n/a") if score["score"] is None else score["score"],
            "is_past": score["round"] < latest[score["person"]],
            "strokes": strokes(score["level"]),
        }
        again = first | {
            "who": _("%(person)s (continued)") % {"person": first["who"]},
            "note": "",
            "score": "",
            "strokes": "",
        }
        for place, piece in enumerate(pieces(score["rationale"])):
            yield (again if place else first) | {"rationale": piece}


def pieces(text: str, most: int = LONG) -> list[str]:
    """A text in rows that fit a page, cut after a sentence or a word where there is one."""
    found = []
    while len(text) > most:
        # A cut before the middle would leave a row nearly empty.
        cut = max(
            (text.rfind(mark, most // 2, most) + len(mark) for mark in ENDS if mark in text[most // 2 : most]),
            default=0,
        )
        cut = cut or max(text.rfind(" ", 0, most) + 1, 0) or most
        found.append(text[:cut])
        text = text[cut:]
    return [*found, text]


def _facts(opened: PrintedRun) -> Iterator[dict[str, Any]]:
    """Facts and prices, in one table or in several with some of the vendors each."""
    leaves = [leaf for leaf in opened.leaves if leaf["kind"] != "rated"]
    if not leaves:
        return
    raw = {leaf["code"]: _raw(opened, leaf) for leaf in leaves}
    need = columns.figures([_("missing"), WIDEST, *(text for texts in raw.values() for text in texts.values())])
    written = weights(opened.results["weights"][leaf["code"]] for leaf in leaves)
    for part in columns.parts(opened.taking_part, need):
        yield {
            "part": part,
            "heads": heads(opened, part.vendors),
            "rows": [
                {
                    "name": marked(leaf["name"]),
                    "weight": written(opened.results["weights"][leaf["code"]]),
                    "unit": _unit(opened, leaf),
                    "cells": [_measured(opened, leaf, vendor, raw=raw[leaf["code"]]) for vendor in part.vendors],
                }
                for leaf in leaves
            ],
        }


def _unit(opened: PrintedRun, leaf: CriterionEntry) -> str:
    """Money stands in the unit of the page, whatever unit its scale was written in."""
    if leaf["kind"] == "price":
        return money_unit_name(opened.currency)
    return str(pick(leaf["scale"]["unit"])[0]) if leaf["scale"] else ""


def _raw(opened: PrintedRun, leaf: CriterionEntry) -> dict[str, str]:
    """Vendor → its fact or price as it is written, all with as many decimals as one of them needs."""
    found = {vendor: opened.cell(leaf["code"], vendor)["raw"] for vendor in opened.taking_part}
    known = {vendor: raw for vendor, raw in found.items() if raw is not None}
    if leaf["kind"] == "price":
        return {vendor: figure(round(raw * 100)) for vendor, raw in known.items()}
    places = leaf["scale"]["decimals"] if leaf["scale"] else 2
    write = decimals(known.values(), max(places, 2))
    return {vendor: write(raw) for vendor, raw in known.items()}


def _measured(opened: PrintedRun, leaf: CriterionEntry, vendor: str, *, raw: Mapping[str, str]) -> str:
    if vendor not in raw:
        return format_html('<span class="gap">{}</span>', _("missing"))
    cell, share = opened.cell(leaf["code"], vendor), opened.shown["leaf_contribution"][leaf["code"]][vendor]
    markup = '{} <span class="nw">→ {}</span><span class="con">{} {}</span>'
    return format_html(markup, raw[vendor], points(cell["mean"]), strokes(cell["level"]), points(share))


def _agreed(opened: PrintedRun, item: ConsensusEntry) -> dict[str, Any]:
    cell = opened.cell(item["criterion"], item["vendor"]) if item["vendor"] in _shown(opened) else None
    scores = [score["score"] for score in cell["scores"]] if cell else []
    return {
        "criterion": opened.speaker.criterion(item["criterion"]),
        "tile": tile(item["vendor"]),
        "mean": rounded(sum(scores) / len(scores), 2) if scores else "–",
        "value": item["value"],
        "reason": item["reason"],
    }


def _needs(opened: PrintedRun) -> Iterator[dict[str, Any]]:
    """Must-haves of all vendors, excluded ones too, as many side by side as there is room for remarks."""
    musts = [need for need in opened.decision_file["needs"] if need["moscow"] == "must"]
    for part in columns.parts(_shown(opened), columns.remarks) if musts else ():
        yield {
            "part": part,
            "heads": heads(opened, part.vendors),
            "rows": [_need(opened, need, part.vendors) for need in musts],
        }


def _need(opened: PrintedRun, need: NeedEntry, vendors: list[str]) -> dict[str, Any]:
    rule = need["rule"]
    told = f"{opened.speaker.criterion(rule['criterion'])} {OPERATORS[rule['op']]} {rule['value']}" if rule else ""
    judged = {judgement["vendor"]: judgement for judgement in need["judgements"]}
    return {
        "code": need["code"],
        "text": marked(need["text"]),
        "rule": told,
        "cells": [_state(opened, need, vendor, judgement=judged.get(vendor)) for vendor in vendors],
    }


def _is_claimed(opened: PrintedRun, need: NeedEntry, vendor: str, *, judgement: JudgementEntry | None) -> bool:
    """Whether people let a vendor pass although nothing but its own word stands behind that."""
    if need["rule"] or judgement is None or judgement["state"] != "pass":
        return False
    linked = set(need["criteria"])
    linked |= {node["code"] for node in opened.decision_file["criteria"] if node.get("parent") in linked}
    offer = next(row for row in opened.decision_file["vendors"] if row["code"] == vendor)
    said = [row for row in (*offer["evidence"], *offer["facts"]) if row["level"] not in WEAK]
    tried = [
        scenario
        for scenario in opened.decision_file["poc"]["scenarios"]
        if linked & {*scenario["criteria"], scenario["measures"]}
        and opened.result(vendor, scenario["code"]) in CONCLUDED
    ]
    return not tried and not any(row["criterion"] in {*linked, None} for row in said)


def _state(opened: PrintedRun, row: NeedEntry, vendor: str, *, judgement: JudgementEntry | None) -> str:
    need, state = row["code"], "pass"
    if any((s["vendor"], s["need"]) == (vendor, need) for s in opened.results["excluded"]):
        state = "fail"
    elif any((s["vendor"], s["need"]) == (vendor, need) for s in opened.results["pending"]):
        state = "pending"
    words = {
        "pass": pgettext("must-have", "Pass"),
        "fail": pgettext("must-have", "Fail"),
        "pending": pgettext("must-have", "Pending"),
    }
    css = {"pass": "r-pass", "fail": "r-fail", "pending": "r-untested"}[state]
    note = judgement["note"] if judgement else ""
    if _is_claimed(opened, row, vendor, judgement=judgement):
        note = phrases([_("on nothing but a claim"), note])
    return format_html(
        '<span class="pf"><span class="mk {}">{}</span> {}</span> <span class="nt">{}</span>',
        css,
        STATES[state],
        words[state],
        note,
    )
