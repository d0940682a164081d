"""Which criteria would give every vendor the same value, by the facts and prices entered so far?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from analysis.decision_file.typed import CriterionEntry
from analysis.evaluation.flat import flat_reason
from criteria.canonical import criterion_node
from criteria.models import Criterion, Kind
from selection.formats import money_text
from selection.languages import numeral, pick
from selection.models import Member, Selection
from vendors import costing
from vendors.facts import measured, official_facts
from vendors.registry import active
from vendors.visibility import may_see_prices


@dataclass(frozen=True)
class Flat:
    """One criterion that tells nobody apart, and why."""

    criterion: Criterion
    text: str


def flat_for(member: Member) -> list[Flat]:
    """What this person may know: facts are everybody's, prices are not."""
    selection = member.selection
    return [*flat_facts(selection), *(flat_prices(selection) if may_see_prices(member) else [])]


def flat_facts(selection: Selection) -> list[Flat]:
    vendors, facts = list(active(selection)), official_facts(selection)
    found = []
    for row in measured(selection):
        known = [facts.get((row.pk, vendor.pk)) for vendor in vendors]
        raw = [float(fact.value) if fact else None for fact in known]
        found += _flat(selection, row, raw)
    return found


def flat_prices(selection: Selection) -> list[Flat]:
    rows = selection.criteria.filter(kind=Kind.PRICE).select_related("parent", "heading")
    costs = costing.money(selection) if rows else []
    found = []
    for row in rows:
        amounts = [cost.tco if row.basis == "tco" else cost.quote for cost in costs]
        found += _flat(selection, row, [None if minor is None else round(minor) / 100 for minor in amounts])
    return found


def _flat(selection: Selection, row: Criterion, raw: list[float | None]) -> list[Flat]:
    """The criterion if it has weight and all its values are one; none while something is missing."""
    leaf = criterion_node(row)
    has_weight = bool(row.weight and row.parent and row.parent.weight)
    reason = flat_reason(raw, leaf["value_function"]) if has_weight and len(row.points) > 1 else None
    return [Flat(row, why_flat(leaf, reason, selection.currency, years=selection.horizon))] if reason else []


def why_flat(leaf: CriterionEntry, reason: str, currency: str, *, years: int) -> str:
    """Why a criterion of a decision file tells nobody apart, with the end of the scale that all lie beyond."""
    if reason == "equal":
        return _("every vendor has the same value, so it cannot tell them apart.")
    worth = "0" if reason == "clipped_low" else "100"
    what = money_name(leaf["basis"], years) if leaf["kind"] == "price" else _("fact")
    words = _(
        "every %(what)s lies beyond the end of the scale at %(end)s and is worth %(worth)s points, "
        "so it cannot tell the vendors apart."
    )
    return words % {"what": what, "end": _end(leaf, currency, worth=worth), "worth": worth}


def _end(leaf: CriterionEntry, currency: str, *, worth: str) -> str:
    """The outermost measured value that is worth so much, as people write it."""
    function = leaf["value_function"]
    assert function is not None, "facts that are worth the same have a value function"
    points = function["points"]
    x: str = points[0][0] if points[0][1] == worth else points[-1][0]
    if leaf["kind"] == "price":
        return money_text(round(float(x) * 100), currency)
    unit = pick((leaf["scale"] or {"unit": {"zh": "", "en": ""}})["unit"])[0]
    return f"{x}{unit}" if unit == "%" else f"{x} {unit}".strip()


def money_name(basis: str, years: int) -> str:
    """What the amounts of a price criterion are: a quote and a total over the years are two numbers."""
    return total_name(years) if basis == "tco" else _("quoted price")


def total_name(years: int) -> str:
    """Five-year total cost, or over as many years as the costs are entered for."""
    return _("%(count)s-year total cost") % {"count": numeral(years)}
