"""Opinion, agreement and severity."""

import numpy as np

from analysis import consensus, icc, kendalls_w, krippendorff_alpha, severity


def with_gaps(rows):
    return np.array([[np.nan if cell is None else cell for cell in row] for row in rows], dtype=float)


def opinion(given):
    found = consensus(given["scores"], trim=given["trim_fraction_each_end"])
    return {
        "mean": found.mean,
        "trimmed_mean": found.trimmed,
        "winsorised_mean": found.winsorised,
        "median": found.median,
    }


def concordance(given):
    results = {}
    for key, ranks in given.items():
        name, found = key.removesuffix("_ranks_by_judge"), kendalls_w(ranks, are_ranks=True)
        results |= {f"{name}_W": found.w, f"{name}_S": found.squares}
        results |= {f"{name}_chi2": found.chi_square, f"{name}_p": found.p}
    return results


def correlations(given):
    found = icc(given["ratings_targets_by_judges"])
    k = len(given["ratings_targets_by_judges"][0])
    single = {f"ICC({model + 1},1)": value for model, value in enumerate(found.single)}
    average = {f"ICC({model + 1},{k})": value for model, value in enumerate(found.average)}
    return {"BMS": found.between, "WMS": found.within, "JMS": found.judges, "EMS": found.error, **single, **average}


def alphas(given):
    ratings = with_gaps(given["ratings_by_coder"])
    return {
        f"alpha_{level}": krippendorff_alpha(ratings, level=level).alpha
        for level in ("nominal", "ordinal", "interval", "ratio")
    }


def severities(given):
    ratings = with_gaps(given["ratings_targets_by_judges"])
    complete = severity(ratings)
    for target, judge in given["removed_cells_target_judge_zero_based"]:
        ratings[target, judge] = np.nan
    holed = severity(ratings)
    return {
        "complete_effects": complete.effects,
        "complete_adjusted_means": complete.adjusted,
        "incomplete_effects": holed.effects,
        "incomplete_adjusted_means": holed.adjusted,
        "incomplete_raw_means": holed.raw,
    }
