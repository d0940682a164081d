"""Do costs, seats and their spread behave at their edges?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.evidence import Pert, Triangular
from analysis.tco import (
    break_even,
    break_even_seats,
    cash_flow,
    cost_range,
    discount_factors,
    downtime_hours,
    drawn_seats,
    equivalent_annual_cost,
    escalated,
    fixed,
    growing_seats,
    growth_wall,
    hidden_share,
    nominal_rate,
    outage_loss,
    pert,
    present_value,
    scenario,
    seat_cost,
    tiered_cost,
    total_cost,
    triangular,
    uniform,
    usage_cost,
)

NAN = float("nan")


def test_timing_moves_yearly_amounts_only():
    flow = [100, 110, 121]
    assert present_value(flow, 0.1) == pytest.approx(300)
    assert present_value(flow, 0.1, timing="start") == pytest.approx(100 + 110 + 110)
    assert present_value(flow, 0.21, timing="mid") == pytest.approx(100 + 110 / 1.1 + 121 / 1.331)
    assert present_value(flow, 0.0) == 331


def test_a_growing_annuity_has_its_closed_form():
    first, growth, rate, years = 1000.0, 0.05, 0.08, 7
    flow = [0.0] + [first * (1 + growth) ** t for t in range(years)]
    closed = first / (rate - growth) * (1 - ((1 + growth) / (1 + rate)) ** years)
    assert present_value(flow, rate) == pytest.approx(closed)
    same = [0.0] + [first * (1 + rate) ** t for t in range(years)]
    assert present_value(same, rate) == pytest.approx(years * first / (1 + rate))


def test_the_last_tier_may_have_no_end():
    assert tiered_cost([150], [[100, 10], [None, 8]]).tolist() == [1400.0]


def test_equal_costs_share_first_place_and_meet_the_budget_whatever_the_rounding():
    found = cost_range({"A": {"x": 0.1, "y": 0.2}, "B": {"z": 0.3}}, rng=np.random.default_rng(1), budget=0.3)
    assert (found.cheapest.tolist(), found.over_budget.tolist()) == ([0.5, 0.5], [0.0, 0.0])


def test_break_even_is_none_within_the_horizon():
    assert break_even([100, 10], [0, 20]).years is None
    assert break_even([0, 10], [0, 20]).years == 0.0
    assert break_even_seats(lambda n: [100, n], lambda n: [0, n]) is None


def test_growth_walls_and_seats():
    assert growing_seats(10, 0.5, 3) == [10, 15, 23]
    assert growth_wall([20, 30, 50], 20).expected == 2
    assert growth_wall([20], 20).expected is None
    found = growth_wall([[10, 20, 30], [10, 10, 10], [40, 5, 5]], 25, probabilities=[0.5, 0.3, 0.2])
    assert found.probability == pytest.approx([0.2, 0.2, 0.7])
    assert (found.first_years[[0, 2]].tolist(), np.isnan(found.first_years[1]), found.ever) == ([3, 1], True, 0.7)
    plans = drawn_seats(100, triangular(0.0, 0.1, 0.3), 5, rng=np.random.default_rng(1), size=500)
    assert plans.shape == (500, 5)
    assert np.all(np.diff(growth_wall(plans, 130).probability) >= 0)


def test_the_spread_of_costs_shares_common_factors():
    offers = {
        "A": {"seats:licence": triangular(100, 100, 100)},
        "B": {"seats:licence": triangular(101, 101, 101)},
    }
    growth = {"seats": triangular(0.5, 1.0, 2.0)}
    found = cost_range(offers, rng=np.random.default_rng(2), common=growth, budget=120)
    assert found.cheapest.tolist() == [1.0, 0.0]
    assert 0 < found.over_budget[0] < found.over_budget[1] < 1
    assert np.all(np.diff(found.quantiles, axis=1) > 0)


def test_equal_costs_share_being_cheapest():
    offers = {name: {"fee": triangular(5, 5, 5)} for name in "AB"}
    assert cost_range(offers, rng=np.random.default_rng(2)).cheapest.tolist() == [0.5, 0.5]


def test_pert_draws_agree_with_its_moments():
    pert = Pert(2, 5, 14)
    draws = pert.draw(np.random.default_rng(1), 100_000)
    assert (draws.mean(), draws.std()) == pytest.approx((6.0, pert.sd), abs=0.02)
    assert pert.quantile([0.1, 0.9]) == pytest.approx(np.quantile(draws, [0.1, 0.9]), abs=0.05)
    assert Pert(5, 5, 5).draw(np.random.default_rng(1), 2).tolist() == [5, 5]
    assert Pert(5, 5, 5).quantile([0.5]).tolist() == [5.0]


def test_no_cost_has_no_hidden_share():
    assert hidden_share(0, 0) is None


def test_a_total_says_what_is_missing():
    found = total_cost(
        {"K01": escalated(100, 3, rate=0.1), "K02": [50, 0, 0, 0], "K06": [np.nan] * 4, "K09": None}, rate=0
    )
    assert (found.present_value, found.missing, found.is_complete) == (pytest.approx(381.0), ("K06", "K09"), False)
    assert found.by_year == pytest.approx([50, 100, 110, 121])
    assert found.annual == pytest.approx(127.0)
    late = total_cost({"K01": [0, 100], "K09": [0, 10]}, rate=0.25, timing="start", timings={"K09": "end"})
    assert late.by_item == pytest.approx({"K01": 100.0, "K09": 8.0})


def test_without_any_number_there_is_no_total():
    for nothing in (None, [], NAN, [NAN, NAN]):
        found = total_cost({"K01": nothing})
        assert (found.missing, found.is_complete, found.by_item) == (("K01",), False, {})
        assert np.isnan([found.present_value, found.undiscounted, found.annual, *found.by_year]).all()
        beside = total_cost({"K01": nothing, "K02": [50, 108]})
        assert (beside.present_value, beside.missing) == (pytest.approx(150), ("K01",))


def test_many_flows_are_worth_what_each_is():
    plans = drawn_seats(100, Triangular(0.0, 0.1, 0.4), 4, rng=np.random.default_rng(2), size=300)
    yearly = seat_cost(plans, price=30, minimum=120, escalation=0.05)
    flow = cash_flow([(0, 5000), (3, 200)], 4, seats=[yearly, usage_cost([10, 20, 30, 40], price=2)])
    worth = present_value(flow, 0.08, timing="mid")
    assert (yearly.shape, flow.shape, worth.shape) == ((300, 4), (300, 5), (300,))
    one = [(0, 5000), (3, 200)], [seat_cost(plans[7], price=30, minimum=120, escalation=0.05), [20, 40, 60, 80]]
    assert worth[7] == pytest.approx(present_value(cash_flow(one[0], 4, seats=one[1]), 0.08, timing="mid"))
    assert np.all(np.diff(np.quantile(worth, [0.1, 0.5, 0.9])) > 0)
    assert equivalent_annual_cost(worth, 0.08, 4)[7] == equivalent_annual_cost(worth[7], 0.08, 4)
    assert escalated(worth, 2, rate=0.1)[7] == pytest.approx(escalated(worth[7], 2, rate=0.1))


def test_amounts_may_be_distributions_and_numbers():
    by_sampler = {"A": {"seats:licence": fixed(100), "exit": pert(1, 2, 9)}}
    plainly = {"A": {"seats:licence": 100, "exit": Pert(1, 2, 9)}}
    one, two = (
        cost_range(offers, rng=np.random.default_rng(3), common={"seats": growth}, samples=500)
        for offers, growth in ((by_sampler, fixed(1.5)), (plainly, 1.5))
    )
    assert one.quantiles.tobytes() == two.quantiles.tobytes()
    assert drawn_seats(10, 0.5, 3, rng=np.random.default_rng(1), size=2).tolist() == [[10, 15, 23]] * 2


def test_an_infinite_cap_is_never_exceeded():
    assert growth_wall([10, 20], np.inf).expected is None


@given(st.floats(0, 0.3), st.integers(1, 8), st.sampled_from(["end", "mid", "start"]))
def test_the_total_is_the_sum_of_its_items_and_of_its_years(rate, horizon, timing):
    items = {"a": np.arange(horizon + 1.0), "b": np.full(horizon + 1, 7.0)}
    found = total_cost(items, rate=rate, timing=timing)
    assert found.present_value == pytest.approx(sum(found.by_item.values()))
    assert found.present_value == pytest.approx(found.present_by_year.sum())
    assert found.present_value == pytest.approx(present_value(found.by_year, rate, timing=timing))


@given(st.floats(0, 400), st.floats(0, 400))
def test_sliced_tiers_never_fall_and_agree_with_whole_ones_in_the_first(a, b):
    tiers = [[100, 10], [300, 8], [np.inf, 5]]
    low, high = tiered_cost(sorted((a, b)), tiers)
    assert 0 <= low <= high
    if a <= 100:
        assert tiered_cost(a, tiers) == pytest.approx(float(tiered_cost(a, tiers, rule="whole")))


def test_offers_that_cost_the_same_from_the_start_have_no_crossing_there():
    assert break_even([0, 10], [0, 5]).years is None
    assert break_even([0, 10, 0], [0, 5, 20]).years == pytest.approx(1 + 5 / 20)
    assert break_even([5, 5], [5, 5]).years is None
    assert break_even([100, 0], [0, 100]).years == pytest.approx(1.0)


def test_seats_that_break_even_are_above_zero():
    assert break_even_seats(lambda n: [0, 10 * n], lambda n: [0, 12 * n]) is None
    assert break_even_seats(lambda n: [0, n], lambda n: [0, n]) is None
    assert break_even_seats(lambda n: [0, 0.1 * n * 3, 0.7 * n], lambda n: [0, 0.3 * n, 0.1 * n * 7]) is None
    steps = break_even_seats(lambda n: [0, 12 * max(n, 50)], lambda n: [900, 3 * n])
    assert steps == pytest.approx(100.0)


def test_every_sampler_has_its_mean():
    rng = np.random.default_rng(1)
    draws = {"uniform": uniform(2, 4), "triangular": triangular(1, 2, 6), "pert": pert(1, 2, 9), "fixed": fixed(3)}
    draws["scenario"] = scenario([1, 5], [1, 1])
    for name, draw in draws.items():
        assert draw(rng, 50_000).mean() == pytest.approx(3.0, abs=0.03), name


def test_the_same_seed_gives_the_same_bytes():
    offers = {"A": {"x": pert(1, 2, 9)}, "B": {"x": uniform(1, 4)}}
    one, two = (cost_range(offers, rng=np.random.default_rng(3), samples=500) for _ in range(2))
    assert one.quantiles.tobytes() == two.quantiles.tobytes()
    assert one.cheapest_error[0] == pytest.approx(np.sqrt(one.cheapest[0] * (1 - one.cheapest[0]) / 500))


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: present_value([1], -1), "rate"),
        (lambda: present_value([1], 0.1, timing="never"), "timing"),
        (lambda: present_value([], 0.1), "flow"),
        (lambda: cash_flow([(6, 1.0)], 5), "lines"),
        (lambda: cash_flow([], 5, seats=[seat_cost([1], price=1)]), "seats"),
        (lambda: break_even([1, 2], [1]), "second"),
        (lambda: break_even_seats(lambda n: [0], lambda n: [0], most=0), "most"),
        (lambda: total_cost({"K01": [1, 2], "K02": [1]}), "items"),
        (lambda: total_cost({}), "items"),
        (lambda: total_cost([[1, 2]]), "items"),
        (lambda: total_cost({"K01": [1]}, rate=None), "rate"),
        (lambda: total_cost({"K01": [1]}, timings={"K02": "end"}), "timings"),
        (lambda: total_cost({"K01": [1]}, timings="end"), "timings"),
        (lambda: cash_flow([5, 6], 3), "lines"),
        (lambda: cost_range({"A": {"x": 1}}, rng=np.random.default_rng(1), common=[1]), "common"),
        (lambda: present_value([1], 0.1, timing=["end"]), "timing"),
        (lambda: break_even([1, NAN], [1, 2]), "first"),
        (lambda: break_even([1, 2], [1, NAN]), "second"),
        (lambda: break_even_seats(lambda n: [NAN], lambda n: [1]), "first"),
        (lambda: break_even_seats(lambda n: [1, n], lambda n: [9]), "second"),
        (lambda: break_even_seats(lambda n: [0], lambda n: [0], most=None), "most"),
        (lambda: growth_wall([10, 20, 30], NAN), "limit"),
        (lambda: growth_wall([10, 20, 30], None), "limit"),
        (lambda: present_value([1], "high"), "rate"),
        (lambda: present_value(5, 0.1), "flow"),
        (lambda: discount_factors(-1, 0.1), "horizon"),
        (lambda: cash_flow([(1.5, 1)], 3), "lines"),
        (lambda: cash_flow([(1, "much")], 3), "lines"),
        (lambda: cash_flow([], 3, seats=[np.ones((2, 3)), np.ones((4, 3))]), "seats"),
        (lambda: cash_flow([], 3, seats=[5]), "seats"),
        (lambda: escalated("much", 3), "amount"),
        (lambda: escalated(1, 3, rate=-1), "rate"),
        (lambda: equivalent_annual_cost(1, None, 1), "rate"),
        (lambda: tiered_cost([60], [[None, 100], [90, 60]]), "tiers"),
        (lambda: tiered_cost([60], [[10, 100], [90, np.inf]]), "tiers"),
        (lambda: seat_cost([-5], price=1), "seats"),
        (lambda: seat_cost([5], price=None), "price"),
        (lambda: seat_cost([5], price=1, minimum=-1), "minimum"),
        (lambda: usage_cost([5], price=None), "price"),
        (lambda: growing_seats(NAN, 0.1, 3), "first"),
        (lambda: growing_seats(1, 0.1, None), "horizon"),
        (lambda: drawn_seats(1, None, 3, rng=np.random.default_rng(1)), "growth"),
        (lambda: drawn_seats(1, 0.1, 0, rng=np.random.default_rng(1)), "horizon"),
        (lambda: cost_range([1], rng=np.random.default_rng(1)), "offers"),
        (lambda: cost_range({"A": {"x": None}}, rng=np.random.default_rng(1)), "offers"),
        (lambda: cost_range({"A": {"x": lambda rng, size: [1]}}, rng=np.random.default_rng(1)), "offers"),
        (lambda: cost_range({"A": {"x": 1}}, rng=np.random.default_rng(1), samples=0), "samples"),
        (lambda: cost_range({"A": {"x": 1}}, rng=np.random.default_rng(1), budget=NAN), "budget"),
        (lambda: fixed(None), "amount"),
        (lambda: escalated(1, 3, first=4), "first"),
        (lambda: equivalent_annual_cost(1, 0.1, 0), "years"),
        (lambda: nominal_rate(-1, 0), "real"),
        (lambda: seat_cost([1], price=1, escalation=-1), "escalation"),
        (lambda: tiered_cost([1], [[0, 1]]), "tiers"),
        (lambda: tiered_cost([1], [1, 2]), "tiers"),
        (lambda: tiered_cost([11], [[10, 1]]), "volume"),
        (lambda: tiered_cost([1], [[10, 1]], rule="odd"), "rule"),
        (lambda: usage_cost([-1], price=1), "volume"),
        (lambda: downtime_hours(101), "availability"),
        (lambda: outage_loss(-1, loss_per_hour=1), "hours"),
        (lambda: outage_loss(1, loss_per_hour=1, service_share=2), "service_share"),
        (lambda: growing_seats(-1, 0.1, 2), "first"),
        (lambda: growth_wall([np.nan], 1), "seats"),
        (lambda: growth_wall([[1], [2]], 1, probabilities=[1]), "probabilities"),
        (lambda: cost_range({}, rng=np.random.default_rng(1)), "offers"),
        (lambda: cost_range({"A": {"x:y": fixed(1)}}, rng=np.random.default_rng(1)), "common"),
        (lambda: uniform(2, 1), "low"),
        (lambda: scenario([1, 2], [1]), "probabilities"),
        (lambda: triangular(3, 2, 1), "mode"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()
