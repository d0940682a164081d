"""Pilots, screening and service records."""

from analysis import (
    first_contact_resolution,
    first_response,
    net_promoter,
    percentile,
    resolution,
    satisfaction,
    screen,
    system_usability_scale,
    wilson_interval,
)


def usability(given):
    answers = given["responses_1_to_5"]
    found = system_usability_scale(answers)
    steps = [answer - 1 if item % 2 == 0 else 5 - answer for item, answer in enumerate(answers)]
    return {"contributions": steps, "sum": found.mean / 2.5, "sus": found.mean}


def intervals(given):
    return {"interval": [wilson_interval(x, n, confidence=given["confidence"]).interval for x, n in given["rows"]]}


def percentiles(given):
    rules = {"nearest_rank": "nearest", "linear_type_7": "linear"}
    return {key: [percentile(given["latency_ms"], p, rule=rule) for p in given["p"]] for key, rule in rules.items()}


def indicators(given):
    response, answers = first_response(given["first_response_minutes"]), satisfaction(given["csat_1_to_5"])
    return {
        "frt_mean_minutes": response.mean,
        "frt_median_minutes": response.median,
        "art_mean_hours": resolution(given["resolution_hours"]).mean,
        "fcr_percent": first_contact_resolution(given["contacts_until_resolved"]).percent,
        "csat_percent_top2": answers.percent,
        "csat_mean": answers.mean,
        "nps": net_promoter(given["nps_0_to_10"]).score,
    }


def screening(given):
    rules = {name: (rule["op"], rule["threshold"]) for name, rule in given["must_have"].items()}
    found = screen(rules, given["vendors"])
    return {"status": found.status, "reasons": found.reasons}
