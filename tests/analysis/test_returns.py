"""Are internal rates all the roots and no others, by date and timing, and is a missing payment refused?"""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.returns import (
    dated_internal_rate,
    dated_present_value,
    internal_rate,
    labour_saving,
    modified_internal_rate,
    payback,
    return_on_investment,
)
from analysis.tco import present_value
from analysis.tco.flow import PERCENT

NAN = float("nan")


@pytest.mark.parametrize(
    ("flow", "roots"),
    [
        ([-100] * 300 + [250] * 300, [2.5 ** (1 / 300) - 1]),
        ([0] * 400 + [-1, 2] + [0] * 400, [1.0]),
        ([-1, 2.4, -1.44], [0.2]),
        ([1, -2.4, 1.44], [0.2]),
        (np.poly([1.1, 1.1, 1.3]), [0.1, 0.3]),
        (np.poly([1.3, 1.4, 1.5]), [0.3, 0.4, 0.5]),
        (np.poly([1.2, 1.201]), [0.2, 0.201]),
        ([-1, 2, -2], []),
        ([-1, 1000], []),
    ],
)
def test_the_roots_are_all_and_no_others(flow, roots):
    found = internal_rate(flow)
    assert found.roots == pytest.approx(roots, abs=1e-9)
    assert found.rate == (pytest.approx(roots[0]) if roots else None)


def test_a_loan_of_thirty_years_has_its_monthly_rate():
    assert internal_rate([-100_000] + [599.55] * 360).rate == pytest.approx(0.005, abs=1e-7)


@given(st.lists(st.integers(-10, 60).map(lambda step: step / 20), min_size=1, max_size=4, unique=True))
def test_a_flow_made_of_roots_gives_them_back(rates):
    found = internal_rate(np.poly([1 + rate for rate in rates]))
    assert found.roots == pytest.approx(sorted(rates), abs=1e-4)


@given(
    st.lists(st.integers(1, 100), min_size=1, max_size=8),
    st.floats(0.1, 0.95),
    st.sampled_from(["end", "mid", "start"]),
)
def test_at_the_internal_rate_the_worth_is_zero_by_every_timing(inflows, share, timing):
    flow = [-share * sum(inflows), 0, *inflows]
    rate = internal_rate(flow, timing=timing).rate
    assume(rate < PERCENT or round(rate, 2) != rate)  # such a rate would be taken for percent, and is refused
    assert present_value(flow, rate, timing=timing) == pytest.approx(0, abs=1e-9 * sum(inflows))


def test_the_timing_counts_for_the_rate_and_the_discounted_payback():
    late = return_on_investment([100, 0, 0], [0, 54, 57], rate=0.08)
    assert (late.rate.rate, late.discounted_payback) == (internal_rate([-100, 54, 57]).rate, None)
    found = return_on_investment([100, 0, 0], [0, 54, 57], rate=0.08, timing="mid")
    one, two = 54 / 1.08**0.5, 57 / 1.08**1.5
    assert found.present_value == pytest.approx(one + two - 100)
    assert found.discounted_payback == pytest.approx(1 + (100 - one) / two)
    assert found.payback == late.payback
    assert present_value(found.net, found.rate.rate, timing="mid") == pytest.approx(0, abs=1e-9)


@given(st.lists(st.floats(0, 100), min_size=2, max_size=6), st.sampled_from(["end", "mid", "start"]))
def test_the_money_is_back_exactly_when_the_present_value_is_not_negative(inflows, timing):
    found = return_on_investment([100] + [0] * len(inflows), [0, *inflows], timing=timing)
    if abs(found.present_value) > 1e-6:
        assert (found.discounted_payback is not None) == (found.present_value > 0)


@pytest.mark.parametrize(
    "days",
    [
        [date(2025, 1, 1), date(2026, 1, 1)],
        ["2025-01-01T00:00", "2026-01-01"],
        [datetime(2025, 1, 1, 23), "2026-01-01"],
        np.array(["2025-01-01", "2026-01-01"], "datetime64[D]"),
        np.array(["2025-01-01T05", "2026-01-01T07"], "datetime64[h]"),
        [0, 1],
        np.array([2025.0, 2026.0]),
    ],
)
def test_days_may_be_dates_texts_or_years(days):
    assert dated_internal_rate([-1000, 1100], days).rate == pytest.approx(0.1)
    assert dated_present_value([-1000, 1100], days, 0.1) == pytest.approx(0)


def test_changes_of_sign_are_counted_by_day():
    flow, days = [-1000, 1200, -100], ["2025-01-01", "2026-01-01", "2025-06-01"]
    found = dated_internal_rate(flow, days)
    assert (found.sign_changes, found.is_ambiguous) == (1, False)
    assert found == dated_internal_rate([-1000, -100, 1200], sorted(days))
    assert dated_internal_rate([-100, -5, 200, -95, 210], [0, 1, 1, 1, 2]).sign_changes == 1


def test_years_need_not_be_whole():
    rate = dated_internal_rate([-100, 50, 60], [0, 1, 2.5]).rate
    assert 50 / (1 + rate) + 60 / (1 + rate) ** 2.5 == pytest.approx(100)


def test_a_rate_beyond_ten_is_none():
    assert dated_internal_rate([-1000, 1200], ["2025-01-01", "2025-01-05"]).rate is None


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: internal_rate([-1, NAN, 3]), "flow"),
        (lambda: internal_rate(None), "flow"),
        (lambda: internal_rate([-1, 2], timing="noon"), "timing"),
        (lambda: dated_internal_rate([-1, NAN], [0, 1]), "flow"),
        (lambda: modified_internal_rate([-1, NAN, 3], finance=0.1, reinvest=0.1), "flow"),
        (lambda: modified_internal_rate([-1, 3], finance=0.1, reinvest=None), "reinvest"),
        (lambda: payback([-1, NAN, 5]), "flow"),
        (lambda: payback([-1, 5], rate="high"), "rate"),
        (lambda: return_on_investment([1, NAN], [1, 2]), "costs"),
        (lambda: return_on_investment([1, 2], {"revenue": [1, None]}), "benefits"),
        (lambda: return_on_investment([1, 2], {"cost": [1, 2]}, realisation={"costs": 0.5}), "realisation"),
        (lambda: return_on_investment([1, 2], [1, 2], realisation=None), "realisation"),
        (lambda: labour_saving([1], wage=None), "wage"),
        (lambda: dated_internal_rate([-1, 2], None), "days"),
        (lambda: dated_internal_rate([], []), "days"),
        (lambda: dated_internal_rate([-1, 2], ["soon", "later"]), "days"),
        (lambda: dated_internal_rate([-1, 2], [0, "2025-01-01"]), "days"),
        (lambda: dated_internal_rate([-1, 2], [0, NAN]), "days"),
        (lambda: dated_internal_rate([-1, 2], [1, 0]), "days"),
        (lambda: dated_internal_rate([-1, 2], np.array(["2025-01-01", "NaT"], "datetime64[D]")), "days"),
        (lambda: dated_present_value([-1, 2], [0, 1], None), "rate"),
        (lambda: modified_internal_rate([-1, 2], finance=-1, reinvest=0), "finance"),
        (lambda: payback([-1, 2], rate=-1), "rate"),
        (lambda: return_on_investment([1], [1], realisation=2), "realisation"),
        (lambda: labour_saving([1], wage=1, realisation=2), "realisation"),
        (lambda: dated_internal_rate([1, 2], ["2025-01-01"]), "flow"),
        (lambda: dated_present_value([1], [date(2025, 1, 1)], -1), "rate"),
        (lambda: dated_internal_rate([1, 2], [date(2025, 1, 2), date(2025, 1, 1)]), "days"),
        (lambda: return_on_investment([1, 2], [1]), "benefits"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: expected "):
        call()


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


def test_payback_is_linear_inside_the_year():
    assert payback([-100, 40, 120]) == pytest.approx(1.5)
    assert payback([0, 5]) == 0.0
    assert payback([-100, 40]) is None


def test_a_plan_without_costs_has_no_return():
    found = return_on_investment([0, 0], [0, 10])
    assert (found.on_present_cost, found.on_cost, found.rate.rate) == (None, None, None)


def test_payback_ignores_years_before_anything_is_spent():
    assert payback([0, -100, 200]) == pytest.approx(1.5)
    assert payback([0, 5, 5]) == 0.0


def test_an_ambiguous_rate_shows_all_roots():
    found = internal_rate([-100, 230, -132])
    assert (found.is_ambiguous, found.roots) == (True, pytest.approx((0.1, 0.2)))
    assert internal_rate([0, 0]).rate is None


def test_days_may_be_written_out():
    assert dated_internal_rate([-1000, 1100], ["2025-01-01", "2026-01-01"]).rate == pytest.approx(0.1)


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
