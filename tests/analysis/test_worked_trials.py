"""Are the published figures of pilots, screening and service records reproduced?"""

from decimal import Decimal

from analysis.screening import overall, screen
from analysis.trials import (
    first_contact_resolution,
    first_response,
    net_promoter,
    percentile,
    resolution,
    satisfaction,
    system_usability_scale,
    wilson_interval,
)
from tests.analysis.worked import CASES, agree, method


@method("poc.sus")
def test_system_usability_scale(case):
    found = system_usability_scale([case["inputs"]["responses_1_to_5"]])
    agree(found.mean, case, "sus")
    agree(found.mean / 2.5, case, "sum")


@method("poc.wilson")
def test_wilson(case):
    rows = [wilson_interval(x, n, confidence=case["inputs"]["confidence"]).interval for x, n in case["inputs"]["rows"]]
    agree(rows, case, "interval")


def test_must_haves_with_a_missing_value():
    case = CASES["knockout-basic"]
    given = case["inputs"]
    rules = {name: (rule["op"], Decimal(str(rule["threshold"]))) for name, rule in given["must_have"].items()}
    values = {
        vendor: {name: None if x is None else Decimal(str(x)) for name, x in own.items()}
        for vendor, own in given["vendors"].items()
    }
    states = screen(rules, values)
    assert {vendor: overall(own) for vendor, own in states.items()} == case["expected"]["status"]
    reasons = {v: [name for name, state in own.items() if state != "pass"] for v, own in states.items()}
    assert {v: r for v, r in reasons.items() if r} == case["expected"]["reasons"]


def test_service_records():
    case = CASES["kpi-tickets"]
    given = case["inputs"]
    response = first_response(given["first_response_minutes"])
    agree(response.mean, case, "frt_mean_minutes")
    agree(response.median, case, "frt_median_minutes")
    agree(resolution(given["resolution_hours"]).mean, case, "art_mean_hours")
    agree(100 * first_contact_resolution(given["contacts_until_resolved"]).share, case, "fcr_percent")
    agree(100 * satisfaction(given["csat_1_to_5"]).share, case, "csat_percent_top2")
    agree(sum(given["csat_1_to_5"]) / len(given["csat_1_to_5"]), case, "csat_mean")
    agree(net_promoter(given["nps_0_to_10"]), case, "nps")


@method("poc.percentile")
def test_percentiles(case):
    sample = case["inputs"]["latency_ms"]
    for rule, key in (("nearest", "nearest_rank"), ("linear", "linear_type_7")):
        agree([percentile(sample, p, rule=rule) for p in case["inputs"]["p"]], case, key)
