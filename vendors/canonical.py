"""What of a decision file is the vendors': what they say, prove and cost, and how the needs judge them?"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TypedDict

from django.db.models import Model, Prefetch, QuerySet

from analysis.decision_file.typed import (
    ClaimEntry,
    CostEntry,
    EvidenceEntry,
    FactEntry,
    JudgementEntry,
    NeedEntry,
    SeatPriceEntry,
    Text,
    VendorEntry,
)
from criteria.canonical import rule_node
from criteria.models import Criterion
from selection.canonical import requirement_node
from selection.languages import columns, texts_of
from selection.models import Requirement, Selection
from vendors.models import Claim, CostLine, Evidence, Fact, Judgement, Origin, SeatPlan, SeatPrice, Vendor


class Costly(Protocol):
    """A row, or rows of several years, that say what is paid for."""

    @property
    def item(self) -> str: ...

    @property
    def label_zh(self) -> str: ...

    @property
    def label_en(self) -> str: ...

    @property
    def is_quoted(self) -> bool: ...


class CostKind(TypedDict):
    """What an amount or a price per seat is for."""

    item: str
    label: Text
    quoted: bool


def vendors(selection: Selection) -> list[VendorEntry]:
    return [vendor_node(vendor) for vendor in rows(selection)]


def rows(selection: Selection) -> QuerySet[Vendor]:
    of_criteria = [codes_of(f"{part}__criterion") for part in ("facts", "claims", "evidence")]
    return selection.vendors.prefetch_related(*of_criteria, "cost_lines", "seat_prices")


def codes_of(criteria: str) -> Prefetch[str]:
    """No more of the criteria than the file names of them here."""
    return Prefetch(criteria, Criterion.objects.only("code"))


def vendor_node(vendor: Vendor) -> VendorEntry:
    """Facts and evidence of a POC are no part of it: they follow from its trials."""
    return {
        "code": vendor.code,
        "name": texts_of(vendor, "name"),
        "kind": texts_of(vendor, "kind"),
        "withdrawn": vendor.withdrawn,
        "facts": [fact_node(row) for row in vendor.facts.all() if row.origin == Origin.PROCUREMENT],
        "claims": [claim_node(row) for row in vendor.claims.all()],
        "evidence": [evidence_node(row) for row in vendor.evidence.all() if row.origin == Origin.PROCUREMENT],
        "costs": [cost_node(row) for row in vendor.cost_lines.all()],
        "seat_prices": [seat_price_node(row) for row in vendor.seat_prices.all()],
    }


def vendor_row(node: VendorEntry, *, selection: Selection) -> Vendor:
    return Vendor(
        selection=selection,
        code=node["code"],
        withdrawn=node["withdrawn"],
        **columns("name", node["name"]),
        **columns("kind", node["kind"]),
    )


def parts(node: VendorEntry, *, vendor: Vendor, criteria: Mapping[str | None, Criterion]) -> Iterator[list[Model]]:
    """What hangs on a vendor, table by table."""
    yield [fact_row(one, vendor=vendor, criterion=criteria[one["criterion"]]) for one in node["facts"]]
    yield [claim_row(one, vendor=vendor, criterion=criteria.get(one["criterion"])) for one in node["claims"]]
    yield [evidence_row(one, vendor=vendor, criterion=criteria.get(one["criterion"])) for one in node["evidence"]]
    yield [cost_row(one, vendor=vendor) for one in node["costs"]]
    yield [seat_price_row(one, vendor=vendor) for one in node["seat_prices"]]


def fact_node(row: Fact) -> FactEntry:
    return {"criterion": row.criterion.code, "value": row.value, "level": row.level, "source": row.source}


def fact_row(node: FactEntry, *, vendor: Vendor, criterion: Criterion) -> Fact:
    return Fact(vendor=vendor, criterion=criterion, value=node["value"], level=node["level"], source=node["source"])


def claim_node(row: Claim) -> ClaimEntry:
    return {"criterion": row.criterion.code if row.criterion else None, "text": row.text, "source": row.source}


def claim_row(node: ClaimEntry, *, vendor: Vendor, criterion: Criterion | None) -> Claim:
    return Claim(vendor=vendor, criterion=criterion, text=node["text"], source=node["source"])


def evidence_node(row: Evidence) -> EvidenceEntry:
    code = row.criterion.code if row.criterion else None
    return {"criterion": code, "level": row.level, "title": row.title, "source": row.source}


def evidence_row(node: EvidenceEntry, *, vendor: Vendor, criterion: Criterion | None) -> Evidence:
    stated = {"level": node["level"], "title": node["title"], "source": node["source"]}
    return Evidence(vendor=vendor, criterion=criterion, **stated)


def kind_of_cost(row: Costly) -> CostKind:
    """What an amount or a price per seat is for."""
    return {"item": row.item, "label": {"zh": row.label_zh, "en": row.label_en}, "quoted": row.is_quoted}


def _kind(node: CostEntry | SeatPriceEntry) -> dict[str, Any]:
    return {"item": node["item"], "is_quoted": node["quoted"], **columns("label", node["label"])}


def cost_node(row: CostLine) -> CostEntry:
    return {**kind_of_cost(row), "scenario": row.scenario, "year": row.year, "amount": row.amount}


def cost_row(node: CostEntry, *, vendor: Vendor) -> CostLine:
    return CostLine(vendor=vendor, **_kind(node), scenario=node["scenario"], year=node["year"], amount=node["amount"])


def seat_price_node(row: SeatPrice) -> SeatPriceEntry:
    return {**kind_of_cost(row), "price": row.price, "minimum": row.minimum}


def seat_price_row(node: SeatPriceEntry, *, vendor: Vendor) -> SeatPrice:
    return SeatPrice(vendor=vendor, **_kind(node), price=node["price"], minimum=node["minimum"])


def seat_plan(selection: Selection) -> dict[str, list[int]]:
    """Scenario → seats of year 1, 2, …"""
    plan: dict[str, list[int]] = {}
    for row in SeatPlan.objects.filter(selection=selection).order_by("scenario", "year"):
        plan.setdefault(row.scenario, []).append(row.seats)
    return plan


def seat_plan_rows(plan: Mapping[str, list[int]], *, selection: Selection) -> Iterator[SeatPlan]:
    for scenario, counts in plan.items():
        for year, seats in enumerate(counts, start=1):
            yield SeatPlan(selection=selection, scenario=scenario, year=year, seats=seats)


def needs(selection: Selection) -> list[NeedEntry]:
    """Each need with the criteria that it hangs on, its rule, and what people said of every vendor."""
    found = selection.requirements.select_related("rule__criterion")
    return [need_node(row) for row in found.prefetch_related(codes_of("criteria"), "judgements__vendor")]


def need_node(row: Requirement) -> NeedEntry:
    return {
        **requirement_node(row),
        "criteria": [criterion.code for criterion in row.criteria.all()],
        "rule": rule_node(row),
        "judgements": [judgement_node(judgement) for judgement in row.judgements.all()],
    }


def judgement_node(row: Judgement) -> JudgementEntry:
    return {"vendor": row.vendor.code, "state": row.state, "note": row.note}


def judgement_row(node: JudgementEntry, *, requirement: Requirement, vendor: Vendor) -> Judgement:
    return Judgement(requirement=requirement, vendor=vendor, state=node["state"], note=node["note"])
