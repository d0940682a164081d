"""What does each offer cost in all, and how does that change with growth, years and rate?"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from reports import offers
from reports.charts import cost_charts
from reports.charts.theme import CONFIG, TEMPLATES, in_every_dress
from reports.forms import LookForm
from reports.tables_out import tco_sheet
from selection.access import CommitteeRequest, committee, may
from selection.answering import hand_out
from selection.languages import numeral
from selection.models import Selection
from vendors import costing, screening
from vendors.apart import flat_prices, money_name
from vendors.costing import VendorCost, View
from vendors.costing.scenarios import scenario_name
from vendors.costing.years import year_in_words, year_name
from vendors.visibility import hidden_from

SHORT_HORIZON = 3


@committee("view")
def costs(request: CommitteeRequest) -> HttpResponse:
    hidden = hidden_from(request.member)
    if hidden is not None:
        return render(request, "vendors/cost_hidden.html", {**hidden, "page": "costs"})
    look = LookForm(request.selection, request.GET)
    return render(request, "reports/costs.html", _page(request, look), status=200 if look.is_valid() else 422)


@committee("view_costs")
@require_safe
def tco_table(request: CommitteeRequest) -> HttpResponse:
    """What the page adds up in its view, in every scenario; where the view cannot be read, in the official one."""
    hidden = hidden_from(request.member)
    if hidden is not None:
        return render(request, "vendors/cost_hidden.html", {**hidden, "page": "costs"})
    return hand_out(request, "tco", tco_sheet(request.selection, LookForm(request.selection, request.GET).view()))


def _page(request: CommitteeRequest, look: LookForm) -> dict[str, Any]:
    selection = request.selection
    view, official, books = look.view(), costing.official(request.selection), costing.books(request.selection)
    found, partial = offers.compared(costing.money(selection, view=view, read=books), books, view.scenario)
    out = screening.excluded(screening.states(selection))
    years = {year: year_name(selection, year) for year in range(view.horizon + 1)}
    may_write = may(request.member, "edit_costs")
    return {
        "selection": selection,
        "look": look,
        "controls": _controls(look, view, official, plan=books.plan),
        "excluded": out,
        "costs": offers.priced(found),
        "unpriced": [cost.vendor for cost in found if cost.tco is None],
        "partial": partial,
        "gaps": costing.gaps(selection) if may_write else [],
        "flat": flat_prices(selection),
        "may_write": may_write,
        **_terms(selection, view, official, plan=books.plan),
        **_total_panel(found, out),
        **_budget_panel(selection, view, found),
        **_yearly_panel(selection, found, years, out=out),
        **_growth_panel(selection, view, books, years=years, out=out),
    }


def _terms(selection: Selection, view: View, official: View, *, plan: dict[str, list[int]]) -> dict[str, Any]:
    """What the page is about, and whether that is official."""
    return {
        "view": view,
        "official": official,
        "is_official": view == official,
        "title": _("%(years)s-year total cost") % {"years": numeral(view.horizon)},
        "period": _period(selection, view),
        "seats": plan.get(view.scenario, [])[: view.horizon],
        "growth": offers.growth_text(plan.get(view.scenario, [])),
        "scenario": scenario_name(view.scenario),
        "official_scenario": scenario_name(official.scenario),
    }


def _budget_panel(selection: Selection, view: View, found: list[VendorCost]) -> dict[str, Any]:
    """Ceiling, target and how far each offer lies from them."""
    basis = "quote" if offers.budget_is_for_quote(selection) else "tco"
    return {
        "against_budget": offers.against_budget(selection, offers.priced(found)),
        "budget_is_about": money_name(basis, view.horizon),
    }


def _total_panel(found: list[VendorCost], out: set[int]) -> dict[str, Any]:
    shown, groups = offers.offers_of(found, out), offers.groups_of(offers.priced(found))
    headline = offers.headline(_in_race(found, out))
    totals = pgettext("joins", ", ").join(f"{offer.name} {offer.total_text}" for offer in shown)
    return {
        "headline": headline,
        "in_words": headline.head + pgettext("joins", ": ") + totals,
        "offers": list(zip(offers.priced(found), shown, strict=True)),
        "legend": _legend(groups),
        "table": [
            (group, [(offer.parts.get(group.key, (0.0, "–"))[1], offer.is_out) for offer in shown]) for group in groups
        ],
        "stack": in_every_dress(lambda palette, narrow: cost_charts.stack(shown, groups, palette, narrow=narrow)),
        "templates": TEMPLATES,
        "config": CONFIG,
    }


def _legend(groups: list[cost_charts.CostGroup]) -> list[dict[str, Any]]:
    """Each kind of cost with the CSS colour that its bar has."""
    placed = cost_charts.placed(groups)
    inks = ("i1", "i3", "i2", "i4", "i5")
    return [
        {
            "name": group.name,
            "is_quoted": group.is_quoted,
            "colour": inks[place % 5] if group.is_quoted else f"h{min(place, 4) + 1}",
        }
        for place, group in placed
    ]


def _yearly_panel(
    selection: Selection, found: list[VendorCost], years: dict[int, str], *, out: set[int]
) -> dict[str, Any]:
    shown = offers.offers_of(found, out)
    has_first = any(offer.by_year[0] for offer in shown)
    is_crowded = len(shown) > cost_charts.MANY
    # Where nobody asks for money at signing, that year is left out.
    named = [(year, _short_year(year, name)) for year, name in years.items() if year or has_first]
    return {
        "heaviest": offers.heaviest_year(
            _in_race(found, out), {year: year_in_words(selection, year) for year in years}
        ),
        "yearly": in_every_dress(
            lambda palette, narrow: cost_charts.yearly(
                shown, named, palette, narrow=narrow or is_crowded, is_tight=is_crowded
            )
        ),
        "years": [(year, name) for year, name in years.items() if year or has_first],
        "yearly_table": [_paid(cost, [year for year, _name in named]) for cost in offers.priced(found)],
    }


def _paid(cost: VendorCost, shown: list[int]) -> dict[str, Any]:
    """What an offer asks for in each of the years, and in all of them; the figures add up."""
    texts = offers.year_texts(cost.by_year, cost.outside_by_year)
    return {"vendor": cost.vendor, "years": [texts[year] for year in shown], "sum": offers.paid_in_all(cost)}


def _in_race(costs: list[VendorCost], out: set[int]) -> list[VendorCost]:
    """Those that no failed must-have excludes: sentences and winners are about them."""
    return [cost for cost in costs if cost.vendor.pk not in out]


def _growth_panel(
    selection: Selection, view: View, books: costing.Books, *, years: dict[int, str], out: set[int]
) -> dict[str, Any]:
    """Every scenario in this view's years and rate."""
    rows, winners = [], {}
    for code in costing.scenarios(selection):
        looked = View(view.rate, view.horizon, code, view.timing)
        found, partial = offers.compared(costing.money(selection, view=looked, read=books), books, code)
        # While an offer in the race is not complete, none is known to be the cheapest.
        best = [] if _in_race(partial, out) else offers.cheapest(_in_race(found, out))
        winners[code] = best
        seats = books.plan.get(code, [])[view.horizon - 1 : view.horizon]
        rows.append(
            {
                "name": scenario_name(code),
                "growth": offers.growth_text(books.plan.get(code, [])),
                "seats": seats[0] if seats else None,
                "costs": [
                    (cost, cost in best) for cost in sorted([*found, *partial], key=lambda cost: cost.vendor.code)
                ],
                "partial": partial,
                "best": best,
                "is_shown": code == view.scenario,
            }
        )
    return {
        "scenarios": rows,
        "growth_head": offers.growth_sentence(winners),
        "last_year": years[view.horizon],
        "all_vendors": books.vendors,
    }


def _controls(look: LookForm, view: View, official: View, *, plan: dict[str, list[int]]) -> dict[str, Any]:
    def query(**other: object) -> str:
        asked = {"scenario": view.scenario, "horizon": view.horizon, "rate": view.rate_text} | other
        return "?" + "&".join(f"{name}={value}" for name, value in asked.items())

    horizons = sorted({min(SHORT_HORIZON, official.horizon), official.horizon, view.horizon})
    return {
        "scenarios": [
            {
                "name": scenario_name(code),
                "growth": offers.growth_text(plan.get(code, [])),
                "query": query(scenario=code),
                "is_on": code == view.scenario,
            }
            for code in look.known
        ],
        "horizons": [
            {"years": years, "query": query(horizon=years), "is_on": years == view.horizon} for years in horizons
        ],
    }


def _short_year(year: int, name: str) -> str:
    if year == 0:
        return _("signing")
    return name[-2:] if name.isdecimal() else str(year)


def _period(selection: Selection, view: View) -> str:
    return "–".join(dict.fromkeys((year_name(selection, 1), year_name(selection, view.horizon))))


urlpatterns = [
    path("s/<str:code>/costs/", costs, name="costs"),
    path("s/<str:code>/costs/table/", tco_table, name="tco_table"),
]
