"""Do weights keep their sums, refuse nonsense and survive degenerate answers?"""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.weights import (
    ahp,
    best_worst,
    combine_judgments,
    combine_priorities,
    complete,
    count_alternatives,
    count_pairs,
    count_undominated,
    count_undominated_pairs,
    direct,
    largest_remainder,
    next_question,
    paprika,
    points,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
    redistribute,
    smart,
    swing,
    trade_off,
    trade_off_sentence,
    undominated_pairs,
)
from analysis.weights.paprika import conflicting

SIZES = st.lists(st.integers(0, 500), min_size=1, max_size=12)


@given(SIZES, st.integers(0, 10_000))
def test_largest_remainder_sums_exactly_and_stays_within_one(sizes, total):
    found = largest_remainder(sizes, total)
    assert sum(found) == total
    whole = sum(sizes)
    for part, size in zip(found, sizes, strict=True):
        quota = total * size / whole if whole else total / len(sizes)
        assert abs(part - quota) < 1 + 1e-9


def test_equal_remainders_are_served_by_code():
    assert largest_remainder([1, 1, 1], 100, keys=["c", "a", "b"]) == [33, 34, 33]
    assert largest_remainder([], 100) == []


@given(SIZES, st.data())
def test_redistribute_keeps_the_sum_and_the_locks(sizes, data):
    weights = largest_remainder(sizes)
    index = data.draw(st.integers(0, len(weights) - 1))
    locked = data.draw(st.lists(st.booleans(), min_size=len(weights), max_size=len(weights)))
    new = data.draw(st.integers(-100, 11_000))
    found = redistribute(weights, index, new, locked=locked)
    assert sum(found) == 10_000
    assert min(found) >= 0
    for i, is_locked in enumerate(locked):
        assert not is_locked or i == index or found[i] == weights[i]


@pytest.mark.parametrize(
    ("weights", "new", "locked", "found"),
    [
        ([5000, 5000], 7000, [False, True], [5000, 5000]),
        ([5000, 3000, 2000], 9000, [False, True, False], [7000, 3000, 0]),
        ([10_000, 0, 0], 4000, [False, False, False], [4000, 3000, 3000]),
        ([3000, 7000], -5, [False, False], [0, 10_000]),
    ],
)
def test_redistribute_at_its_limits(weights, new, locked, found):
    assert redistribute(weights, 0, new, locked=locked) == found


@given(st.lists(st.floats(0.1, 1000), min_size=2, max_size=9), st.floats(0.1, 50))
def test_scaling_answers_changes_no_weight(ratings, factor):
    assert direct(ratings) == pytest.approx(direct(factor * np.array(ratings)))


def test_answers_of_one_person_sum_to_one():
    for found in (direct([3, 1]), points([60, 40]), smart([10, 25]), swing([100, 0, 50])):
        assert found.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("rule", [rank_order_centroid, rank_sum, rank_reciprocal])
def test_rank_weights_fall_sum_to_one_and_share_between_equals(rule):
    found = rule([1, 2, 3, 4])
    assert found.sum() == pytest.approx(1.0)
    assert np.all(np.diff(found) < 0)
    shared = rule([1, 2.5, 2.5, 4])
    assert shared[1] == shared[2] == pytest.approx((found[1] + found[2]) / 2)
    assert rule([1]).tolist() == [1.0]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: direct([0, 0]), "percentages"),
        (lambda: direct([1, -1]), "percentages"),
        (lambda: points([50, 40]), "budget"),
        (lambda: points([50.5, 49.5]), "budget"),
        (lambda: smart([5, 10]), "ratings"),
        (lambda: swing([0, 0]), "ratings"),
        (lambda: rank_sum([]), "ranks"),
        (lambda: rank_order_centroid([0, 1]), "ranks"),
        (lambda: ahp([[1, 2], [2, 1]]), "matrix"),
        (lambda: ahp([[1, 2, 3]]), "matrix"),
        (lambda: ahp(np.ones((16, 16))), "random_index"),
        (lambda: best_worst([2, 3, 4], [4, 2, 1]), "best_to_others"),
        (lambda: best_worst([1, 3, 5], [4, 2, 1]), "others_to_worst"),
        (lambda: largest_remainder([-1, 2]), "sizes"),
        (lambda: redistribute([1, 2], 0, 1, locked=[True]), "locked"),
        (lambda: undominated_pairs([1, 2]), "levels"),
        (lambda: trade_off([1, 0], 0, 1), "weights"),
        (lambda: trade_off_sentence([1, 1], ["a"], given=0, gained=1), "criteria"),
        (lambda: paprika([2, 2], [((1, 0, 0), (0, 1, 0), False)]), "answers"),
        (lambda: paprika([2, 2], [((2, 0), (0, 1), False)]), "answers"),
        (lambda: paprika([], []), "levels"),
        (lambda: count_undominated(2, 1), "levels"),
        (lambda: ahp([[1, 2], [0.5, 2]]), "matrix"),
        (lambda: ahp([[1, -2], [-0.5, 1]]), "matrix"),
        (lambda: ahp([[1, 2], [0.5, 1]], table="mine"), "table"),
        (lambda: ahp(np.ones((3, 3)), random_index=0), "random_index"),
        (lambda: complete([[1, 2], [0.5, 1]], rule="odd"), "rule"),
        (lambda: combine_judgments([[1, 2], [0.5, 1]]), "matrices"),
        (lambda: combine_judgments([[[1, 2], [0.5, 1]]], people=[1, 1]), "people"),
        (lambda: best_worst([1, 10], [10, 1]), "best_to_others"),
        (lambda: best_worst([1, 2], [2, 2]), "others_to_worst"),
        (lambda: best_worst([1, 2, 3], [1, 2, 3]), "worst"),
        (lambda: best_worst([1, 2, 4], [4, 2, 1], best=1), "best"),
        (lambda: best_worst([1, 2], [2, 1, 1]), "others_to_worst"),
        (lambda: smart([np.nan, 10]), "ratings"),
        (lambda: swing([-1, 100]), "ratings"),
        (lambda: direct([]), "percentages"),
        (lambda: rank_order_centroid([np.nan, 1]), "ranks"),
        (lambda: combine_priorities([[0, 0]]), "weights"),
        (lambda: paprika([2, 2], None), "answers"),
        (lambda: paprika([2, 2], [((1, 0), (0, 1))]), "answers"),
        (lambda: paprika([2, 2], [(1, None)]), "answers"),
        (lambda: paprika([2, 2], [((1, 0), (0, 1), "a")]), "answers"),
        (lambda: paprika([2, 2], [((1, 0), (0, 1), np.nan)]), "answers"),
        (lambda: paprika([2, 2], [((1, 0), (0, 1), None)]), "answers"),
        (lambda: paprika([2, 2], [((1.0, 0), (0, 1), True)]), "answers"),
        (lambda: paprika([2.0, 2], []), "levels"),
        (lambda: paprika(None, []), "levels"),
        (lambda: paprika([2, 2], [], most=0), "most"),
        (lambda: undominated_pairs([2, 2], most="all"), "most"),
        (lambda: count_undominated(2.5, 2), "criteria"),
        (lambda: next_question([2, 2], [((1, 0), (0, 1), None)]), "answers"),
        (lambda: next_question([2, 2], [((1, 0), (0, 1), False), ((0, 1), (1, 0), False)]), "answers"),
        (lambda: conflicting([2, 2], [((2, 0), (0, 1), False)]), "answers"),
        (lambda: ahp([[1, 100], [0.006, 1]]), "matrix"),
        (lambda: ahp([[1, np.inf], [0, 1]]), "matrix"),
        (lambda: ahp(np.ones((3, 3)), random_index="a"), "random_index"),
        (lambda: complete([[1, 0], [np.nan, 1]]), "matrix"),
        (lambda: complete([[1, -2], [np.nan, 1]]), "matrix"),
        (lambda: combine_judgments([[[1, 2], [0.5, 1]]], people=[np.nan]), "people"),
        (lambda: best_worst([1, 3, 9], [9, 3, 1], best=1.0), "best"),
        (lambda: best_worst([1, 3, 9], [9, 3, 1], worst="a"), "worst"),
        (lambda: best_worst([1, np.nan], [2, 1]), "best_to_others"),
        (lambda: points([0, 0], total=0), "total"),
        (lambda: points([100], total=None), "total"),
        (lambda: trade_off([1, 1], 2, 0), "given"),
        (lambda: trade_off([1, 1], 0, 1.0), "gained"),
        (lambda: trade_off([1, 1], 0, 1, step=None), "step"),
        (lambda: largest_remainder([np.nan]), "sizes"),
        (lambda: largest_remainder(None), "sizes"),
        (lambda: largest_remainder([1], 2.5), "total"),
        (lambda: redistribute([1, 2], 0, None, locked=[False, False]), "new"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()


@given(st.lists(st.floats(1, 9), min_size=3, max_size=7))
def test_a_consistent_matrix_gives_its_weights_back(weights):
    share = np.array(weights) / sum(weights)
    found = ahp(share[:, None] / share[None, :])
    assert found.weights == pytest.approx(share)
    assert found.geometric == pytest.approx(share)
    assert (found.consistency_ratio, found.worst) == (0.0, None)


def test_twelve_equal_criteria_are_consistent():
    assert ahp(np.ones((12, 12))).consistency_ratio == 0.0


def test_the_worst_judgement_is_named():
    matrix = np.outer([8, 4, 2, 1], [1 / 8, 1 / 4, 1 / 2, 1])
    matrix[0, 3], matrix[3, 0] = 1 / 5, 5
    found = ahp(matrix)
    assert not found.is_consistent
    assert found.worst == (0, 3)
    assert found.geometric_index > 0.35


def test_two_criteria_are_always_consistent():
    found = ahp([[1, 3], [1 / 3, 1]])
    assert (found.consistency_ratio, found.worst) == (0.0, None)


def test_a_matrix_that_does_not_connect_is_refused():
    nan = float("nan")
    with pytest.raises(ValueError, match=r"^matrix: expected known judgements that connect"):
        complete([[1, 2, nan, nan], [0.5, 1, nan, nan], [nan, nan, 1, 2], [nan, nan, 0.5, 1]])


def test_judgements_rounded_to_two_decimals_are_reciprocal_enough():
    found = ahp([[1, 3, 7], [0.33, 1, 3], [0.14, 0.33, 1]])
    assert found.weights == pytest.approx(ahp([[1, 3, 7], [1 / 3, 1, 3], [1 / 7, 1 / 3, 1]]).weights, abs=0.003)


def test_the_table_of_random_indices_is_named():
    matrix = [[1, 2, 8], [1 / 2, 1, 2], [1 / 8, 1 / 2, 1]]
    new, old = ahp(matrix), ahp(matrix, table="saaty")
    assert (new.table, new.random_index, old.table, old.random_index) == ("alonso-lamata", 0.525, "saaty", 0.58)
    assert new.consistency_ratio * 0.525 == pytest.approx(old.consistency_ratio * 0.58)


@given(st.lists(st.floats(1, 9), min_size=4, max_size=7), st.randoms())
def test_gaps_of_a_consistent_matrix_are_filled_exactly(weights, random):
    share = np.array(weights)
    matrix = share[:, None] / share[None, :]
    known = matrix.copy()
    for i in range(2, len(share)):
        j = random.randrange(i - 1)
        known[i, j] = known[j, i] = np.nan
    for rule in ("eigenvalue", "logs"):
        assert complete(known, rule=rule) == pytest.approx(matrix, rel=1e-5)


def test_filling_many_gaps_beats_every_other_filling():
    nan = float("nan")
    known = np.array([[1, 2, nan, 9], [0.5, 1, 3, nan], [nan, 1 / 3, 1, 2], [1 / 9, nan, 0.5, 1]])
    best = ahp(complete(known)).largest_eigenvalue
    for a in np.linspace(1, 12, 23):
        for b in np.linspace(1, 12, 23):
            other = known.copy()
            other[0, 2], other[2, 0], other[1, 3], other[3, 1] = a, 1 / a, b, 1 / b
            assert ahp(other).largest_eigenvalue >= best - 1e-9


def test_a_group_keeps_reciprocity_and_unanimity():
    one, two = [[1, 2], [1 / 2, 1]], [[1, 1 / 3], [3, 1]]
    joint = combine_judgments([one, two])
    assert joint * joint.T == pytest.approx(np.ones((2, 2)))
    assert combine_priorities([[0.7, 0.3]] * 3).tolist() == pytest.approx([0.7, 0.3])
    assert combine_priorities([[0.8, 0.2], [0.2, 0.8]], geometric=True).tolist() == pytest.approx([0.5, 0.5])
    assert combine_priorities([[1, 0], [0, 1]], people=[3, 1]).tolist() == pytest.approx([0.75, 0.25])


def test_equal_comparisons_give_equal_best_worst_weights():
    found = best_worst([1, 1, 1], [1, 1, 1])
    assert found.weights.tolist() == pytest.approx([1 / 3] * 3)
    assert found.consistency_ratio == 0.0


@pytest.mark.parametrize(
    ("to_others", "to_worst", "best", "worst"), [([1, 4, 8], [8, 1, 1], 0, 2), ([1, 1, 4, 8], [2, 8, 2, 1], 1, 3)]
)
def test_of_several_ones_those_are_meant_that_agree(to_others, to_worst, best, worst):
    found, named = best_worst(to_others, to_worst), best_worst(to_others, to_worst, best=best, worst=worst)
    assert found.weights.tolist() == named.weights.tolist()


def test_a_comparison_between_two_steps_has_a_consistency_between_them():
    found = best_worst([1, 1.2, 1.2], [1.2, 1.2, 1])
    assert found.consistency_ratio == pytest.approx(found.nonlinear_xi / (0.2 * 0.44))


def test_consistent_best_worst_answers_have_no_gap():
    found = best_worst([1, 2, 4], [4, 2, 1])
    assert (found.xi, found.nonlinear_xi, found.input_ratio) == pytest.approx((0, 0, 0), abs=1e-7)
    assert found.weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])


@pytest.mark.parametrize(("criteria", "levels"), [(2, 2), (3, 3), (4, 2), (4, 3)])
def test_undominated_pairs_follow_the_formula(criteria, levels):
    assert len(set(undominated_pairs([levels] * criteria))) == count_undominated(criteria, levels)


def test_paprika_asks_until_everything_on_two_criteria_is_decided():
    truth = [np.array([0, 30, 60]), np.array([0, 10, 25]), np.array([0, 5, 15])]

    def worth(profile):
        return sum(points[level] for points, level in zip(truth, profile, strict=True) if level >= 0)

    answers = []
    while pair := next_question([3, 3, 3], answers):
        first, second = pair if worth(pair[0]) >= worth(pair[1]) else pair[::-1]
        answers.append((first, second, worth(first) == worth(second)))
    found = paprika([3, 3, 3], answers)
    assert found.asked == len(answers) < 27
    assert found.implied > 0
    assert sum(row[-1] for row in found.points) == pytest.approx(100)
    for first, second, is_equal in answers:
        gap = sum(row[max(a, 0)] - row[max(b, 0)] for row, a, b in zip(found.points, first, second, strict=True))
        assert gap == pytest.approx(0, abs=1e-6) if is_equal else gap > 0


def test_paprika_without_answers_is_not_identified():
    found = paprika([2, 2], [])
    assert (found.is_identified, found.asked, found.implied, found.open_pairs) == (False, 0, 0, 1)


def test_paprika_counts_what_a_ranking_of_three_criteria_implies():
    a_over_b, b_over_c = ((1, 0, -1), (0, 1, -1), False), ((-1, 1, 0), (-1, 0, 1), False)
    found = paprika([2, 2, 2], [a_over_b, b_over_c])
    assert (found.asked, found.implied, found.open_pairs) == (2, 3, 1)
    assert next_question([2, 2, 2], [a_over_b, b_over_c]) is None
    assert found.weights.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("level", [-1, 0, 1])
def test_a_criterion_that_does_not_differ_may_have_any_level(level):
    answers = [((1, 0, level), (0, 1, level), False)]
    found = paprika([2, 2, 2], answers)
    assert (found.asked, found.implied, found.open_pairs) == (1, 1, 4)
    assert next_question([2, 2, 2], answers) == ((1, -1, 0), (0, -1, 1))


def test_the_same_question_twice_counts_once():
    answer = ((1, 0), (0, 1), False)
    assert paprika([2, 2], [answer, ([1, 0], [0, 1], False)]).asked == 1


def test_a_contradiction_of_two_answers_is_found_among_larger_ones():
    first, second, third = ((1, 0, -1), (0, 1, -1), False), ((-1, 1, 0), (-1, 0, 1), False), ((0, -1, 1), (1, -1, 0))
    pair = ((0, 1, -1), (1, 0, -1), False)
    assert conflicting([2, 2, 2], [second, (*third, False), first, pair]) == [first, pair]
    assert conflicting([2, 2, 2], [first, ([0, 0, 0], [1, 1, 1], True)]) == [([0, 0, 0], [1, 1, 1], True)]


def test_paprika_names_a_smallest_contradiction():
    fine = ((1, 0, -1), (0, 1, -1), False)
    circle = [fine, ((-1, 1, 0), (-1, 0, 1), False), ((0, -1, 1), (1, -1, 0), False)]
    extra = ((1, 1, 0), (0, 0, 1), False)
    assert sorted(conflicting([2, 2, 2], [extra, *circle])) == sorted(circle)
    found = paprika([2, 2, 2], [extra, *circle])
    assert (sorted(found.conflict), found.is_identified) == (sorted(circle), False)
    assert all(np.isnan(row).all() for row in found.points)


def test_a_step_is_worth_more_of_a_lighter_criterion():
    assert trade_off([0.4, 0.1], 0, 1) == pytest.approx(40.0)


def test_the_pairs_of_eight_criteria_with_four_levels():
    """Hansen & Ombler 2008: 402 100 560 unique undominated pairs."""
    assert count_undominated(8, 4) == 402_100_560


@pytest.mark.parametrize(("criteria", "levels"), [(2, 2), (3, 2), (2, 4), (3, 3)])
def test_alternatives_and_their_pairs_are_counted(criteria, levels):
    everyone = list(itertools.product(range(levels), repeat=criteria))
    pairs = list(itertools.combinations(everyone, 2))
    undominated = [pair for pair in pairs if {np.sign(x - y) for x, y in zip(*pair, strict=True)} >= {-1, 1}]
    assert count_alternatives(criteria, levels) == len(everyone)
    assert count_pairs(criteria, levels) == len(pairs)
    assert count_undominated_pairs(criteria, levels) == len(undominated)
