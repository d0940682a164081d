"""Does agreement behave at its ends, with gaps and without variation?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.group import consensus, icc, is_disputed, kendalls_w, krippendorff_alpha, severity

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


def test_an_interval_holds_the_estimate():
    ratings = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
    low, high = icc(np.array(ratings).T).interval
    assert low < icc(np.array(ratings).T).single[2] < high
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
    [[[5.0], [6.0]], [[5, np.nan], [np.nan, 6]], [[5, np.nan], [6, np.nan]], [[5, 6], [np.nan, np.nan]]],
)
def test_unconnected_raters_are_refused(ratings):
    with pytest.raises(ValueError, match=r"^ratings: expected at least two raters connected"):
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
    ],
)
def test_disputed_cells(scores, top, disputed):
    assert is_disputed(scores, top=top) is disputed


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: icc([[1, np.nan], [1, 2]]), "ratings"),
        (lambda: krippendorff_alpha([[1, 2]], level="ratio"), "level"),
        (lambda: consensus([[1]]), "scores"),
        (lambda: consensus([1], trim=0.5), "scores"),
        (lambda: consensus([1, 2], departments=["it"]), "departments"),
        (lambda: is_disputed([1, 2], top=7), "top"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()
