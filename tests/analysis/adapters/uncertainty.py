"""Value functions, distributions and values of information."""

import numpy as np

from analysis import (
    Pert,
    expected_value_of_perfect_information,
    value_from_sample,
    value_function,
    value_of_cells,
)
from analysis.information import conditional_mean


def values(given):
    if "x" in given:
        return {"value": value_function(given["x"], points(given))}
    return {name: value_function(own["x"], points(own)) for name, own in given.items()}


def points(given):
    return list(zip(given["cutoffs"], given["values"], strict=True))


def moments(given):
    found = Pert(given["min"], given["mode"], given["max"], given["lambda"])
    return {
        "mean": found.mean,
        "sd_classic": found.classic_sd,
        "alpha": found.alpha,
        "beta": found.beta,
        "sd_beta_pert": found.sd,
    }


def perfect(given):
    payoff, p = np.array(list(given["payoff"].values()), dtype=float), np.array(list(given["states"].values()))
    return {
        "expected": dict(zip(given["payoff"], payoff @ p, strict=True)),
        "expected_with_perfect_information": p @ payoff.max(axis=0),
        "evpi": expected_value_of_perfect_information(payoff, p),
    }


def partial(given):
    (_, m1, s1), (_, m2, s2) = given["p1"], given["p2"]
    totals, weights, sd = [0, m1 - m2], [1, 1], [[0, 0], [s1, s2]]
    rng = np.random.default_rng(9)
    p1, p2 = rng.normal(m1, s1, 100_000), rng.normal(m2, s2, 100_000)
    payoff = np.stack([np.zeros_like(p1), p1 - p2], axis=1)
    return {
        "evpi": value_of_cells(totals, weights, sd),
        "evppi_p1": value_of_cells(totals, weights, sd, known=[True, False]),
        "evppi_p2": value_of_cells(totals, weights, sd, known=[False, True]),
        "monte_carlo": {
            "evpi": value_from_sample(payoff).value,
            "evppi_p1": value_from_sample(payoff, expected=conditional_mean(payoff, p1)).value,
            "evppi_p2": value_from_sample(payoff, expected=conditional_mean(payoff, p2)).value,
        },
    }
