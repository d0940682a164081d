"""What do the costs of the offers say, in figures for charts and in sentences?"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.tco import hidden_share, yearly_growth
from criteria.canonical import criterion_node
from criteria.models import Kind
from reports.charts.cost_charts import CostGroup, Offer
from selection.formats import money_text, money_unit, percent
from selection.languages import current
from selection.models import Selection
from vendors import costing
from vendors.adding import figure, figures, shown_figure, steps, yearly_steps
from vendors.budget import covers_quote, distance
from vendors.costing import Part, VendorCost
from vendors.models import CostItem, Vendor

LICENCE = "K01"
MOSTLY_HIDDEN = 0.5  # the licence is less than half of what will be paid


@dataclass(frozen=True)
class Sentence:
    """A heading and the line beneath it."""

    head: str
    body: str


def priced(costs: Sequence[VendorCost]) -> list[VendorCost]:
    return [cost for cost in costs if cost.tco is not None]


def groups_of(costs: Sequence[VendorCost]) -> list[CostGroup]:
    """The kinds of cost in all offers: quoted ones first, each in the order of entry.

    They go by their labels where all offers use the same ones, else all of them by their items.
    """
    names: dict[tuple[bool, str], dict[str, None]] = {}
    for cost in costs:
        for part in cost.parts:
            names.setdefault((part.is_quoted, part.item), {})[part.name] = None
    has_labels = all(len(labels) == 1 for labels in names.values())
    ordered = sorted(names.items(), key=lambda found: not found[0][0])
    return [
        CostGroup(
            group_key(is_quoted, item), next(iter(labels)) if has_labels else str(CostItem(item).label), is_quoted
        )
        for (is_quoted, item), labels in ordered
    ]


def group_key(is_quoted: bool, item: str) -> str:
    return f"{'quoted' if is_quoted else 'outside'}-{item}"


def offers_of(costs: Sequence[VendorCost], out: Container[int] = ()) -> list[Offer]:
    """The offers in the unit that charts show: 万元, or thousands; those of excluded vendors are marked."""
    return [_offer(cost, is_out=cost.vendor.pk in out) for cost in priced(costs)]


def _offer(cost: VendorCost, *, is_out: bool) -> Offer:
    unit = money_unit()
    share = _("%(share)s outside the quote") % {"share": percent(cost.hidden_share)}
    sums = by_group(cost.parts)
    texts = figures(list(sums.values()), cost.tco or 0.0)
    years = year_texts(cost.by_year, cost.outside_by_year)
    return Offer(
        code=cost.vendor.code,
        name=cost.vendor.name,
        total=(cost.tco or 0.0) / unit,
        total_text=figure(cost.tco),
        share_text=share,
        is_mostly_hidden=is_mostly_hidden(cost),
        parts={key: (worth / unit, text) for (key, worth), text in zip(sums.items(), texts, strict=True)},
        by_year=[amount / unit for amount in cost.by_year],
        outside_by_year=[amount / unit for amount in cost.outside_by_year],
        is_out=is_out,
        year_texts=[whole for whole, _part in years],
        year_words=[
            _("%(amount)s, %(outside)s of it outside the quote") % {"amount": whole, "outside": part}
            for whole, part in years
        ],
    )


def year_texts(by_year: Sequence[float], outside: Sequence[float]) -> list[tuple[str, str]]:
    """What is written of every year: the payment, and what of it lies outside the quote."""
    return [(shown_figure(whole), shown_figure(part)) for whole, part in yearly_steps(by_year, outside)]


def paid_in_all(cost: VendorCost) -> tuple[str, str]:
    """The sums of the years as they are written, not discounted."""
    outside = sum(part for _whole, part in yearly_steps(cost.by_year, cost.outside_by_year))
    return shown_figure(steps(sum(cost.by_year))), shown_figure(outside)


def compared(costs: list[VendorCost], books: costing.Books, scenario: str) -> tuple[list[VendorCost], list[VendorCost]]:
    """Who can be compared in a scenario; and who cannot, because costs of another are missing there: no total."""
    gone = {vendor.pk for vendor in costing.incomplete(books, scenario)}
    whole = [cost for cost in costs if cost.vendor.pk not in gone]
    return whole, [replace(cost, quote=None, tco=None) for cost in costs if cost.vendor.pk in gone]


def by_group(parts: Sequence[Part]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for part in parts:
        key = group_key(part.is_quoted, part.item)
        sums[key] = sums.get(key, 0.0) + part.worth
    return sums


def is_mostly_hidden(cost: VendorCost) -> bool:
    share = hidden_share(cost.tco or 0.0, cost.by_item.get(LICENCE, 0.0))
    return share is not None and share > MOSTLY_HIDDEN


def cheapest(costs: Sequence[VendorCost]) -> list[VendorCost]:
    """The offers with the lowest total, more than one when they tie."""
    known = priced(costs)
    least = min((cost.tco or 0.0 for cost in known), default=0.0)
    # Totals are floats of minor units; less than half of one is no difference.
    return [cost for cost in known if (cost.tco or 0.0) - least < 0.5]


def headline(costs: Sequence[VendorCost]) -> Sentence:
    """Does the lowest quote cost the least?"""
    known = sorted(priced(costs), key=lambda cost: cost.tco or 0.0)
    if not known:
        return Sentence(_("No offer can be added up yet"), "")
    if len(known) == 1:
        return Sentence(_("%(name)s: total cost %(total)s") % _named(known[0]), _one_share(known[0]))
    if len(cheapest(known)) > 1:
        names = {"names": _listed([cost.vendor.name for cost in cheapest(known)])}
        return Sentence(_("%(names)s have the same total cost") % names, "")
    lowest = _lowest_quotes(known)
    return _of_lowest_quote(lowest[0], known) if len(lowest) == 1 else _without_lowest_quote(known)


def _lowest_quotes(known: Sequence[VendorCost]) -> list[VendorCost]:
    quoted = [cost for cost in known if cost.quote]
    least = min((cost.quote or 0.0 for cost in quoted), default=0.0)
    return [cost for cost in quoted if (cost.quote or 0.0) - least < 0.5]


def _of_lowest_quote(lowest: VendorCost, known: Sequence[VendorCost]) -> Sentence:
    """Compare the lowest quote with the cheapest offer, or with the next one when it is the cheapest itself."""
    first = known[0]
    is_first = lowest is first
    other = known[1] if is_first else first
    body = _compared(lowest, other)
    names = {"quote": lowest.vendor.name, "total": first.vendor.name}
    if not is_first:
        return Sentence(_("%(quote)s has the lowest quote, but %(total)s the lowest total cost") % names, body)
    # Five hundredths of the ratio: less than that is not “by far”.
    if other.quote and (lowest.quote or 0.0) / other.quote < (lowest.tco or 0.0) / (other.tco or 1.0) - 0.05:
        return Sentence(_("%(quote)s has the lowest quote and total cost, but by far less than it seems") % names, body)
    return Sentence(_("%(quote)s has the lowest quote and the lowest total cost") % names, body)


def _without_lowest_quote(known: Sequence[VendorCost]) -> Sentence:
    return Sentence(_("%(name)s has the lowest total cost") % _named(known[0]), _one_share(known[0]))


def _compared(lowest: VendorCost, other: VendorCost) -> str:
    if not other.quote or not other.tco:
        return ""
    count = len({part.item for part in lowest.parts if not part.is_quoted})
    words = ngettext(
        "The quote of %(lowest)s is %(quote)s of that of %(other)s; with %(count)s cost outside the quote, "
        "its total is %(total)s.",
        "The quote of %(lowest)s is %(quote)s of that of %(other)s; with %(count)s costs outside the quote, "
        "its total is %(total)s.",
        count,
    )
    return words % {
        "lowest": lowest.vendor.name,
        "other": other.vendor.name,
        "count": count,
        "quote": percent((lowest.quote or 0.0) / other.quote),
        "total": percent((lowest.tco or 0.0) / other.tco),
    }


def _one_share(cost: VendorCost) -> str:
    return _("%(share)s of it lies outside the quote.") % {"share": percent(cost.hidden_share or 0.0)}


def _named(cost: VendorCost) -> dict[str, str]:
    return {"name": cost.vendor.name, "total": money_text(round(cost.tco or 0.0))}


def against_budget(selection: Selection, costs: Sequence[VendorCost]) -> list[tuple[Vendor, str]]:
    """How far each offer lies from ceiling and target, by the amount that the budget is about; empty without one."""
    if selection.budget_ceiling is None and selection.budget_target is None:
        return []
    is_quote = budget_is_for_quote(selection)
    limits = {"target": selection.budget_target, "ceiling": selection.budget_ceiling}
    return [
        (cost.vendor, distance(cost.quote if is_quote else cost.tco, **limits, currency=selection.currency))
        for cost in costs
    ]


def budget_is_for_quote(selection: Selection) -> bool:
    prices = selection.criteria.filter(kind=Kind.PRICE)
    return covers_quote([criterion_node(row) for row in prices])


def heaviest_year(costs: Sequence[VendorCost], years: Mapping[int, str]) -> str:
    """Which offer asks for the most in a single year?"""
    found = [(amount, cost.vendor.name, year) for cost in priced(costs) for year, amount in enumerate(cost.by_year)]
    if not found:
        return _("Payments per year")
    amount, name, year = max(found, key=lambda entry: entry[0])
    words = _("The heaviest year: %(name)s %(year)s, %(amount)s")
    return words % {"name": name, "year": years[year], "amount": money_text(round(amount))}


def growth_sentence(winners: Mapping[str, list[VendorCost]]) -> str:
    """Does it depend on growth who costs the least?"""
    names = {tuple(cost.vendor.name for cost in found) for found in winners.values()}
    if len(winners) < 2 or () in names:
        return _("Lowest cost")
    if len(names) > 1:
        return _("Growth decides who has the lowest total cost")
    return _("%(names)s has the lowest total cost at any growth") % {"names": _listed(list(names.pop()))}


def growth_text(seats: Sequence[int]) -> str:
    """12% for a plan that grows by 12% a year."""
    rate = yearly_growth(seats) if seats else None
    return "" if rate is None else f"{rate:.0%}"


def _listed(names: Sequence[str]) -> str:
    return ("、" if current() == "zh" else ", ").join(names)
