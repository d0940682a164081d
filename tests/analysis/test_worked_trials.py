"""Are the published figures of pilots, screening and service records reproduced?"""

from analysis.screening import screen
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
from tests.analysis.worked import agree, method


@method("poc.sus")
def test_system_usability_scale(case):
    found = system_usability_scale(case["inputs"]["responses_1_to_5"])
    agree(found.mean, case, "sus")
    agree(found.mean / 2.5, case, "sum")


@method("poc.wilson")
def test_wilson(case):
    rows = [wilson_interval(x, n, confidence=case["inputs"]["confidence"]).interval for x, n in case["inputs"]["rows"]]
    agree(rows, case, "interval")


@method("screening.knockout")
def test_must_haves_with_a_missing_value(case):
    given = case["inputs"]
    rules = {name: (rule["op"], rule["threshold"]) for name, rule in given["must_have"].items()}
    found = screen(rules, given["vendors"])
    assert found.status == case["expected"]["status"]
    assert found.reasons == case["expected"]["reasons"]


@method("requirements.kpi")
def test_service_records(case):
    given = case["inputs"]
    response = first_response(given["first_response_minutes"])
    agree(response.mean, case, "frt_mean_minutes")
    agree(response.median, case, "frt_median_minutes")
    agree(resolution(given["resolution_hours"]).mean, case, "art_mean_hours")
    agree(first_contact_resolution(given["contacts_until_resolved"]).percent, case, "fcr_percent")
    agree(satisfaction(given["csat_1_to_5"]).percent, case, "csat_percent_top2")
    agree(satisfaction(given["csat_1_to_5"]).mean, case, "csat_mean")
    agree(net_promoter(given["nps_0_to_10"]).score, case, "nps")


@method("poc.percentile")
def test_percentiles(case):
    sample = case["inputs"]["latency_ms"]
    for rule, key in (("nearest", "nearest_rank"), ("linear", "linear_type_7")):
        agree([percentile(sample, p, rule=rule) for p in case["inputs"]["p"]], case, key)
