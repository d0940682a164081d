"""Are the published figures on cost, return and information reproduced?"""

import numpy as np
import pytest

from analysis.evidence import Pert
from analysis.information import (
    conditional_mean,
    expected_value_of_perfect_information,
    value_from_sample,
    value_of_cells,
)
from analysis.returns import internal_rate, return_on_investment
from analysis.tco import break_even, cash_flow, present_value, seat_cost
from tests.analysis.worked import CASES, agree, compare, method


def test_spreadsheet_conventions():
    case = CASES["npv-irr-spreadsheet"]
    given = case["inputs"]
    all_discounted = given["npv_all_discounted"]
    agree(
        present_value([0, *all_discounted["flows_from_end_of_year_1"]], all_discounted["rate"]),
        case,
        "npv_all_discounted",
    )
    zero = given["npv_time_zero"]
    flow = [zero["time_zero"], *zero["flows"]]
    agree(present_value(flow, zero["rate"]), case, "npv_time_zero")
    agree(present_value([*flow, -9000], zero["rate"]), case, "npv_time_zero_with_loss_9000_in_year_6")
    agree([internal_rate(flow).rate for flow in given["irr"]], case, "irr")


def test_two_projects():
    case = CASES["npv-green-book"]
    given = case["inputs"]
    agree({name: present_value(given[name], given["rate"]) for name in "AB"}, case, "npv")


@method("tco.break_even")
def test_licence_against_subscription(case):
    given, expected = case["inputs"], case["expected"]
    licence = [given["on_premise"]["licence"]] + [given["on_premise"]["yearly"]] * 5
    rent = [0] + [given["saas"]["yearly"]] * 5
    compare(
        {"saas": sum(rent[:4]), "on_premise": sum(licence[:4])},
        expected["cumulative_year_3"],
        1e-9,
        "cumulative_year_3",
    )
    found = break_even(licence, rent)
    agree(found.years, case, "break_even_years")
    agree(found.first_year, case, "first_year_on_premise_cheaper")
    discounted = break_even(licence, rent, rate=given["discount_rate_what_if"])
    agree(discounted.gap[1:], case, "npv_gap_saas_advantage_by_year")


@method("money.roi")
def test_three_lines_of_benefit(case):
    given = case["inputs"]
    costs = [given["initial_cost"], *given["yearly_cost"]]
    labour = np.array(given["hours_saved_per_year"]) * given["hourly_wage"]
    revenue = np.array(given["retained_customers"]) * given["margin_per_customer"] + given["extra_sales_margin"]
    benefits = [0, *(labour + given["training_saved"] + revenue)]
    found = return_on_investment(costs, benefits, rate=given["rate"], realisation=given["realisation_factor"])
    agree(found.net, case, "net_flow")
    agree(found.present_value, case, "npv")
    agree(found.on_present_cost, case, "roi_on_pv_cost")
    agree(found.rate.rate, case, "irr")
    agree(found.payback, case, "payback_years_linear")
    agree(found.discounted_payback, case, "discounted_payback_years")


@method("tco.npv")
def test_seats_that_grow(case):
    given = case["inputs"]
    horizon = given["horizon_years"]
    rise = (1 + given["escalation_from_year_2"]) ** np.arange(horizon)
    subscription = seat_cost(given["seats"], price=given["fee_per_seat_month"]) * rise
    outage = given["outage"]
    loss = 12 * outage["per_month"] * outage["hours_each"] * outage["loss_per_hour"]
    lines = [(0, amount) for amount in given["one_off"].values()] + [(horizon, given["exit_cost"])]
    flow = cash_flow(lines, horizon, seats=[subscription, np.full(horizon, loss)])
    agree(subscription, case, "subscription")
    agree(loss, case, "outage_loss")
    agree(flow[1:], case, "yearly_total")
    agree(flow.sum(), case, "undiscounted_total")
    agree(present_value(flow, given["rate"]), case, "npv_cost")


@method("voi.evpi")
def test_perfect_information_in_a_table(case):
    given, expected = case["inputs"], case["expected"]
    payoff, p = np.array(list(given["payoff"].values())), np.array(list(given["states"].values()))
    agree(dict(zip(given["payoff"], payoff @ p, strict=True)), case, "expected")
    agree(p @ payoff.max(axis=0), case, "expected_with_perfect_information")
    agree(expected_value_of_perfect_information(payoff, p), case, "evpi")
    assert expected["evpi"] == expected["expected_with_perfect_information"] - max(expected["expected"].values())


@method("voi.evppi")
def test_partial_information_exactly_and_by_simulation(case):
    (_, m1, s1), (_, m2, s2) = case["inputs"]["p1"], case["inputs"]["p2"]
    totals, weights, sd = [0, m1 - m2], [1, 1], [[0, 0], [s1, s2]]
    agree(value_of_cells(totals, weights, sd), case, "evpi")
    agree(value_of_cells(totals, weights, sd, known=[True, False]), case, "evppi_p1")
    agree(value_of_cells(totals, weights, sd, known=[False, True]), case, "evppi_p2")
    rng = np.random.default_rng(9)
    p1, p2 = rng.normal(m1, s1, 100_000), rng.normal(m2, s2, 100_000)
    payoff = np.stack([np.zeros_like(p1), p1 - p2], axis=1)
    limit = case["tolerance"]["monte_carlo"]
    assert value_from_sample(payoff).value == pytest.approx(case["expected"]["evpi"], abs=limit)
    for key, parameter in (("evppi_p1", p1), ("evppi_p2", p2)):
        found = value_from_sample(payoff, expected=conditional_mean(payoff, parameter))
        assert found.value == pytest.approx(case["expected"][key], abs=limit)


@method("uncertainty.distributions")
def test_pert(case):
    given = case["inputs"]
    found = Pert(given["min"], given["mode"], given["max"], given["lambda"])
    agree(found.mean, case, "mean")
    agree(found.classic_sd, case, "sd_classic")
    agree(found.alpha, case, "alpha")
    agree(found.beta, case, "beta")
    agree(found.sd, case, "sd_beta_pert")
