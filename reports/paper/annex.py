"""What did everybody score, on which evidence and why; which facts, must-haves and agreements stand behind it?"""

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.paper.case import Case, Category, Json
from reports.paper.marks import heads, strokes, tile
from reports.paper.words import decimal, figure, figure_unit, points, rounded, weight
from selection.languages import marked, pick
from vendors.templatetags.vendor_pages import SIGNS

LONG = 900
STATES = {"pass": "✓", "fail": "✗", "pending": "○"}


def section(case: Case) -> dict[str, Any]:
    return {
        "heads": heads(case),
        "column": case.column(),
        "categories": [_category(case, category) for category in case.categories],
        "facts": [_fact(case, leaf) for leaf in case.leaves if leaf["kind"] != "rated"],
        "consensus": [_agreed(case, item) for item in case.document["consensus"]],
        "shown": heads(case, _shown(case)),
        "needs": [_need(case, need) for need in case.document["needs"] if need["moscow"] == "must"],
    }


def _shown(case: Case) -> list[str]:
    return sorted([*case.vendors, *case.excluded])


def _category(case: Case, category: Category) -> dict[str, Any]:
    rated = [leaf for leaf in category.leaves if leaf["kind"] == "rated"]
    return {"name": marked(category.node["name"]), "leaves": [_leaf(case, leaf) for leaf in rated]}


def _leaf(case: Case, leaf: Json) -> dict[str, Any]:
    code = leaf["code"]
    return {
        "code": code,
        "name": marked(leaf["name"]),
        "weight": weight(case.results["weights"][code]),
        "vendors": [_vendor(case, code, vendor) for vendor in _shown(case)],
    }


def _vendor(case: Case, code: str, vendor: str) -> dict[str, Any]:
    cell = case.cell(code, vendor)
    share = case.results["leaf_contribution"].get(code, {}).get(vendor)
    return {
        "tile": tile(vendor),
        "name": case.names[vendor],
        "mean": points(cell["mean"]),
        "is_agreed": cell["source"] == "consensus",
        "strokes": strokes(cell["level"]),
        "contribution": points(share, 3),
        "scores": list(_scores(case, code, vendor)),
    }


def _scores(case: Case, code: str, vendor: str) -> Iterator[dict[str, Any]]:
    """Every score of every round, person by person."""
    found = [
        {**score, "round": item["number"]}
        for item in case.document["rounds"]
        for score in item["scores"]
        if (score["criterion"], score["vendor"]) == (code, vendor)
    ]
    latest = {score["person"]: score["round"] for score in found}
    for score in sorted(found, key=lambda s: (s["person"], s["round"])):
        yield {
            "who": case.person(score["person"]),
            "round": score["round"],
            "score": pgettext("score", "n/a") if score["score"] is None else score["score"],
            "is_past": score["round"] < latest[score["person"]],
            "strokes": strokes(score["level"]),
            "rationale": score["rationale"],
            "is_long": len(score["rationale"]) > LONG,
        }


def _fact(case: Case, leaf: Json) -> dict[str, Any]:
    scale = leaf["scale"] or {"decimals": 2, "unit": {"zh": "", "en": ""}}
    return {
        "name": marked(leaf["name"]),
        "weight": weight(case.results["weights"][leaf["code"]]),
        "unit": pick(scale["unit"])[0] if leaf["kind"] == "measured" else figure_unit(case.currency),
        "cells": [_measured(case, leaf, vendor, scale["decimals"]) for vendor in case.vendors],
    }


def _measured(case: Case, leaf: Json, vendor: str, places: int) -> str:
    cell = case.cell(leaf["code"], vendor)
    if cell["raw"] is None:
        return format_html('<span class="gap">{}</span>', _("missing"))
    is_price = leaf["kind"] == "price"
    raw = figure(round(cell["raw"] * 100)) if is_price else decimal(cell["raw"], max(places, 2))
    share = points(case.results["leaf_contribution"][leaf["code"]][vendor], 3)
    markup = '{} → {}<span class="con">{} {}</span>'
    return format_html(markup, raw, points(cell["mean"]), strokes(cell["level"]), share)


def _agreed(case: Case, item: Json) -> dict[str, Any]:
    cell = case.cell(item["criterion"], item["vendor"]) if item["vendor"] in _shown(case) else None
    scores = [score["score"] for score in cell["scores"]] if cell else []
    return {
        "criterion": case.speaker.criterion(item["criterion"]),
        "tile": tile(item["vendor"]),
        "mean": rounded(sum(scores) / len(scores), 2) if scores else "–",
        "value": item["value"],
        "reason": item["reason"],
    }


def _need(case: Case, need: Json) -> dict[str, Any]:
    rule = need["rule"]
    told = f"{case.speaker.criterion(rule['criterion'])} {SIGNS[rule['op']]} {rule['value']}" if rule else ""
    judged = {judgement["vendor"]: judgement for judgement in need["judgements"]}
    return {
        "code": need["code"],
        "text": marked(need["text"]),
        "rule": told,
        "cells": [_state(case, need["code"], vendor, judged.get(vendor)) for vendor in _shown(case)],
    }


def _state(case: Case, need: str, vendor: str, judgement: Json | None) -> str:
    state = "pass"
    if any((s["vendor"], s["need"]) == (vendor, need) for s in case.results["excluded"]):
        state = "fail"
    elif any((s["vendor"], s["need"]) == (vendor, need) for s in case.results["pending"]):
        state = "pending"
    words = {
        "pass": pgettext("must-have", "Pass"),
        "fail": pgettext("must-have", "Fail"),
        "pending": pgettext("must-have", "Pending"),
    }
    css = {"pass": "r-pass", "fail": "r-fail", "pending": "r-untested"}[state]
    note = judgement["note"] if judgement else ""
    return format_html(
        '<span class="pf"><span class="mk {}">{}</span> {}</span> <span class="nt">{}</span>',
        css,
        STATES[state],
        words[state],
        note,
    )
