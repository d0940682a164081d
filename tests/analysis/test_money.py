"""Do costs, returns and values of information behave at their edges?"""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import norm

from analysis import information, normal
from analysis.evidence import WIDTHS, Pert, Triangular, calibrated, evidence_distribution
from analysis.returns import (
    dated_internal_rate,
    dated_present_value,
    internal_rate,
    labour_saving,
    modified_internal_rate,
    payback,
    return_on_investment,
)
from analysis.screening import judge
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


@given(hnp.arrays(float, st.integers(2, 6), elements=st.integers(1, 100).map(float)), st.floats(0.01, 0.5))
def test_the_internal_rate_makes_the_worth_zero(inflows, share):
    flow = np.concatenate([[-share * inflows.sum()], inflows])
    found = internal_rate(flow)
    assert found.sign_changes == 1
    if found.rate is not None:
        assert present_value(flow, found.rate) == pytest.approx(0, abs=1e-6 * inflows.sum())


def test_no_change_of_sign_has_no_rate_and_two_are_flagged():
    assert internal_rate([-5, -6]).rate is None
    assert internal_rate([-100, 230, -132]).sign_changes == 2
    assert internal_rate([-100, 230, -132]).rate == pytest.approx(0.1)
    assert modified_internal_rate([-5, -6], finance=0.1, reinvest=0.1) is None


def test_dated_payments_count_days():
    days = [date(2025, 1, 1), date(2025, 7, 2), date(2026, 1, 1)]
    flow = [-1000.0, 500.0, 600.0]
    rate = dated_internal_rate(flow, days).rate
    assert dated_present_value(flow, days, rate) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("flow", "years"),
    [([10, -200, 50, 60], None), ([100, -200, 50, 60], 2 + 50 / 60), ([100, -50], 0.0), ([0, 0], 0.0), ([-5, 5], 1.0)],
)
def test_payback_counts_from_when_money_is_owed(flow, years):
    assert payback(flow) == (None if years is None else pytest.approx(years))


def test_the_last_tier_may_have_no_end():
    assert tiered_cost([150], [[100, 10], [None, 8]]).tolist() == [1400.0]


def test_equal_costs_share_first_place_and_meet_the_budget_whatever_the_rounding():
    found = cost_range({"A": {"x": 0.1, "y": 0.2}, "B": {"z": 0.3}}, rng=np.random.default_rng(1), budget=0.3)
    assert (found.cheapest.tolist(), found.over_budget.tolist()) == ([0.5, 0.5], [0.0, 0.0])


def test_payback_is_linear_inside_the_year():
    assert payback([-100, 40, 120]) == pytest.approx(1.5)
    assert payback([0, 5]) == 0.0
    assert payback([-100, 40]) is None


def test_a_plan_without_costs_has_no_return():
    found = return_on_investment([0, 0], [0, 10])
    assert (found.on_present_cost, found.on_cost, found.rate.rate) == (None, None, None)


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


@given(st.floats(0, 100), st.sampled_from(sorted(WIDTHS)))
def test_evidence_stays_on_the_scale(value, level):
    found = evidence_distribution(value, level)
    assert 0 <= found.low <= found.mode <= found.high <= 100
    assert found.low - 1e-9 <= found.mean <= found.high + 1e-9


def test_better_evidence_is_narrower():
    sds = [evidence_distribution(60, level).sd for level in WIDTHS if level != "none"]
    assert sds == sorted(sds, reverse=True)


def test_pert_draws_agree_with_its_moments():
    pert = Pert(2, 5, 14)
    draws = pert.draw(np.random.default_rng(1), 100_000)
    assert (draws.mean(), draws.std()) == pytest.approx((6.0, pert.sd), abs=0.02)
    assert pert.quantile([0.1, 0.9]) == pytest.approx(np.quantile(draws, [0.1, 0.9]), abs=0.05)
    assert Pert(5, 5, 5).draw(np.random.default_rng(1), 2).tolist() == [5, 5]
    assert Pert(5, 5, 5).quantile([0.5]).tolist() == [5.0]


def test_two_normals_have_a_closed_form():
    gap, s = 2.0, np.hypot(3.0, 4.0)
    found = information.value_of_cells([50, 48], [1.0], [[3.0], [4.0]])
    assert found == pytest.approx(s * norm.pdf(gap / s) - gap * norm.cdf(-gap / s), abs=1e-9)


@given(
    hnp.arrays(float, 4, elements=st.floats(40, 60)),
    hnp.arrays(float, (4, 3), elements=st.floats(0, 20)),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_partial_information_lies_between_nothing_and_everything(totals, sd, known):
    weights = [0.5, 0.3, 0.2]
    everything = information.value_of_cells(totals, weights, sd)
    part = information.value_of_cells(totals, weights, sd, known=known)
    assert -1e-9 <= part <= everything + 1e-7
    assert information.value_of_cells(totals, weights, sd, known=[False] * 3) == 0.0


def test_perfect_information_agrees_with_simulation():
    totals, sd = np.array([50.0, 49.0, 45.0]), np.array([[4.0], [6.0], [0.0]])
    draws = np.random.default_rng(3).normal(totals, sd[:, 0], (400_000, 3))
    found = information.value_from_sample(draws)
    assert information.value_of_cells(totals, [1.0], sd) == pytest.approx(found.value, abs=4 * found.standard_error)


def test_one_option_and_a_certain_choice_are_worth_nothing():
    assert information.value_of_cells([50], [1.0], [[9.0]]) == 0.0
    assert information.value_of_cells([50, 20], [1.0], [[0.0], [0.0]]) == 0.0
    assert information.expected_value_of_perfect_information([[1, 5]], [0.5, 0.5]) == 0.0


def test_a_test_plan_stays_inside_its_days_and_never_loses():
    totals, weights = [50, 49, 40], [0.5, 0.3, 0.2]
    sd = [[10, 5, 1], [10, 5, 1], [1, 1, 1]]
    tests = {"AI": [0], "UX": [1], "SLA": [2]}
    plan = information.test_plan(totals, weights, sd, tests=tests, days={"AI": 4, "UX": 2, "SLA": 2}, most_days=7)
    assert [step.name for step in plan] == ["AI", "UX"]
    assert plan[-1].total == pytest.approx(information.value_of_cells(totals, weights, sd, known=[True, True, False]))
    assert information.test_plan(totals, weights, sd, tests=tests, days=dict.fromkeys(tests, 9), most_days=7) == []


def test_what_cannot_change_the_decision_is_not_tested():
    plan = information.test_plan([90, 10], [1.0], [[0.1], [0.1]], tests={"AI": [0]}, days={"AI": 1}, most_days=9)
    assert plan == []


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
        (lambda: modified_internal_rate([-1, 2], finance=-1, reinvest=0), "finance"),
        (lambda: payback([-1, 2], rate=-1), "rate"),
        (lambda: return_on_investment([1], [1], realisation=2), "realisation"),
        (lambda: labour_saving([1], wage=1, realisation=2), "realisation"),
        (lambda: dated_internal_rate([1, 2], ["2025-01-01"]), "flow"),
        (lambda: triangular(3, 2, 1), "mode"),
        (lambda: dated_present_value([1], [date(2025, 1, 1)], -1), "rate"),
        (lambda: dated_internal_rate([1, 2], [date(2025, 1, 2), date(2025, 1, 1)]), "days"),
        (lambda: return_on_investment([1, 2], [1]), "benefits"),
        (lambda: Pert(3, 2, 1), "mode"),
        (lambda: evidence_distribution(50, "rumour"), "level"),
        (lambda: evidence_distribution(101, "poc"), "value"),
        (lambda: calibrated(1, 1, -1), "n"),
        (lambda: information.expected_value_of_perfect_information([[1, 2]], [1]), "probability"),
        (lambda: normal.expected_maximum([1, 2], [1]), "sd"),
        (lambda: information.value_of_cells([1], [1], [[1], [1]]), "sd"),
        (lambda: information.expected_value_of_test([1], [1], [[1]], tested=[True], error_sd=-1), "error_sd"),
        (lambda: judge(Decimal(1), None, ">", Decimal(2)), "operator"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()


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


def test_payback_ignores_years_before_anything_is_spent():
    assert payback([0, -100, 200]) == pytest.approx(1.5)
    assert payback([0, 5, 5]) == 0.0


def test_an_ambiguous_rate_shows_all_roots():
    found = internal_rate([-100, 230, -132])
    assert (found.is_ambiguous, found.roots) == (True, pytest.approx((0.1, 0.2)))
    assert internal_rate([0, 0]).rate is None


def test_days_may_be_written_out():
    assert dated_internal_rate([-1000, 1100], ["2025-01-01", "2026-01-01"]).rate == pytest.approx(0.1)


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


def test_dated_rates_of_the_spreadsheet():
    """Microsoft Support, XNPV and XIRR function pages."""
    flow = [-10_000, 2_750, 4_250, 3_250, 2_750]
    days = ["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"]
    assert dated_present_value(flow, days, 0.09) == pytest.approx(2086.65, abs=0.006)
    assert dated_internal_rate(flow, days).rate == pytest.approx(0.373362535, abs=1e-6)


def test_modified_rates_of_the_spreadsheet():
    """Microsoft Support, MIRR function page."""
    flow = [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000]
    assert modified_internal_rate(flow, finance=0.10, reinvest=0.12) == pytest.approx(0.126094, abs=1e-6)
    assert modified_internal_rate(flow[:4], finance=0.10, reinvest=0.12) == pytest.approx(-0.048045, abs=1e-6)
    assert modified_internal_rate(flow, finance=0.10, reinvest=0.14) == pytest.approx(0.134759, abs=1e-6)
