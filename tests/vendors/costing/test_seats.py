import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.cast import committee
from tests.vendors.builders import cost, vendor
from vendors.costing import record_seat_price, remove_seat_price, seat_plan, set_seat_plan
from vendors.models import SeatPrice

pytestmark = pytest.mark.django_db

BASE = [300, 336, 376, 421, 472]


@pytest.fixture
def cast():
    return committee()


def test_plan_is_replaced_as_a_whole_and_brings_its_scenarios(cast):
    set_seat_plan(cast.selection, plan={"base": BASE, "fast": [300] * 5, "slow": [None] * 5}, member=cast.bo)
    assert (seat_plan(cast.selection), cast.selection.scenarios) == (
        {"base": BASE, "fast": [300] * 5},
        ["base", "fast"],
    )
    set_seat_plan(cast.selection, plan={"slow": BASE}, member=cast.bo)
    assert (seat_plan(cast.selection), cast.selection.scenarios) == ({"slow": BASE}, ["base", "slow"])


def test_three_years_of_a_plan_of_five_name_the_missing_years(cast):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        set_seat_plan(cast.selection, plan={"base": [300, 336, 376]}, member=cast.bo)
    assert refused.value.messages == ["Base: the plan has 5 years, and the seats of years 4, 5 are missing."]
    assert seat_plan(cast.selection) == {}


def test_seats_below_zero_and_odd_names_are_refused(cast):
    for plan in ({"base": [-1, 1, 1, 1, 1]}, {"Base!": BASE}, {"base": [*BASE, 500]}):
        with pytest.raises(ValidationError):
            set_seat_plan(cast.selection, plan=plan, member=cast.bo)


def test_price_needs_seats_in_every_scenario_in_use(cast):
    row = vendor(cast.bo)
    with pytest.raises(ValidationError):
        record_seat_price(row, is_quoted=True, price=20000, member=cast.bo)
    assert not SeatPrice.objects.exists()
    set_seat_plan(cast.selection, plan={"base": BASE}, member=cast.bo)
    price = record_seat_price(row, is_quoted=True, price=20000, minimum=100, member=cast.bo)
    with pytest.raises(ValidationError):
        set_seat_plan(cast.selection, plan={}, member=cast.bo)
    record_seat_price(row, item="K07", is_quoted=False, price=1, member=cast.bo, replaces=price)
    assert [(one.item, one.price, one.minimum) for one in SeatPrice.objects.all()] == [("K07", 1, 0)]
    remove_seat_price(price, member=cast.bo)
    set_seat_plan(cast.selection, plan={}, member=cast.bo)


def test_price_below_zero_or_of_no_item_is_refused(cast):
    set_seat_plan(cast.selection, plan={"base": BASE}, member=cast.bo)
    row = vendor(cast.bo)
    for fields in ({"price": -1}, {"minimum": -1}, {"item": "K99"}):
        with pytest.raises(ValidationError):
            record_seat_price(row, **{"is_quoted": True, "price": 1, "member": cast.bo} | fields)


def test_line_in_a_scenario_without_seats_is_refused_beside_prices(cast):
    row = vendor(cast.bo)
    set_seat_plan(cast.selection, plan={"base": BASE}, member=cast.bo)
    record_seat_price(row, is_quoted=True, price=20000, member=cast.bo)
    with pytest.raises(ValidationError):
        cost(row, cast.bo, "K02", {1: 1}, scenarios=["fast"])


def test_more_seats_than_the_file_holds_are_refused_at_their_year():
    cast = committee()
    with pytest.raises(ValidationError) as refused:
        set_seat_plan(cast.selection, plan={"base": [10**7, 10**7 + 1, 20, 20, 20]}, member=cast.bo)
    assert list(refused.value.message_dict) == ["base_2"]
