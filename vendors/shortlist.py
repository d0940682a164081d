"""What is known so far of each vendor on the list?"""

from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias, TypedDict

from django.db.models import Count, QuerySet
from django_stubs_ext import WithAnnotations

from selection.models import Member, Selection
from vendors import costing, screening
from vendors.facts import official_facts
from vendors.models import Vendor
from vendors.visibility import may_see_prices


class Counts(TypedDict):
    """How often something was said of a vendor, and how often shown."""

    claim_count: int
    evidence_count: int


CountedVendor: TypeAlias = "WithAnnotations[Vendor, Counts]"


@dataclass(frozen=True)
class Shortlisted:
    """One vendor: how many facts, what the must-haves say, and its costs for who may see them."""

    vendor: CountedVendor
    facts: int
    state: str
    cost: tuple[int, int | None] | None


def counted(selection: Selection) -> QuerySet[CountedVendor]:
    """Everybody, also who has withdrawn, with the number of claims and of evidence."""
    # Two joins multiply each other's rows: only distinct ones are counted.
    return selection.vendors.annotate(
        claim_count=Count("claims", distinct=True),
        evidence_count=Count("evidence", distinct=True),
    )


def shortlist(vendors: list[CountedVendor], member: Member) -> list[Shortlisted]:
    filled = [vendor for _criterion, vendor in official_facts(member.selection)]
    states = screening.overall(screening.states(member.selection))
    costs = _costs(member.selection) if may_see_prices(member) else {}
    return [Shortlisted(row, filled.count(row.pk), states.get(row.pk, ""), costs.get(row.pk)) for row in vendors]


def _costs(selection: Selection) -> dict[int, tuple[int, int | None]]:
    """How many costs each vendor has in the official scenario, and what they come to in all."""
    entered, scenario = costing.books(selection), costing.official(selection).scenario
    counts = Counter(series.vendor_id for series in entered.series if series.scenario == scenario)
    counts.update(price.vendor_id for price in entered.prices)
    found = costing.money(selection, read=entered)
    return {
        cost.vendor.pk: (counts[cost.vendor.pk], None if cost.tco is None else round(cost.tco))
        for cost in found
        if counts[cost.vendor.pk]
    }
