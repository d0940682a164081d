"""Additive value and the other methods."""

import numpy as np

from analysis import (
    DecisionMatrix,
    dominates,
    electre1,
    frontier,
    marcos,
    product_ratios,
    promethee2,
    swing,
    topsis,
    vikor,
    waspas,
    weighted_product,
    weighted_sum,
)


def table(given):
    return given["matrix"], given["weights"]


def options(given):
    return {"alternatives": given["alternatives"], "direction": given["direction"]}


def by_name(given, numbers):
    return dict(zip(given["alternatives"], np.asarray(numbers).tolist(), strict=True))


def sums(given):
    found = weighted_sum(*table(given), **options(given))
    return {"score": by_name(given, found.scores), "rank_competition": by_name(given, found.ranks)}


def additive_value(given):
    names, exact = given["alternatives"], swing(given["swing_points"])
    totals = {
        key: DecisionMatrix(names, given["criteria"], given["values_0_100"], weights).totals
        for key, weights in (("rounded", given["rounded_weights_percent"]), ("exact", exact))
    }
    cost = np.array(given["annual_cost"], dtype=float)
    over = dominates(np.stack([totals["exact"], -cost], axis=1))
    return {
        "normalised_weights_percent": 100 * exact,
        "aggregate_with_rounded_weights": totals["rounded"],
        "aggregate_with_exact_weights": totals["exact"],
        "efficient_frontier_value_vs_cost": [names[i] for i in frontier(totals["exact"], cost)],
        "dominated": {
            names[b]: {names[a] for a in np.flatnonzero(over[:, b])} for b in np.flatnonzero(over.any(axis=0))
        },
    }


def products(given):
    ratios = product_ratios(*table(given), direction=given["direction"])
    product, mixed = weighted_product(*table(given), **options(given)), None
    if "lambda" in given:
        mixed = waspas(*table(given), mix=given["lambda"], **options(given)).scores
    names = given["alternatives"]
    return {
        "ratio": {f"{a}/{b}": ratios[i, j] for i, a in enumerate(names) for j, b in enumerate(names)},
        "rank_competition": by_name(given, product.ranks),
        "wpm": product.scores,
        "waspas": mixed,
    }


def topsis_closeness(given):
    found = {rule: topsis(*table(given), rule=rule, **options(given)).ranking for rule in ("vector", "minmax")}
    return {
        "closeness": by_name(given, found[given.get("normalisation", "vector")].scores),
        **{f"closeness_{rule}": ranking.scores for rule, ranking in found.items()},
        **{f"winner_{rule}": ranking.best[0] for rule, ranking in found.items()},
    }


def vikor_compromise(given):
    found = vikor(*table(given), mix=given["v"], **options(given))
    if "matrix_rescaled" in given:
        again = vikor(given["matrix_rescaled"], given["weights"], mix=given["v"], **options(given))
        assert np.allclose(again.mixture, found.mixture, atol=1e-9)
    return {
        "S": found.utility,
        "R": found.regret,
        "Q": found.mixture,
        "acceptable_advantage": found.has_advantage,
        "acceptable_stability": found.is_stable,
        "compromise_set": list(found.compromise),
    }


def promethee(given):
    found = promethee2(*table(given), preferences=given["preference"], **options(given))
    return {"positive_flow": found.positive, "negative_flow": found.negative, "net_flow": found.net}


def electre(given):
    array = np.array(given["matrix"], dtype=float)
    found = electre1(
        array / array.sum(axis=0),
        given["weights"],
        concordance=given["concordance_threshold"],
        discordance=given["discordance_threshold"],
        **options(given),
    )
    return {"concordance": found.concordance, "discordance": found.discordance, "kernel": list(found.kernel)}


def marcos_utility(given):
    return {"utility": marcos(*table(given), **options(given)).ranking.scores}
