"""Do vendors, their statements and their costs come back from a decision file as they were?"""

import pytest

from criteria.models import Criterion
from selection.models import Requirement, Selection
from tests import cast
from vendors import canonical
from vendors.models import Evidence, Fact, Origin, SeatPlan, Vendor

LEAF = Criterion(code="T2")
WHO = Vendor(code="Q")
LABEL = {"zh": "", "en": "Licence"}
STATEMENTS = [("T2", LEAF), (None, None)]


def test_a_fact_comes_back():
    node = {"criterion": "T2", "value": "-0.125", "level": "reference", "source": "p. 4"}
    assert canonical.fact_node(canonical.fact_row(node, vendor=WHO, criterion=LEAF)) == node


@pytest.mark.parametrize(("code", "leaf"), STATEMENTS)
def test_a_claim_comes_back(code, leaf):
    node = {"criterion": code, "text": "Ten thousand seats", "source": ""}
    assert canonical.claim_node(canonical.claim_row(node, vendor=WHO, criterion=leaf)) == node


@pytest.mark.parametrize(("code", "leaf"), STATEMENTS)
def test_evidence_comes_back(code, leaf):
    node = {"criterion": code, "level": "none", "title": "Visit", "source": "minutes"}
    assert canonical.evidence_node(canonical.evidence_row(node, vendor=WHO, criterion=leaf)) == node


@pytest.mark.parametrize("quoted", [True, False])
def test_a_cost_and_a_price_per_seat_come_back(quoted):
    about = {"item": "K07", "label": LABEL, "quoted": quoted}
    cost = {**about, "scenario": "fast", "year": 0, "amount": 1}
    price = {**about, "price": 123_456, "minimum": 50}
    assert canonical.cost_node(canonical.cost_row(cost, vendor=WHO)) == cost
    assert canonical.seat_price_node(canonical.seat_price_row(price, vendor=WHO)) == price


@pytest.mark.parametrize("state", ["pass", "fail", "pending"])
def test_a_judgement_comes_back(state):
    node = {"vendor": "Q", "state": state, "note": "seen"}
    assert canonical.judgement_node(canonical.judgement_row(node, requirement=Requirement(), vendor=WHO)) == node


@pytest.mark.django_db
def test_a_vendor_comes_back_with_all_that_hangs_on_it_and_without_what_a_poc_proved():
    selection = cast.committee().selection
    leaf = Criterion.objects.create(selection=selection, code="T2", kind="measured")
    statement = {"criterion": "T2", "level": "documented", "source": ""}
    node = {
        "code": "Q",
        "name": {"zh": "秋", "en": ""},
        "kind": {"zh": "", "en": "On site"},
        "withdrawn": "left in May",
        "facts": [statement | {"value": "7"}],
        "claims": [{"criterion": None, "text": "All of it", "source": ""}],
        "evidence": [statement | {"title": "Paper"}],
        "costs": [{"item": "K01", "label": LABEL, "quoted": True, "scenario": "base", "year": 2, "amount": 0}],
        "seat_prices": [],
    }
    vendor = canonical.vendor_row(node, selection=selection)
    vendor.save()
    for rows in canonical.parts(node, vendor=vendor, criteria={"T2": leaf}):
        for row in rows:
            row.save()
    Fact.objects.create(vendor=vendor, criterion=leaf, origin=Origin.POC, value="9", level="poc")
    Evidence.objects.create(vendor=vendor, criterion=leaf, origin=Origin.POC, level="poc", title="P-01")
    assert canonical.vendors(selection) == [node]


@pytest.mark.django_db
def test_a_seat_plan_comes_back():
    selection = cast.committee().selection
    plan = {"base": [1, 0, 3], "slow": [2]}
    SeatPlan.objects.bulk_create(canonical.seat_plan_rows(plan, selection=selection))
    assert canonical.seat_plan(selection) == plan
    assert canonical.seat_plan(Selection(pk=selection.pk + 1)) == {}
