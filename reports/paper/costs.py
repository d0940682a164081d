"""What does each offer cost over its life, and how much of it is not in the quote?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analysis.decision_file import first_cost_year
from analysis.tco import lacks_costs
from analysis.tco.offer import CostPart
from reports.charts import cost_charts
from reports.charts.theme import LIGHT
from reports.offers import year_texts
from reports.paper import columns
from reports.paper.excluded import faded
from reports.paper.marks import heads, named, room_for, tile
from reports.paper.printed_run import PrintedRun
from reports.paper.words import figure, figures, joined, money_unit_name, numeral, percent, phrases
from reports.pdf import svg
from reports.pdf.drawing import TEXT_WIDTH, width_of
from selection.formats import money_text, money_unit
from selection.languages import pick
from vendors.costing.scenarios import KNOWN, scenario_name
from vendors.models import CostItem

MOST_KINDS = 10
MOST_BESIDE = 5  # offers whose yearly bars are still wide enough on half a page
ROOM, BESIDE, NARROW = 110.0, 49.0, 12.2  # millimetres for all offers, in half the width, and for one
STACK_SCALE, YEARLY_SCALE = 0.48, 0.48
YEAR_SIZE = YEARLY_SCALE * 10 * 1.2
TOTAL_SIZE, BESIDE_BARS = STACK_SCALE * 15 * 1.2, 1.08  # of a total beside its bar; the axis goes a little on


def section(opened: PrintedRun) -> dict[str, Any]:
    vendors = [vendor for vendor in opened.visible if opened.total_cost(vendor) is not None]
    items = _items(opened, vendors)
    beside, below = _growth(opened, room=BESIDE, most=NARROW), _growth(opened, room=ROOM, most=NARROW)
    is_beside = len(beside) == 1 and len(vendors) <= MOST_BESIDE
    width = TEXT_WIDTH * (0.53 if is_beside else 1)
    return {
        "title": _("%(count)s-year total cost") % {"count": numeral(opened.options["horizon"])},
        "lead": _lead(opened),
        "has_costs": bool(vendors),
        "stack": stack(opened, vendors, items) if vendors else "",
        "legend": _legend(items.groups),
        "parts": [_part(opened, items, part) for part in _parts(opened, items)],
        "yearly": yearly(opened, vendors, items, width=width) if vendors else "",
        "growth": beside if is_beside else below,
        "is_beside": is_beside,
        "unit": money_unit_name(opened.currency),
        "budget": _budget(opened),
        "partial": _partial(opened),
        "excluded": _excluded(opened),
    }


def _excluded(opened: PrintedRun) -> str:
    """What the offers cost that fail a must-have; they are in no figure and in no comparison."""
    costs = opened.results["cost"]
    told = [
        _("%(vendor)s %(total)s (quote %(quote)s)")
        % {
            "vendor": opened.speaker.vendor(vendor),
            "total": figure(costs[vendor]["tco"]),
            "quote": figure(costs[vendor]["quote"]),
        }
        for vendor in opened.excluded
        if opened.total_cost(vendor) is not None
    ]
    return _("Excluded, for comparison only: %(offers)s.") % {"offers": _("; ").join(told)} if told else ""


def _partial(opened: PrintedRun) -> str:
    """Who is not compared in which row."""
    told = [
        _("%(name)s: %(vendors)s") % {"name": scenario_name(code), "vendors": joined(gaps)}
        for code in _codes(opened)
        if (gaps := _gaps(opened, code))
    ]
    words = _("Not compared, because costs are missing that the vendor has in another row: %(rows)s.")
    return words % {"rows": _("; ").join(told)} if told else ""


def _gaps(opened: PrintedRun, code: str) -> list[str]:
    """Whose costs of a growth path lack something that another path has."""
    offers = {vendor["code"]: vendor for vendor in opened.decision_file["vendors"]}
    return [vendor for vendor in opened.taking_part if lacks_costs(offers[vendor], code)]


def _codes(opened: PrintedRun) -> list[str]:
    """The growth paths, the known ones first; none where there is but one."""
    codes = opened.decision_file["scenarios"] if len(opened.decision_file["scenarios"]) > 1 else []
    return sorted(codes, key=lambda code: KNOWN.index(code) if code in KNOWN else len(KNOWN))


def _budget(opened: PrintedRun) -> str:
    """How far every offer lies from ceiling and target."""
    about = opened.decision_file["selection"]
    limits = [
        _("target %(money)s") % {"money": money_text(about["budget_target"], opened.currency)}
        if about["budget_target"] is not None
        else "",
        _("ceiling %(money)s") % {"money": money_text(about["budget_ceiling"], opened.currency)}
        if about["budget_ceiling"] is not None
        else "",
    ]
    far = [(vendor, opened.speaker.against_budget(vendor)) for vendor in opened.taking_part]
    told = [_("%(vendor)s %(distance)s") % {"vendor": vendor, "distance": text} for vendor, text in far if text]
    facts = {"what": opened.speaker.budget_is_about(), "limits": phrases(limits), "offers": _("; ").join(told)}
    return _("Budget for %(what)s, %(limits)s: %(offers)s.") % facts if told else ""


def _lead(opened: PrintedRun) -> str:
    options, selection = opened.options, opened.decision_file["selection"]
    rate = options["discount_rate"]
    timing = {"end": _("at the end of each year"), "mid": _("in mid-year"), "start": _("at the start of each year")}
    parts = [
        money_unit_name(opened.currency),
        _("tax included") if selection["tax_included"] else _("without tax"),
        _("not discounted")
        if float(rate) == 0
        else _("discounted at %(rate)s%% a year, paid %(timing)s")
        % {"rate": rate, "timing": timing[options["timing"]]},
    ]
    seats = opened.decision_file["seat_plan"].get(options["scenario"])
    if seats:
        parts.append(
            _("%(first)s seats in year 1, %(last)s in year %(year)s")
            % {"first": seats[0], "last": seats[-1], "year": len(seats)}
        )
    text = phrases(parts)
    return text[:1].upper() + text[1:] + _(". ") + _("Hatched costs are not in the quote.")


@dataclass(frozen=True)
class Items:
    """The kinds of cost in all offers, quoted first, and what each adds to an offer: in minor units, in figures."""

    groups: list[cost_charts.CostGroup]
    worth: dict[str, dict[str, float]]
    texts: dict[str, dict[str, str]]  # in figures that add up to each offer's total


def _items(opened: PrintedRun, vendors: list[str]) -> Items:
    """By label while there are few kinds, else by item."""
    parts = {vendor: opened.results["cost"][vendor]["parts"] for vendor in vendors}
    fine = {_key(part, is_coarse=False): part for own in parts.values() for part in own if part["worth"]}
    is_coarse = len(fine) > MOST_KINDS
    kinds = {_key(part, is_coarse=is_coarse): part for part in fine.values()}
    groups = [_group(key, part, is_coarse=is_coarse) for key, part in sorted(kinds.items(), key=_by_item)]
    worth: dict[str, dict[str, float]] = {vendor: {} for vendor in vendors}
    for vendor, own in parts.items():
        for part in own:
            key = _key(part, is_coarse=is_coarse)
            worth[vendor][key] = worth[vendor].get(key, 0) + part["worth"]
    texts = {
        vendor: dict(zip(own, figures(list(own.values()), opened.results["cost"][vendor]["tco"] or 0), strict=True))
        for vendor, own in worth.items()
    }
    return Items(groups, worth, texts)


def _key(part: CostPart, *, is_coarse: bool) -> str:
    return f"{part['item']} {part['quoted']} {'' if is_coarse else _label(part)}"


def _label(part: CostPart) -> str:
    return pick(part["label"])[0] if part["label"] else ""


def _by_item(kind: tuple[str, CostPart]) -> tuple[bool, str]:
    return not kind[1]["quoted"], kind[1]["item"]


def _group(key: str, part: CostPart, *, is_coarse: bool) -> cost_charts.CostGroup:
    name = "" if is_coarse else _label(part)
    return cost_charts.CostGroup(key, name or str(CostItem(part["item"]).label), part["quoted"])


def _unit(minor: float) -> float:
    return minor / money_unit()


def _offer(opened: PrintedRun, vendor: str, items: Items) -> cost_charts.Offer:
    cost = opened.results["cost"][vendor]
    outside = [_unit(amount) for amount in cost["outside_by_year"]]
    whole = [_unit(amount) for amount in cost["by_year"]]
    return cost_charts.Offer(
        code=vendor,
        name=opened.names[vendor],
        total=_unit(cost["tco"] or 0),
        total_text=figure(cost["tco"]),
        share_text=_("%(share)s outside") % {"share": percent(cost["hidden_share"])} if cost["outside"] else "",
        is_mostly_hidden=False,
        parts={key: (_unit(amount), items.texts[vendor][key]) for key, amount in items.worth[vendor].items()},
        by_year=whole,
        outside_by_year=outside,
        is_out=vendor in opened.excluded,
        year_texts=[text for text, _outside in year_texts(cost["by_year"], cost["outside_by_year"])],
    )


def stack(opened: PrintedRun, vendors: list[str], items: Items) -> SafeString:
    """Total cost by item: the figure of the cost page, with the vendors' names beside the bars."""
    offers = [_offer(opened, vendor, items) for vendor in vendors]
    said = joined(f"{opened.speaker.vendor(offer.code)} {offer.total_text}" for offer in offers)
    alt = _("Total cost of each offer in %(unit)s: %(totals)s.") % {
        "unit": money_unit_name(opened.currency),
        "totals": said,
    }
    left = room_for(offer.name for offer in offers)
    figures = max(width_of(offer.total_text, TOTAL_SIZE, bold=True) for offer in offers)
    width = min(
        TEXT_WIDTH, left + (TEXT_WIDTH - left - figures) * BESIDE_BARS
    )  # the totals stand to the right of the bars
    drawing = svg.draw(
        cost_charts.stack(offers, items.groups, LIGHT), width=width, alt=alt, scale=STACK_SCALE, left=left
    )
    drawing.width = TEXT_WIDTH
    for place, offer in enumerate(offers):
        y = STACK_SCALE * cost_charts.ROW * (place + 0.5) - 5
        named(drawing, offer.code, offer.name, y=y, room=left - 18)
    return drawing.svg()


def yearly(opened: PrintedRun, vendors: list[str], items: Items, *, width: float) -> SafeString:
    """What is paid in which year: the same bars as on the cost page."""
    offers = [_offer(opened, vendor, items) for vendor in vendors]
    years = _named_years(opened, offers, width)
    alt = _("What is paid in each year, offer beside offer, in %(unit)s.") % {"unit": money_unit_name(opened.currency)}
    room = width / len(offers)
    widest = max(width_of(text, YEAR_SIZE) for offer in offers for text in offer.year_texts)
    is_tight = widest > 2 * room / (len(years) + 1)  # so far apart are the last year of one and the first of the next
    bars = cost_charts.yearly(offers, years, LIGHT, is_tight=is_tight)
    drawing = svg.draw(bars, width=width, alt=alt, scale=YEARLY_SCALE, below=16)
    fits = all(width_of(offer.name, 8.5) < room - 22 for offer in offers)
    for place, offer in enumerate(offers):
        named(
            drawing, offer.code, offer.name if fits else "", x=room * place + 4, y=drawing.height - 12, room=room - 22
        )
    return drawing.svg()


def _named_years(opened: PrintedRun, offers: list[cost_charts.Offer], width: float) -> list[tuple[int, str]]:
    """The years that are shown; only the first and the last have a name where the bars are narrow."""
    years = _years(offers)
    names = [_year_name(opened, year) for year in years]
    bar = width / (len(offers) * (len(years) + 1))
    is_wide = all(width_of(name, YEAR_SIZE) < bar for name in names)
    ends = (0, len(years) - 1)
    return [
        (year, name if is_wide or n in ends else "") for n, (year, name) in enumerate(zip(years, names, strict=True))
    ]


def _year_name(opened: PrintedRun, year: int) -> str:
    """The last digits of a calendar year where the first one is known."""
    first = first_cost_year(opened.decision_file)
    if year == 0:
        return _("signing")
    return str(first + year - 1)[-2:] if first else str(year)


def _years(offers: list[cost_charts.Offer]) -> list[int]:
    """The years in which somebody is paid; year 0 only when something falls into it."""
    count = len(offers[0].by_year)
    paid = {year for o in offers for year in range(count) if o.by_year[year]}
    return [year for year in range(count) if year or 0 in paid]


def _legend(groups: list[cost_charts.CostGroup]) -> list[tuple[str, str, bool]]:
    return [
        ((LIGHT.quoted(place) if group.is_quoted else LIGHT.outside(place))[0], group.name, group.is_quoted)
        for place, group in cost_charts.placed(groups)
    ]


def _parts(opened: PrintedRun, items: Items) -> list[columns.Part]:
    costs = opened.results["cost"]
    single = [text for own in items.texts.values() for text in own.values()]
    quotes = [figure(costs[vendor]["quote"]) for vendor in opened.visible]
    totals = [figure(costs[vendor]["tco"]) for vendor in opened.visible]
    return columns.parts(opened.visible, columns.figures([*single, *quotes], totals), room=ROOM)


def _part(opened: PrintedRun, items: Items, part: columns.Part) -> dict[str, Any]:
    """Some offers side by side, item by item."""
    costs = opened.results["cost"]
    return {
        "part": part,
        "heads": heads(opened, part.vendors),
        "rows": [_row(opened, items, group, vendors=part.vendors) for group in items.groups],
        "totals": [faded(opened, vendor, figure(costs[vendor]["tco"])) for vendor in part.vendors],
        "quotes": [faded(opened, vendor, figure(costs[vendor]["quote"])) for vendor in part.vendors],
        "hidden": [faded(opened, vendor, percent(costs[vendor]["hidden_share"])) for vendor in part.vendors],
    }


def _row(opened: PrintedRun, items: Items, group: cost_charts.CostGroup, *, vendors: list[str]) -> dict[str, Any]:
    return {
        "name": group.name,
        "is_quoted": group.is_quoted,
        "amounts": [faded(opened, vendor, items.texts.get(vendor, {}).get(group.key, "–")) for vendor in vendors],
    }


def _growth(opened: PrintedRun, *, room: float, most: float) -> list[dict[str, Any]]:
    """The total in every growth scenario, where there are several, in as many tables as the figures need."""
    codes = _codes(opened)
    if not codes:
        return []
    costs, gaps = opened.results["cost"], {code: _gaps(opened, code) for code in codes}
    found = {
        code: {v: None if v in gaps[code] else costs[v]["scenarios"][code]["tco"] for v in opened.taking_part}
        for code in codes
    }
    need = columns.figures(figure(total) for totals in found.values() for total in totals.values())
    return [
        {
            "part": part,
            "tiles": [tile(vendor) for vendor in part.vendors],
            "rows": [_scenario(opened, code, found[code], gaps=gaps[code], vendors=part.vendors) for code in codes],
        }
        for part in columns.parts(opened.taking_part, need, room=room, most=most)
    ]


def _scenario(
    opened: PrintedRun, code: str, totals: Mapping[str, int | None], *, gaps: list[str], vendors: list[str]
) -> dict[str, Any]:
    """The lowest of each is bold unless somebody's costs have gaps, the official one is marked."""
    least = None if gaps else min((total for total in totals.values() if total is not None), default=None)
    seats = opened.decision_file["seat_plan"].get(code)
    return {
        "name": scenario_name(code),
        "is_official": code == opened.options["scenario"],
        "seats": seats[-1] if seats else "–",
        "cells": [(figure(totals[v]), totals[v] is not None and totals[v] == least) for v in vendors],
    }
