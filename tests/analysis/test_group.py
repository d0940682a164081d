"""Does agreement behave at its ends, with gaps and without variation?"""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import friedmanchisquare

from analysis.group import (
    consensus,
    disagreement,
    icc,
    influence,
    is_disputed,
    kendalls_w,
    krippendorff_alpha,
    member_flags,
    severity,
)

ROWS = hnp.arrays(float, st.integers(3, 8), elements=st.integers(0, 10).map(float)).filter(lambda row: np.ptp(row) > 0)


@given(ROWS, st.integers(2, 5))
def test_identical_raters_agree_completely(row, judges):
    same = np.tile(row, (judges, 1))
    assert kendalls_w(same).w == pytest.approx(1.0)
    for level in ("nominal", "ordinal", "interval"):
        assert krippendorff_alpha(same, level=level).alpha == pytest.approx(1.0)
    assert icc(same.T).single == pytest.approx(np.ones(3))


def test_two_opposed_rankings_have_no_concordance():
    assert kendalls_w([[1, 2, 3], [3, 2, 1]], are_ranks=True).w == pytest.approx(0.0)


@given(hnp.arrays(float, (3, 6), elements=st.integers(0, 10).map(float)))
def test_concordance_is_the_mean_rank_correlation(ratings):
    if any(len(set(row)) < 6 for row in ratings):
        return
    ranks = np.argsort(np.argsort(-ratings, axis=1), axis=1).astype(float)
    pairs = [np.corrcoef(ranks[i], ranks[j])[0, 1] for i in range(3) for j in range(i)]
    assert kendalls_w(ratings).w == pytest.approx((2 * np.mean(pairs) + 1) / 3)


def test_nothing_to_agree_on_is_undefined():
    assert np.isnan(kendalls_w([[5, 5, 5], [3, 3, 3]]).w)
    assert np.isnan(kendalls_w([[5], [3]]).w)
    assert np.isnan(krippendorff_alpha([[7, 7], [7, 7]]).alpha)
    assert np.isnan(krippendorff_alpha([[7, np.nan], [np.nan, 7]]).alpha)
    assert np.isnan(icc([[7, 7], [7, 7]]).single).all()
    assert np.isnan(icc([[7, 8]]).single).all()


def test_ties_are_corrected():
    assert kendalls_w([[3, 3, 1], [3, 3, 1]]).w == pytest.approx(1.0)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_ratings_that_differ_by_rounding_only_are_equal(level):
    assert krippendorff_alpha([[0.3, 1], [0.1 + 0.2, 1]], level=level).alpha == 1.0


def test_ratings_that_differ_by_rounding_only_are_tied():
    assert kendalls_w([[0.3, 0.1 + 0.2, 1], [1, 1, 2]]).w == 1.0
    assert np.isnan(kendalls_w([[0.3, 0.1 + 0.2], [5, 5]]).w)
    assert np.isnan(icc([[0.3, 0.1 + 0.2], [0.3, 0.3]]).single).all()


@pytest.mark.parametrize("samples", [1, 2, 9])
def test_an_interval_of_few_draws_has_two_ends_or_none(samples):
    for seed in range(9):
        interval = krippendorff_alpha([[1, 2], [1, 3]], rng=np.random.default_rng(seed), samples=samples).interval
        assert interval.shape == (2,)


def test_a_department_that_nobody_scored_for_needs_no_weight():
    found = consensus([8, np.nan], departments=["it", "hr"], department_weights={"it": 2, "sales": 3})
    assert found.by_department == 8.0


def test_evidence_that_nobody_named_is_one_level():
    scores = [[[8, 6, 5]], [[6, 4, 8]], [[7, 8, 2]]]
    nothing, same = (disagreement(scores, np.full((3, 1, 3), level)) for level in (np.nan, 1.0))
    assert nothing.evidence.tolist() == same.evidence.tolist()


def test_an_interval_holds_the_estimate():
    ratings = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
    six = icc(np.array(ratings).T)
    for values, intervals in ((six.single, six.single_interval), (six.average, six.average_interval)):
        assert np.all((intervals[:, 0] < values) & (values < intervals[:, 1]))
    found = krippendorff_alpha(ratings, rng=np.random.default_rng(3), samples=200)
    assert found.interval[0] <= found.alpha <= found.interval[1]
    assert krippendorff_alpha(ratings, rng=np.random.default_rng(3), samples=200).interval == pytest.approx(
        found.interval
    )


def test_a_complete_table_has_nothing_to_adjust():
    found = severity([[9, 5, 7], [7, 3, 4], [8, 8, 8]])
    assert found.adjusted == pytest.approx(found.raw)
    assert found.effects.sum() == pytest.approx(0.0)


@given(hnp.arrays(float, 4, elements=st.floats(-2, 2)), hnp.arrays(float, 5, elements=st.floats(0, 10)), st.randoms())
def test_exact_severities_are_found_through_gaps(effects, targets, random):
    effects = effects - effects.mean()
    ratings = targets[:, None] + effects[None, :]
    for i in range(1, 5):
        ratings[i, random.randrange(4)] = np.nan
    found = severity(ratings)
    assert found.effects == pytest.approx(effects, abs=1e-8)
    assert found.adjusted == pytest.approx(targets, abs=1e-8)


@pytest.mark.parametrize(
    "ratings",
    [[[5, np.nan], [np.nan, 6]], [[5, np.nan], [6, np.nan]], [[5, 6], [np.nan, np.nan]]],
)
def test_unconnected_raters_are_refused(ratings):
    with pytest.raises(ValueError, match=r"^ratings: expected raters connected by common targets"):
        severity(ratings)


def test_one_score_is_itself_and_none_is_missing():
    assert (consensus([7]).mean, consensus([7]).is_single) == (7.0, True)
    nothing = consensus([np.nan, np.nan])
    assert (nothing.count, np.isnan(nothing.mean), np.isnan(nothing.by_department)) == (0, True, True)


def test_a_large_department_does_not_outvote_the_others():
    found = consensus([8, 8, 8, 4], departments=["service", "service", "service", "it"])
    assert (found.mean, found.by_department, found.departments) == (7.0, 6.0, {"service": 8.0, "it": 4.0})
    heavier = consensus(
        [8, np.nan, 4],
        departments=["service", "finance", "it"],
        department_weights={"service": 3, "it": 1, "finance": 9},
    )
    assert heavier.by_department == 7.0


def test_weights_count_only_those_who_scored():
    assert consensus([8, np.nan, 4], weights=[1, 5, 3]).weighted == 5.0


def test_trimming_five_scores_by_a_tenth_drops_none():
    assert consensus([1, 5, 5, 5, 9]).trimmed == 5.0
    assert consensus([1, 5, 6, 5, 10], trim=0.2).trimmed == pytest.approx(16 / 3)
    assert consensus([1, 5, 6, 5, 10], trim=0.2).winsorised == pytest.approx(27 / 5)


@pytest.mark.parametrize(
    ("scores", "top", "disputed"),
    [
        ([5, 9], 10, True),
        ([5, 8], 10, False),
        ([4, 4, 7, 7], 10, True),
        ([1, 4], 5, True),
        ([3, 4, 4, 5], 5, True),
        ([3, 4], 5, False),
        ([7], 10, False),
        ([7, np.nan, 3], 10, True),
        ([5.1, 1.1], 10, True),
    ],
)
def test_disputed_cells(scores, top, disputed):
    assert is_disputed(scores, top=top) is disputed


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: icc([[1, np.nan], [1, 2]]), "ratings"),
        (lambda: krippendorff_alpha([[1, 2]], level="odd"), "level"),
        (lambda: krippendorff_alpha([[-1, 2]], level="ratio"), "ratings"),
        (lambda: kendalls_w([[1, np.nan], [1, 2]]), "ratings"),
        (lambda: icc([[1, 2], [1, 2]], confidence=1), "confidence"),
        (lambda: consensus([1, 2], weights=[1, -1]), "weights"),
        (lambda: consensus([1, 2], weights=[1]), "weights"),
        (lambda: consensus([1], departments=["it"], department_weights={"it": -1}), "department_weights"),
        (lambda: influence([[1, 2]], [1]), "scores"),
        (lambda: influence(np.ones((2, 2, 1)), [1, 1]), "weights"),
        (lambda: influence(np.ones((2, 2, 1)), [1], players=["a"]), "players"),
        (lambda: influence(np.ones((2, 2, 1)), [1], scale=(5, 5)), "scale"),
        (lambda: influence(np.ones((13, 2, 1)), [1]), "rng"),
        (lambda: disagreement([[1, 2]], [[1, 2]]), "scores"),
        (lambda: disagreement(np.ones((2, 2, 2)), [1]), "evidence"),
        (lambda: consensus([[1]]), "scores"),
        (lambda: consensus([1], trim=0.5), "trim"),
        (lambda: consensus([1, 2], departments=["it"]), "departments"),
        (lambda: is_disputed([1, 2], top=7), "top"),
        (lambda: member_flags([[1, 2]]), "scores"),
        (lambda: consensus([1, np.inf]), "scores"),
        (lambda: consensus([1, 2], weights=[1, np.inf]), "weights"),
        (lambda: consensus([1, 2], weights=[1, None]), "weights"),
        (lambda: consensus([1, 2], trim=None), "trim"),
        (lambda: consensus([1], departments=["it"], department_weights={"it": np.inf}), "department_weights"),
        (lambda: consensus([1], departments=["it"], department_weights={"it": None}), "department_weights"),
        (lambda: consensus([1], departments=["it"], department_weights={"hr": 1}), "department_weights"),
        (lambda: consensus([1, 2], departments=["it", "hr"], department_weights={"it": 1}), "department_weights"),
        (lambda: consensus([1], department_weights={"it": 1}), "departments"),
        (lambda: severity([[5, np.inf], [1, 2]]), "ratings"),
        (lambda: icc([[5, np.inf], [1, 2]]), "ratings"),
        (lambda: icc([[1, 2], [1, 2]], confidence=None), "confidence"),
        (lambda: kendalls_w([[5, np.inf], [1, 2]]), "ratings"),
        (lambda: krippendorff_alpha([[5, np.inf], [1, 2]]), "ratings"),
        (lambda: krippendorff_alpha([[1, 2], [1, 3]], rng=5), "rng"),
        (lambda: krippendorff_alpha([[1, 2], [1, 3]], samples=0), "samples"),
        (lambda: krippendorff_alpha([[1, 2], [1, 3]], samples=-1), "samples"),
        (lambda: krippendorff_alpha([[1, 2], [1, 3]], samples="many"), "samples"),
        (lambda: influence([[[1], [np.inf]]], [1]), "scores"),
        (lambda: influence(np.ones((2, 2, 1)), [1], scale=(0, None)), "scale"),
        (lambda: influence(np.ones((13, 2, 1)), [1], rng=5), "rng"),
        (lambda: influence(np.ones((13, 2, 1)), [1], rng=np.random.default_rng(1), samples=1), "samples"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()


KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, np.nan, np.nan, np.nan],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, np.nan, 3],
    [np.nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, np.nan],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, np.nan],
]


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_the_author_on_four_levels(level, alpha):
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, example C with missing data."""
    assert krippendorff_alpha(KRIPPENDORFF, level=level).alpha == pytest.approx(alpha, abs=0.0006)


def test_intervals_of_the_six_correlations():
    """Shrout & Fleiss 1979 by the R package psych, ICC()."""
    found = icc([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    assert found.f == pytest.approx([1.79, 11.03, 11.03], abs=0.006)
    assert found.degrees.tolist() == [[5, 18], [5, 15], [5, 15]]
    assert found.single_interval.round(3).tolist() == [[-0.133, 0.723], [0.019, 0.761], [0.342, 0.946]]
    assert found.average_interval.round(3).tolist() == [[-0.884, 0.912], [0.071, 0.927], [0.676, 0.986]]
    assert found.reading == "moderate"


@given(hnp.arrays(float, (4, 6), elements=st.integers(0, 3).map(float)))
def test_ties_are_corrected_as_in_friedman_s_test(ratings):
    found = kendalls_w(ratings)
    if np.isnan(found.w):
        return
    statistic, p = friedmanchisquare(*ratings.T)
    assert (found.chi_square, found.p) == pytest.approx((statistic, p), abs=1e-9)


def test_one_rater_has_no_severity_and_no_concordance():
    found = severity([[5.0], [6.0]])
    assert np.isnan([*found.effects, *found.adjusted, *found.errors]).all()
    assert found.raw.tolist() == [5.0, 6.0]
    assert np.isnan(kendalls_w([[1, 2, 3]]).w)


def test_without_the_highest_and_the_lowest_needs_five():
    assert consensus([1, 5, 6, 7, 10]).without_extremes == 6.0
    assert np.isnan(consensus([1, 5, 6, 7]).without_extremes)


def by_definition(scores, weights):
    """Mean over all orders of joining of what each evaluator adds to the lead of 0 over 1."""
    k = len(scores)

    def lead(members):
        if not members:
            return 0.0
        picked = scores[list(members)]
        known = ~np.isnan(picked)
        count = known.sum(axis=0)
        cells = np.where(count > 0, np.where(known, picked, 0).sum(axis=0) / np.maximum(count, 1), 5.0)
        return float(10 * (cells[0] - cells[1]) @ weights)

    found = np.zeros(k)
    orders = list(permutations(range(k)))
    for order in orders:
        for place, i in enumerate(order):
            found[i] += lead(order[: place + 1]) - lead(order[:place])
    return found / len(orders)


@given(
    hnp.arrays(float, (4, 2, 3), elements=st.one_of(st.integers(0, 10).map(float), st.just(np.nan))),
)
def test_shapley_values_are_those_of_the_definition(scores):
    scores[0, 0], scores[1, 0] = 9.0, 10.0
    scores[0, 1], scores[1, 1] = 1.0, 0.0
    weights = np.array([0.5, 0.3, 0.2])
    found = influence(scores, weights)
    if found.winner == 0:
        assert found.shapley == pytest.approx(by_definition(scores, weights), abs=1e-9)
        assert found.shapley.sum() == pytest.approx(found.margin)
        assert found.is_exact


def test_a_department_joins_and_leaves_together():
    scores = [[[9], [5]], [[9], [5]], [[2], [8]]]
    found = influence(scores, [1], players=["service", "service", "it"])
    assert found.players == ("service", "it")
    assert found.winner_without.tolist() == [1, 0]
    assert found.changes_winner.tolist() == [True, False]


def test_many_players_are_sampled_with_an_honest_error():
    rng = np.random.default_rng(5)
    scores = rng.uniform(0, 10, (14, 3, 4))
    found = influence(scores, np.ones(4), rng=np.random.default_rng(1), samples=400)
    again = influence(scores, np.ones(4), rng=np.random.default_rng(1), samples=400)
    assert found.shapley.tobytes() == again.shapley.tobytes()
    assert found.shapley.sum() == pytest.approx(found.margin)
    assert (found.is_exact, bool(np.all(found.standard_error > 0))) == (False, True)


def test_a_strict_member_makes_disagreement_of_scale_alone():
    found = disagreement([[[8, 6, 9]], [[6, 4, 7]]], [[["poc"] * 3]] * 2)
    assert found.scale == pytest.approx(found.variance)
    assert found.shares == pytest.approx([1, 0, 0])


def test_other_evidence_makes_disagreement_of_evidence():
    scores = [[[8, 6, 5, 7]], [[8, 6, 7, 5]], [[8, 6, 6, 6]]]
    levels = [[["x", "x", "paper", "demo"]], [["x", "x", "demo", "paper"]], [["x", "x", "y", "y"]]]
    found = disagreement(scores, levels)
    assert found.evidence == pytest.approx(found.variance)


@given(hnp.arrays(float, (3, 2, 3), elements=st.one_of(st.integers(0, 10).map(float), st.just(np.nan))))
def test_the_three_parts_are_the_whole_disagreement(scores):
    found = disagreement(scores, np.nan_to_num(scores) > 5)
    whole = found.scale + found.evidence + found.values
    assert whole[~np.isnan(found.variance)] == pytest.approx(found.variance[~np.isnan(found.variance)], abs=1e-9)


def test_alpha_of_two_coders_and_two_categories():
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, example A."""
    ratings = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert krippendorff_alpha(ratings, level="nominal").alpha == pytest.approx(0.095, abs=0.0006)


VARIED = np.array([[9.0, 2, 6, 4], [3, 8, 5, 7], [6, 5, 9, 1], [2, 7, 3, 8]])


def test_a_member_who_favours_one_alternative_is_flagged():
    noise = np.random.default_rng(4).normal(0, 0.3, (4, 4, 4))
    scores = VARIED + noise
    scores[2, 1] += 3
    found = member_flags(scores)
    assert np.argwhere(found.is_biased).tolist() == [[2, 1]]
    assert np.nansum(found.bias, axis=1) == pytest.approx(0, abs=1e-9)


def test_one_impression_for_all_criteria_is_halo():
    scores = np.array([VARIED, np.arange(4.0)[:, None] + VARIED[0] / 100, VARIED[:, ::-1]])
    assert member_flags(scores).has_halo.tolist() == [False, True, False]


def test_a_mild_member_is_not_biased_and_nobody_to_compare_with_is_no_flag():
    scores = np.array([VARIED, VARIED + 2])
    assert not member_flags(scores).is_biased.any()
    alone = member_flags([VARIED])
    assert not alone.is_central.any() and np.isnan(alone.bias).all()
    nothing = member_flags(np.full((2, 2, 2), np.nan))
    assert np.isnan(nothing.spread).all() and not nothing.has_halo.any()
