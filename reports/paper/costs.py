"""What does each offer cost over its life, and how much of it is not in the quote?"""

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import svg
from reports.charts import cost as charts
from reports.charts.theme import LIGHT
from reports.drawing import INK, Drawing, clipped
from reports.paper.case import Case, Json
from reports.paper.marks import colour_of, tile
from reports.paper.words import figure, figure_unit, joined, percent
from selection.languages import current, pick
from vendors.costing.scenarios import KNOWN, scenario_name
from vendors.models import CostItem

MOST_GROUPS = 10
WIDTH, NAMES = 480.0, 74.0
STACK_SCALE, YEARLY_SCALE = 0.52, 0.5


def section(case: Case) -> dict[str, Any]:
    vendors = [vendor for vendor in case.vendors if case.results["cost"][vendor]["tco"] is not None]
    groups = _groups(case, vendors)
    return {
        "title": ngettext("%(count)s-year total cost", "%(count)s-year total cost", case.options["horizon"])
        % {"count": case.options["horizon"]},
        "lead": _lead(case),
        "has_costs": bool(vendors),
        "stack": stack(case, vendors, groups) if vendors else "",
        "legend": _legend(groups),
        "heads": [(tile(vendor), case.names[vendor]) for vendor in case.vendors],
        "rows": [_row(case, group) for group in groups],
        "totals": [figure(case.results["cost"][vendor]["tco"]) for vendor in case.vendors],
        "quotes": [figure(case.results["cost"][vendor]["quote"]) for vendor in case.vendors],
        "hidden": [percent(case.results["cost"][vendor]["hidden_share"]) for vendor in case.vendors],
        "yearly": yearly(case, vendors) if vendors else "",
        "scenarios": list(_scenarios(case)) if len(case.document["scenarios"]) > 1 else [],
        "unit": figure_unit(case.currency),
    }


def _lead(case: Case) -> str:
    options, selection = case.options, case.document["selection"]
    rate = options["discount_rate"]
    timing = {"end": _("at the end of each year"), "mid": _("in mid-year"), "start": _("at the start of each year")}
    parts = [
        figure_unit(case.currency),
        _("tax included") if selection["tax_included"] else _("without tax"),
        _("not discounted")
        if float(rate) == 0
        else _("discounted at %(rate)s%% a year, paid %(timing)s")
        % {"rate": rate, "timing": timing[options["timing"]]},
    ]
    seats = case.document["seat_plan"].get(options["scenario"])
    if seats:
        parts.append(
            _("%(first)s seats in year 1, %(last)s in year %(year)s")
            % {"first": seats[0], "last": seats[-1], "year": len(seats)}
        )
    text = joined(parts)
    return text[:1].upper() + text[1:] + _(". ") + _("Hatched costs are not in the quote.")


def _key(part: Json, is_coarse: bool) -> tuple[bool, str, str]:
    label = "" if is_coarse else pick(part["label"])[0] if part["label"] else ""
    return not part["quoted"], part["item"], label


def _groups(case: Case, vendors: list[str]) -> list[charts.Group]:
    """The kinds of cost in all offers, quoted first; by label while there are few, else by item."""
    parts = [part for vendor in vendors for part in case.results["cost"][vendor]["parts"] if part["worth"]]
    is_coarse = len({_key(part, False) for part in parts}) > MOST_GROUPS
    keys = sorted(
        {_key(part, is_coarse): None for part in parts}, key=lambda key: (key[0], _order(parts, key, is_coarse))
    )
    return [charts.Group("\n".join(map(str, key)), key[2] or str(CostItem(key[1]).label), not key[0]) for key in keys]


def _order(parts: list[Json], key: tuple[bool, str, str], is_coarse: bool) -> tuple[str, int]:
    return key[1], next(i for i, part in enumerate(parts) if _key(part, is_coarse) == key)


def _worth(case: Case, vendor: str, group: charts.Group) -> int:
    """What this kind of cost adds to an offer, in minor units."""
    outside, item, label = group.key.split("\n")
    return sum(
        part["worth"]
        for part in case.results["cost"][vendor]["parts"]
        if (str(not part["quoted"]), part["item"]) == (outside, item)
        and label in ("", pick(part["label"])[0] if part["label"] else "")
    )


def _unit(minor: float) -> float:
    return minor / (1_000_000 if current() == "zh" else 100_000_000)


def _offer(case: Case, vendor: str, groups: list[charts.Group]) -> charts.Offer:
    cost = case.results["cost"][vendor]
    outside = [_unit(amount) for amount in cost["outside_by_year"]]
    whole = [_unit(amount) for amount in cost["by_year"]]
    worth = {group.key: _worth(case, vendor, group) for group in groups}
    return charts.Offer(
        code=vendor,
        name=case.names[vendor],
        total=_unit(cost["tco"]),
        total_text=figure(cost["tco"]),
        share_text=_("%(share)s outside") % {"share": percent(cost["hidden_share"])} if cost["outside"] else "",
        is_mostly_hidden=False,
        parts={key: (_unit(amount), figure(amount)) for key, amount in worth.items()},
        by_year=whole,
        outside_by_year=outside,
    )


def stack(case: Case, vendors: list[str], groups: list[charts.Group]) -> SafeString:
    """Total cost by item: the figure of the cost page, with the vendors' names beside the bars."""
    offers = [_offer(case, vendor, groups) for vendor in vendors]
    said = joined(f"{case.speaker.vendor(offer.code)} {offer.total_text}" for offer in offers)
    alt = _("Total cost of each offer in %(unit)s: %(totals)s.") % {"unit": figure_unit(case.currency), "totals": said}
    drawing = svg.draw(charts.stack(offers, groups, LIGHT), width=WIDTH, alt=alt, scale=STACK_SCALE, left=NAMES)
    for place, offer in enumerate(offers):
        _named(drawing, offer, 0, STACK_SCALE * charts.ROW * (place + 0.5) - 5, NAMES - 18)
    return drawing.svg()


def yearly(case: Case, vendors: list[str]) -> SafeString:
    """What is paid in which year: the same bars as on the cost page."""
    offers = [_offer(case, vendor, []) for vendor in vendors]
    years = [(year, _("Y%(year)s") % {"year": year}) for year in _years(offers)]
    alt = _("What is paid in each year, offer beside offer, in %(unit)s.") % {"unit": figure_unit(case.currency)}
    drawing = svg.draw(charts.yearly(offers, years, LIGHT), width=WIDTH, alt=alt, scale=YEARLY_SCALE, below=16)
    room = WIDTH / len(offers)
    for place, offer in enumerate(offers):
        _named(drawing, offer, room * place + 4, drawing.height - 12, room - 24)
    return drawing.svg()


def _named(drawing: Drawing, offer: charts.Offer, x: float, y: float, room: float) -> None:
    """The letter tile and the name."""
    drawing.rect(x, y, 10.5, 10.5, colour_of(offer.code), rx=2)
    size = 7 if len(offer.code) == 1 else 4.5
    drawing.text(x + 5.25, y + 7.8, offer.code, size=size, fill="#ffffff", anchor="middle", bold=True)
    drawing.text(x + 14.5, y + 8.3, clipped(offer.name, 8.5, room), size=8.5, fill=INK)


def _years(offers: list[charts.Offer]) -> list[int]:
    """The years in which somebody is paid; year 0 only when something falls into it."""
    count = len(offers[0].by_year)
    paid = {year for o in offers for year in range(count) if o.by_year[year]}
    return [year for year in range(count) if year or 0 in paid]


def _legend(groups: list[charts.Group]) -> list[tuple[str, str, bool]]:
    return [
        ((LIGHT.quoted(place) if group.is_quoted else LIGHT.outside(place))[0], group.name, group.is_quoted)
        for place, group in charts.placed(groups)
    ]


def _row(case: Case, group: charts.Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "is_quoted": group.is_quoted,
        "amounts": [
            figure(_worth(case, vendor, group)) if case.results["cost"][vendor]["tco"] is not None else "–"
            for vendor in case.vendors
        ],
    }


def _scenarios(case: Case) -> Iterator[dict[str, Any]]:
    """The total in every growth scenario; the lowest of each is bold, the official one is marked."""
    codes = sorted(case.document["scenarios"], key=lambda code: KNOWN.index(code) if code in KNOWN else len(KNOWN))
    for code in codes:
        totals = [case.results["cost"][vendor]["scenarios"][code]["tco"] for vendor in case.vendors]
        known = [total for total in totals if total is not None]
        seats = case.document["seat_plan"].get(code)
        yield {
            "name": scenario_name(code),
            "is_official": code == case.options["scenario"],
            "seats": seats[-1] if seats else "–",
            "cells": [(figure(total), bool(known) and total == min(known)) for total in totals],
        }
