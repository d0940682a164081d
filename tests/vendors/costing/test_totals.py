import json
from pathlib import Path

import pytest

from selection.models import Member
from tests import analysis
from tests.cast import Committee, committee
from tests.rows import once
from tests.vendors.builders import cost, vendor
from vendors.costing import View, money, official, record_seat_price, set_seat_plan
from vendors.models import SeatPlan
from vendors.registry import withdraw_vendor

pytestmark = pytest.mark.django_db

CASE = json.loads((Path(analysis.__file__).parent / "cases" / "sample-case.json").read_text(encoding="utf-8"))
ITEMS = {"lic": "K01", "impl": "K02", "mig": "K05", "integ": "K03", "train": "K02", "ops": "K04", "grow": "K07"}


@pytest.fixture
def cast():
    return committee(discount_rate=0)


@pytest.fixture
def case(db):
    """The four offers of the sample case, in all three scenarios."""
    once("sample case", lambda: offers(committee(discount_rate=0)))
    members = {member.key: member for member in Member.objects.select_related("selection", "user")}
    return Committee(members["bo"].selection, members)


def offers(cast):
    for about in CASE["vendors"]:
        row = vendor(cast.bo, about["zh"])
        for item in CASE["tco"]["items"]:
            for scenario, costs in CASE["tco"]["cost"].items():
                amounts = dict(enumerate((amount * 10_000 for amount in costs[row.code][item["code"]]), start=1))
                cost(
                    row,
                    cast.bo,
                    ITEMS[item["code"]],
                    {year: round(amount) for year, amount in amounts.items()},
                    is_quoted=not item["outside_quote"],
                    scenarios=[scenario],
                    label_zh=item["zh"],
                )


def wan(minor):
    return round(minor / 1_000_000, 2)


def test_sample_case_costs_what_it_should(case):
    found = {row.vendor.code: wan(row.quote) for row in money(case.selection)}
    assert found == CASE["expected"]["quote"]
    for scenario, expected in CASE["expected"]["tco_total"].items():
        view = View(**{**vars(official(case.selection)), "scenario": scenario})
        assert {row.vendor.code: wan(row.tco) for row in money(case.selection, view=view)} == expected


def test_parts_and_years_add_up_to_the_total(case):
    for row in money(case.selection):
        assert sum(part.worth for part in row.parts) == pytest.approx(row.tco)
        assert sum(row.by_year) - sum(row.outside_by_year) == pytest.approx(row.quote)
        assert sum(row.outside_by_year) == pytest.approx(row.outside)
        assert len(row.parts) == 7


def test_shorter_look_leaves_the_later_years_out(case):
    view = View(**{**vars(official(case.selection)), "horizon": 3})
    first = money(case.selection, view=view)[0]
    assert (wan(first.quote), len(first.by_year)) == (222.0, 4)


def test_discounting_lowers_the_total_and_not_the_quote(case):
    view = View(**{**vars(official(case.selection)), "rate": 800})
    plain, discounted = money(case.selection)[0], money(case.selection, view=view)[0]
    assert discounted.tco < plain.tco
    assert discounted.quote == plain.quote


def test_seats_make_the_yearly_amounts(cast):
    row = vendor(cast.bo)
    set_seat_plan(cast.selection, plan={"base": [10, 15, 23, 23, 23]}, member=cast.bo)
    record_seat_price(row, is_quoted=True, price=30_000, minimum=12, member=cast.bo)
    cost(row, cast.bo, "K02", {0: 1000}, is_quoted=False)
    [found] = money(cast.selection)
    assert found.by_year == [100_000, 4_320_000, 5_400_000, 8_280_000, 8_280_000, 8_280_000]
    assert found.outside_by_year == [100_000, 0, 0, 0, 0, 0]
    assert [(part.item, part.is_quoted) for part in found.parts] == [("K02", False), ("K01", True)]


def test_nothing_entered_is_not_zero(cast):
    vendor(cast.bo)
    [found] = money(cast.selection)
    assert (found.quote, found.tco, found.hidden_share, found.parts) == (None, None, None, [])


def test_prices_without_seats_are_not_known(cast):
    set_seat_plan(cast.selection, plan={"base": [1] * 5}, member=cast.bo)
    row = vendor(cast.bo)
    record_seat_price(row, is_quoted=True, price=1, member=cast.bo)
    cost(row, cast.bo, "K02", {1: 1})
    SeatPlan.objects.all().delete()
    assert money(cast.selection)[0].tco is None


def test_withdrawn_vendor_has_no_cost(cast):
    row = vendor(cast.bo)
    cost(row, cast.bo)
    withdraw_vendor(row, member=cast.bo)
    assert money(cast.selection) == []


def test_totals_cost_the_same_at_any_number_of_vendors(cast, django_assert_num_queries):
    for number in range(4):
        cost(vendor(cast.bo, f"V{number}"), cast.bo)
        with django_assert_num_queries(4):
            assert len(money(cast.selection)) == number + 1
