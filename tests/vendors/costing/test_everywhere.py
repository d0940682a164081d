"""Does a cost of every growth path follow into those added later, and is nobody compared whose costs are missing?"""

import pytest
from django.utils import translation

from analysis.tco import lacks_costs
from reports import offers
from tests.cast import committee
from tests.reports.test_costs import words
from tests.vendors.builders import cost, vendor
from vendors.costing import books, incomplete, money, record_seat_price, remove_line, series_of, set_seat_plan
from vendors.models import CostLine
from vendors.pasting.cost_writing import write_costs

pytestmark = pytest.mark.django_db
PLAN = [15, 20, 25, 32, 40]


@pytest.fixture
def bo():
    return committee(discount_rate=0).bo


def lines(scenario):
    return [
        (line.vendor.code, line.item, line.year, line.amount)
        for line in CostLine.objects.filter(scenario=scenario).order_by("vendor__code", "item", "year")
    ]


def plan(bo, *codes):
    set_seat_plan(bo.selection, plan=dict.fromkeys(codes, PLAN), member=bo)


def test_a_cost_of_every_path_follows_into_one_added_later(bo):
    row = vendor(bo)
    cost(row, bo, "K02", {0: 300}, is_everywhere=True)
    cost(row, bo, "K05", {0: 70})
    plan(bo, "base", "fast")
    assert bo.selection.scenarios == ["base", "fast"]
    assert lines("fast") == [("A", "K02", 0, 30_000)]
    plan(bo, "base", "fast", "slow")
    assert lines("slow") == [("A", "K02", 0, 30_000)]


def test_a_pasted_block_of_every_path_follows_too(bo):
    row = vendor(bo)
    write_costs(row, "K03\t对接\t是\t12", unit="wan", scenarios=["base"], member=bo, is_everywhere=True)
    plan(bo, "base", "slow")
    assert lines("slow") == [("A", "K03", 0, 12_000_000)]


def test_a_path_that_goes_takes_its_copies_along(bo):
    cost(vendor(bo), bo, "K02", {0: 300}, is_everywhere=True)
    plan(bo, "base", "fast")
    plan(bo, "base")
    assert (bo.selection.scenarios, lines("fast"), lines("base")) == (["base"], [], [("A", "K02", 0, 30_000)])


def test_a_changed_amount_is_the_one_that_follows(bo):
    row = vendor(bo)
    cost(row, bo, "K02", {0: 300}, is_everywhere=True)
    (series,) = series_of(bo.selection)
    cost(row, bo, "K02", {0: 450}, replaces=series)
    plan(bo, "base", "fast")
    assert lines("fast") == [("A", "K02", 0, 45_000)]


def test_what_a_path_has_of_its_own_stays(bo):
    row = vendor(bo)
    cost(row, bo, "K02", {0: 300}, is_everywhere=True)
    cost(row, bo, "K02", {0: 500}, scenarios=["fast"])
    assert lines("fast") == [("A", "K02", 0, 50_000)]
    own = next(series for series in series_of(bo.selection) if series.scenario == "fast")
    remove_line(row, series=own, member=bo)
    assert (bo.selection.scenarios, lines("fast")) == (["base"], [])


@pytest.mark.parametrize(
    ("costs", "seats", "path", "lacks"),
    [
        ("K01 base", "", "base", False),
        ("K01 base", "", "fast", True),
        ("K01 base, K02 fast", "", "fast", True),
        ("K01 base, K01 fast", "", "fast", False),
        ("K02 base, K01 base, K02 fast", "K01", "fast", False),
        ("K02 base", "K01", "fast", True),
        ("K07 slow, K01 slow, K01 fast", "", "fast", False),
        ("", "K01", "base", False),
    ],
)
def test_costs_of_a_path_are_held_against_those_of_the_others(costs, seats, path, lacks):
    given = [entry.split() for entry in costs.split(", ") if entry]
    offer = {
        "costs": [{"item": item, "scenario": code} for item, code in given],
        "seat_prices": [{"item": item} for item in seats.split()],
    }
    assert lacks_costs(offer, path) == lacks


@pytest.fixture
def gaps(bo):
    """A pays its lines in the base path only and its seats in all; B pays everywhere."""
    first, second = vendor(bo, "", name_en="Alpha"), vendor(bo, "", name_en="Beta")
    plan(bo, "base", "slow")
    cost(first, bo, "K02", {0: 900_000})
    record_seat_price(first, is_quoted=True, price=100, member=bo)
    cost(second, bo, "K02", {0: 500_000}, scenarios=["base", "slow"])
    return first, second


def test_a_vendor_with_gaps_is_named_and_no_winner_stands_in_its_row(bo, gaps, client):
    first, _second = gaps
    assert (incomplete(books(bo.selection), "slow"), incomplete(books(bo.selection), "base")) == ([first], [])
    bo.user.language = "en"
    bo.user.save()
    client.force_login(bo.user)
    said = words(client.get(f"/s/{bo.selection.code}/costs/"))
    assert "Lowest cost" in said
    slow = said.split("Lowest cost", 1)[1].split("Slow", 1)[1].split("Base", 1)[0]
    assert "not compared:" in slow
    assert "–" in slow
    assert "Beta" not in slow


def test_growth_decides_nothing_where_somebody_is_not_compared(bo, gaps):
    known = money(bo.selection)[:1]
    with translation.override("en"):
        assert offers.growth_sentence({"slow": [], "base": known}) == "Lowest cost"
        assert offers.growth_sentence({"slow": known, "base": known}) == "Alpha has the lowest total cost at any growth"
