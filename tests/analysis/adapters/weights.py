"""Weights from pairs, from the best and the worst, from ranks and from trade-offs."""

from fractions import Fraction

import numpy as np

from analysis import ahp, best_worst, complete, rank_order_centroid
from analysis.weights import priorities, undominated_pairs


def pairwise(given):
    if "matrix" in given:
        return judged(given)
    return completed(given) if "known" in given else synthesised(given)


def judged(given):
    matrix = np.array([[float(Fraction(cell)) for cell in row] for row in given["matrix"]])
    found = ahp(matrix, random_index=given["random_index"])
    return {
        "eigenvector": found.weights,
        "lambda_max": found.largest_eigenvalue,
        "consistency_ratio": found.consistency_ratio,
        "geometric_mean": found.geometric,
        "row_geometric_means": np.prod(matrix, axis=1) ** (1 / len(matrix)),
    }


def completed(given):
    items = given["items"]
    matrix = np.full((len(items), len(items)), np.nan)
    for pair, judgement in given["known"].items():
        i, j = (items.index(name) for name in pair.split(","))
        matrix[i, j] = judgement
    found = complete(matrix)
    places = {pair: [items.index(name) for name in pair.split(",")] for pair in given["missing"]}
    filled = {f"completed_{pair.replace(',', '_')}": found[i, j] for pair, (i, j) in places.items()}
    return {"eigenvector": ahp(found).weights, **filled}


def synthesised(given):
    columns = list(given["priority_ratios_by_criterion"].values())
    weights = [float(Fraction(weight)) for weight in given["criteria_weights"]]
    before = list(columns[0])
    after = [*before, *given["copy_added"]]
    source = {**{name: name for name in before}, **given["copy_added"]}
    results = {}
    for key, names in (("before", before), ("after", after)):
        ratios = [[column[source[name]] for column in columns] for name in names]
        shared, ideal = priorities(ratios, weights), priorities(ratios, weights, ideal=True)
        best = [name for name, value in zip(names, ideal, strict=True) if value >= ideal.max() - 1e-9]
        results |= {
            f"distributive_{key}": dict(zip(names, shared, strict=True)),
            f"winner_{key}": names[int(np.argmax(shared))],
            f"ideal_mode_winner_{key}": best[0] if len(best) == 1 else best,
        }
    return results


def best_worst_weights(given):
    found = best_worst(
        given["best_to_others"],
        given["others_to_worst"],
        best=given["criteria"].index(given["best"]),
        worst=given["criteria"].index(given["worst"]),
    )
    return {
        "linear_weights": found.weights,
        "linear_xi": found.xi,
        "nonlinear_xi": found.nonlinear_xi,
        "nonlinear_intervals": found.intervals,
        "nonlinear_cr": found.consistency_ratio,
    }


def ranks(given):
    return {"roc": {str(n): rank_order_centroid(range(1, n + 1)) for n in given["n"]}}


def pairs(given):
    levels = [given["levels"]] * given["criteria"]
    found = undominated_pairs(levels)
    count = int(np.prod(levels))
    return {
        "alternatives": count,
        "all_pairs": count * (count - 1) // 2,
        "unique_undominated_pairs": len(found),
        "of_which_on_two_criteria": len(undominated_pairs(levels, most=2)),
        "pairs": {frozenset(profile(levels) for levels in pair) for pair in found},
    }


def profile(levels):
    return "+".join(f"{name}{level + 1}" for name, level in zip("abcdefgh", levels, strict=False) if level >= 0)
