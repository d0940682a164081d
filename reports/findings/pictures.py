"""Which charts does the analysis show, with which sentences and tables beside them?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analysis.evaluation.doubt import LeadDoubt, lead_doubt
from analysis.sensitivity import weight_sweep
from reports.charts import analysis_charts
from reports.charts.figures import Figure
from reports.charts.theme import Palette
from reports.findings.chances import percents, whole_percents
from reports.opened_run import OpenedRun
from selection.formats import money_text, points, short
from vendors.budget import covers_quote

STEPS = list(range(0, 101, 5))


@dataclass(frozen=True)
class Picture:
    """A chart, the sentence that says what is to be seen, and its numbers as a table."""

    key: str
    title: str
    alt: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    draw: Callable[[Palette, bool], Figure]
    choices: Sequence[tuple[str, str, bool]] = ()


def pictures(opened: OpenedRun, *, asked: str = "", sees_prices: bool) -> list[Picture]:
    """The charts that this run has numbers for; the one with costs for those who may see prices."""
    found = [_sweep(opened, asked), _places(opened), _tornado(opened), _value_and_cost(opened) if sees_prices else None]
    return [picture for picture in found if picture]


def _complete(opened: OpenedRun) -> list[str]:
    return [vendor for vendor in opened.ranked if opened.results["total"].get(vendor) is not None]


def _sweep(opened: OpenedRun, asked: str) -> Picture | None:
    vendors = _complete(opened)
    parts = [part for part in opened.categories if part.code in opened.results["rails"] and part.weight < 100]
    if len(vendors) < 2 or not parts:
        return None
    part = next((part for part in parts if part.code == asked), max(parts, key=lambda part: part.weight))
    values = [opened.results["category_values"][part.code][vendor] or 0.0 for vendor in vendors]
    totals = [opened.results["total"][vendor] or 0.0 for vendor in vendors]
    swept = weight_sweep(values, totals, part.weight / 100)
    lines = []
    for place, vendor in enumerate(vendors):
        name = opened.vendors[vendor].name
        # A total is a straight line in one weight while the others share the rest.
        worths = [float(swept.rest[place] + w / 100 * (swept.node[place] - swept.rest[place])) for w in STEPS]
        said = [
            _("%(vendor)s: %(points)s points at a weight of %(weight)s%%")
            % {"vendor": name, "points": points(worth), "weight": weight}
            for weight, worth in zip(STEPS, worths, strict=True)
        ]
        lines.append(analysis_charts.VendorCurve(vendor, name, worths, said))
    head = [_("Weight"), *(f"{line.code} {line.name}" for line in lines)]
    rows = [[f"{w}%", *(points(line.worth[at]) for line in lines)] for at, w in enumerate(STEPS)]
    return Picture(
        "sweep",
        _("Totals when one weight changes: %(category)s") % {"category": part.name},
        _("Total points over the weight of %(category)s; dashed is the present weight of %(weight)s%%.")
        % {"category": part.name, "weight": short(part.weight)},
        head,
        rows,
        lambda palette, narrow: analysis_charts.sweep(lines, STEPS, part.weight, palette=palette, narrow=narrow),
        [(one.code, one.name, one.code == part.code) for one in parts],
    )


def _places(opened: OpenedRun) -> Picture | None:
    found = opened.results["acceptability"].get("stated")
    if not found or len(opened.ranked) < 2:
        return None
    vendors = [(code, opened.vendors[code].name) for code in opened.ranked]
    shares = {code: whole_percents(found["ranks"][code]) for code in opened.ranked}
    texts = {code: percents(found["ranks"][code]) for code in opened.ranked}
    bars = []
    for place in range(len(vendors)):
        name = _("Place %(place)s") % {"place": place + 1}
        said = [
            _("%(vendor)s: place %(place)s in %(share)s of the draws")
            % {"vendor": vendor, "place": place + 1, "share": texts[code][place]}
            for code, vendor in vendors
        ]
        bars.append(analysis_charts.Bars(name, [shares[code][place] for code in opened.ranked], said))
    return Picture(
        "places",
        _("Probability of each rank"),
        _("Share of the draws in which each vendor takes each place; whole percents that add up to 100 a vendor."),
        [_("Vendor"), *(bar.name for bar in bars)],
        [[f"{code} {name}", *texts[code]] for code, name in vendors],
        lambda palette, narrow: analysis_charts.places(vendors, bars, palette, narrow=narrow),
    )


def _tornado(opened: OpenedRun) -> Picture | None:
    vendors = _complete(opened)[:2]
    if len(vendors) < 2:
        return None
    category_of = {code: row["parent"] or code for code, row in opened.criteria.items()}
    found = lead_doubt(opened.results, opened.decision_file["options"], category_of=category_of, pair=vendors)
    if found is None:
        return None
    doubts = _doubts(found)
    names = {"first": opened.vendors[vendors[0]].name, "second": opened.vendors[vendors[1]].name}
    return Picture(
        "doubt",
        _("What each source of doubt adds"),
        _("Lead of %(first)s over %(second)s in points: 90%% interval when one source alone varies; red is no lead.")
        % names,
        [_("Source"), _("From"), _("To")],
        [[doubt.name, points(doubt.low), points(doubt.high)] for doubt in doubts],
        lambda palette, narrow: analysis_charts.tornado(doubts, found.lead, palette, narrow=narrow),
    )


def _doubts(found: LeadDoubt) -> list[analysis_charts.Doubt]:
    sources = [
        (_("Weights"), found.weights),
        (_("Opinions of the evaluators"), found.opinions),
        (_("Evidence behind the scores"), found.evidence),
    ]
    return [
        analysis_charts.Doubt(
            name,
            found.lead - half,
            found.lead + half,
            _("%(source)s: a lead from %(low)s to %(high)s points")
            % {"source": name, "low": points(found.lead - half), "high": points(found.lead + half)},
        )
        for name, half in sorted(sources, key=lambda source: -source[1])
    ]


def _value_and_cost(opened: OpenedRun) -> Picture | None:
    about = opened.decision_file["selection"]
    vendors = [vendor for vendor in _complete(opened) if opened.total_cost(vendor) is not None]
    if not vendors:
        return None

    def money(amount: float) -> str:
        return money_text(round(amount), about["currency"])

    def on_axis(amount: float) -> str:
        return money(amount).replace(".0 ", " ")  # a round figure has no decimal beside a tick

    offers = [_offer(opened, vendor, money) for vendor in vendors]
    ceiling = None
    if about["budget_ceiling"] is not None and not covers_quote(opened.decision_file["criteria"]):
        words = _("Ceiling %(money)s") % {"money": money(about["budget_ceiling"])}
        ceiling = (float(about["budget_ceiling"]), words)
    return Picture(
        "cost",
        _("Value against cost"),
        _("Total points over total cost: up is better, left is cheaper.")
        + (" " + _("Dashed is the budget ceiling.") if ceiling else ""),
        [_("Vendor"), _("Total points"), _("Total cost")],
        [[f"{offer.code} {offer.name}", points(offer.value), money(offer.cost)] for offer in offers],
        lambda palette, narrow: analysis_charts.value_and_cost(offers, ceiling, palette, narrow=narrow, money=on_axis),
    )


def _offer(opened: OpenedRun, vendor: str, money: Callable[[float], str]) -> analysis_charts.Offer:
    cost, value, name = (
        opened.total_cost(vendor) or 0,
        opened.results["total"][vendor] or 0.0,
        opened.vendors[vendor].name,
    )
    facts: dict[str, Any] = {"vendor": name, "points": points(value), "money": money(cost)}
    return analysis_charts.Offer(
        vendor, name, float(cost), value, _("%(vendor)s: %(points)s points for %(money)s") % facts
    )
