"""Present values, returns, total cost and break-even."""

import numpy as np

from analysis import (
    break_even,
    escalated,
    internal_rate,
    outage_loss,
    present_value,
    return_on_investment,
    seat_cost,
    total_cost,
)
from analysis.returns import labour_saving


def worth(given):
    if "rate" in given:
        flows = {name: flow for name, flow in given.items() if isinstance(flow, list)}
        return {"npv": {name: present_value(flow, given["rate"]) for name, flow in flows.items()}}
    late, now = given["npv_all_discounted"], given["npv_time_zero"]
    flow = [now["time_zero"], *now["flows"]]
    return {
        "npv_all_discounted": present_value([0, *late["flows_from_end_of_year_1"]], late["rate"]),
        "npv_time_zero": present_value(flow, now["rate"]),
        "npv_time_zero_with_loss_9000_in_year_6": present_value([*flow, -9000], now["rate"]),
        "irr": [internal_rate(flow).rate for flow in given["irr"]],
    }


def crossing(given):
    horizon = 5
    licence = escalated(given["on_premise"]["yearly"], horizon)
    licence[0] = given["on_premise"]["licence"]
    rent = escalated(given["saas"]["yearly"], horizon)
    found = break_even(licence, rent)
    return {
        "cumulative_year_3": {"saas": rent[:4].sum(), "on_premise": licence[:4].sum()},
        "break_even_years": found.years,
        "first_year_on_premise_cheaper": found.first_year,
        "npv_gap_saas_advantage_by_year": break_even(licence, rent, rate=given["discount_rate_what_if"]).gap[1:],
    }


def plan(given):
    lines = {
        "cost": labour_saving(given["hours_saved_per_year"], wage=given["hourly_wage"]) + given["training_saved"],
        "revenue": np.array(given["retained_customers"]) * given["margin_per_customer"] + given["extra_sales_margin"],
    }
    found = return_on_investment(
        [given["initial_cost"], *given["yearly_cost"]],
        {name: [0, *line] for name, line in lines.items()},
        rate=given["rate"],
        realisation=given["realisation_factor"],
    )
    return {
        "net_flow": found.net,
        "npv": found.present_value,
        "roi_on_pv_cost": found.on_present_cost,
        "irr": found.rate.rate,
        "payback_years_linear": found.payback,
        "discounted_payback_years": found.discounted_payback,
    }


def total(given):
    horizon, outage = given["horizon_years"], given["outage"]
    subscription = seat_cost(
        given["seats"], price=given["fee_per_seat_month"], escalation=given["escalation_from_year_2"]
    )
    loss = outage_loss(12 * outage["per_month"] * outage["hours_each"], loss_per_hour=outage["loss_per_hour"])
    items = {
        "subscription": [0, *subscription],
        "outage": escalated(loss, horizon),
        "exit": escalated(given["exit_cost"], horizon, first=horizon),
        **{name: escalated(amount, horizon, first=0, last=0) for name, amount in given["one_off"].items()},
    }
    found = total_cost(items, rate=given["rate"])
    return {
        "subscription": subscription,
        "outage_loss": loss,
        "yearly_total": found.by_year[1:],
        "undiscounted_total": found.undiscounted,
        "npv_cost": found.present_value,
    }
