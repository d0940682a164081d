import pytest
from django.utils import translation

from tests.cast import committee
from tests.vendors.builders import cost, vendor
from vendors.costing import View, gaps, official, record_seat_price, set_parameters, set_seat_plan
from vendors.models import SeatPlan
from vendors.registry import withdraw_vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    with translation.override("en"):
        yield committee()


def longer(cast):
    to = View(**{**vars(official(cast.selection)), "horizon": 5})
    set_parameters(cast.selection, to=to, member=cast.bo, version=cast.selection.version)


def test_complete_costs_have_no_gap(cast):
    cost(vendor(cast.bo), cast.bo, "K01")
    assert gaps(cast.selection) == []


def test_longer_horizon_opens_gaps_in_lines_and_plan(cast):
    cast.selection.horizon = 3
    cast.selection.save()
    row = vendor(cast.bo)
    cost(row, cast.bo, "K01", [1, 2, 3])
    set_seat_plan(cast.selection, plan={"base": [1, 2, 3]}, member=cast.bo)
    longer(cast)
    assert gaps(cast.selection) == [
        "A Licence or subscription (Base): the plan has 5 years, and years 4, 5 are missing. "
        "Write 0 where nothing is paid.",
        "Seat plan (Base): the plan has 5 years, and the seats of years 4, 5 are missing.",
    ]


def test_vendor_without_costs_in_a_scenario_of_others_is_named(cast):
    first, second = vendor(cast.bo), vendor(cast.bo, "灵犀")
    cost(first, cast.bo, "K02", {1: 1}, scenarios=["base", "fast"])
    cost(second, cast.bo, "K02", {1: 1})
    assert gaps(cast.selection) == ["B has no costs in the scenario “Fast”."]
    withdraw_vendor(second, member=cast.bo)
    assert gaps(cast.selection) == []


def test_price_per_seat_whose_plan_is_gone_is_named(cast):
    set_seat_plan(cast.selection, plan={"base": [1] * 5}, member=cast.bo)
    record_seat_price(vendor(cast.bo), is_quoted=True, price=1, member=cast.bo)
    SeatPlan.objects.all().delete()
    assert gaps(cast.selection) == ["There are prices per seat, but no seat plan for: Base."]
