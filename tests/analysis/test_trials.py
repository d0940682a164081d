"""Do the measures of trials keep their bounds and say nothing without data?"""

from datetime import UTC, datetime, timedelta
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trials import (
    concurrency,
    elapsed,
    first_contact_resolution,
    first_response,
    load_target,
    measured,
    needed_observations,
    needed_seats,
    needed_successes,
    needed_trials,
    net_promoter,
    percentile,
    resolution,
    satisfaction,
    seats_in_time,
    system_usability_scale,
    time_on_task,
    waiting,
    wilson_interval,
)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_inside_its_interval_and_both_in_0_to_1(counts):
    found = wilson_interval(*counts)
    low, high = found.interval
    assert 0 <= low <= found.share <= high <= 1
    mirrored = wilson_interval(counts[1] - counts[0], counts[1]).interval
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-12)


def test_how_many_must_pass_is_computed():
    assert needed_successes(1000, 0.95) == 964
    assert wilson_interval(963, 1000).interval[0] <= 0.95
    assert needed_successes(3, 0.95) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.integers(0, 100))
def test_the_nearest_rank_is_an_observation_that_enough_do_not_exceed(sample, p):
    found = percentile(sample, p)
    assert found in sample
    assert sum(x <= found for x in sample) >= p * len(sample) / 100 - 1e-9


def test_an_incomplete_sheet_is_left_out():
    whole = [4, 2, 4, 2, 4, 2, 4, 2, 4, 2]
    found = system_usability_scale([whole, [np.nan, *whole[1:]], whole])
    assert (found.mean, found.n) == (75.0, 2)
    assert found.interval.tolist() == [75.0, 75.0]
    assert (found.scores.tolist(), found.dropped) == ([75.0, 75.0], 1)


@pytest.mark.parametrize(
    "found",
    [
        measured([]),
        measured([np.nan]),
        system_usability_scale([[np.nan] * 10]),
        system_usability_scale([]),
        system_usability_scale(np.empty((0, 10))),
    ],
)
def test_no_data_is_no_number(found):
    assert found.n == 0
    assert np.isnan([found.mean, found.median, *found.interval]).all()


def test_no_answers_are_no_share():
    assert np.isnan(satisfaction([]).share)
    assert (net_promoter([]).n, np.isnan(net_promoter([]).score)) == (0, True)
    assert np.isnan(first_contact_resolution([]).share)
    assert first_response([np.nan]).missing == 1
    assert np.isnan(percentile([], 95))
    assert wilson_interval(0, 0).n == 0


def test_a_mean_of_one_has_no_interval():
    assert np.isnan(measured([4]).interval).all()


def test_a_t_interval_is_that_of_the_table():
    low, high = measured([1, 2, 3, 4]).interval
    assert (low, high) == pytest.approx((2.5 - 2.0542, 2.5 + 2.0542), abs=1e-3)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: system_usability_scale([[1, 2]]), "answers"),
        (lambda: system_usability_scale([[6] * 10]), "answers"),
        (lambda: wilson_interval(3, 2), "successes"),
        (lambda: percentile([1], 101), "p"),
        (lambda: percentile([1], 50, rule="odd"), "rule"),
        (lambda: percentile([[1]], 50), "sample"),
        (lambda: satisfaction([6]), "answers"),
        (lambda: net_promoter([11]), "answers"),
        (lambda: first_contact_resolution([0]), "contacts"),
        (lambda: first_contact_resolution([1], reopened=[True, False]), "reopened"),
        (lambda: first_response([-1]), "minutes"),
        (lambda: resolution([1], waiting=[2]), "waiting"),
        (lambda: elapsed(["2025-01-01"], []), "end"),
        (lambda: elapsed(["2025-01-02"], ["2025-01-01"]), "end"),
        (lambda: elapsed([], [], unit="weeks"), "unit"),
        (lambda: measured([1], confidence=1), "confidence"),
        (lambda: wilson_interval(1, 2, confidence=0), "confidence"),
        (lambda: needed_successes(10, 2), "limit"),
        (lambda: needed_trials(2, 0.5), "share"),
        (lambda: needed_trials(0.5, -1), "limit"),
        (lambda: needed_observations(100), "p"),
        (lambda: load_target(1, seconds=1, busy_share=2), "busy_share"),
        (lambda: load_target(-1, seconds=1), "daily"),
        (lambda: concurrency(-1, 1), "per_second"),
        (lambda: needed_seats(1, seconds=1, occupancy=0), "occupancy"),
        (lambda: needed_seats(-1, seconds=1), "per_hour"),
        (lambda: waiting(1, seconds=0, seats=1), "seconds"),
        (lambda: seats_in_time(1, seconds=1, share=1), "share"),
        (lambda: seats_in_time(-1, seconds=1), "per_hour"),
        (lambda: system_usability_scale(np.empty((0, 9))), "answers"),
        (lambda: wilson_interval(None, 2), "successes"),
        (lambda: wilson_interval(1.5, 2), "successes"),
        (lambda: wilson_interval(1, "many"), "n"),
        (lambda: wilson_interval(1, 2, confidence=None), "confidence"),
        (lambda: measured([1], confidence=np.nan), "confidence"),
        (lambda: measured([np.inf]), "sample"),
        (lambda: percentile([1], None), "p"),
        (lambda: needed_observations("p95"), "p"),
        (lambda: needed_successes(None, 0.5), "n"),
        (lambda: needed_successes(-1, 0.5), "n"),
        (lambda: needed_successes(2, None), "limit"),
        (lambda: needed_trials(np.nan, 0.5), "share"),
        (lambda: time_on_task([0, 1]), "seconds"),
        (lambda: time_on_task([[1]]), "seconds"),
        (lambda: time_on_task([1], confidence=1), "confidence"),
        (lambda: satisfaction([[5]]), "answers"),
        (lambda: satisfaction([5, 4], asked=1), "asked"),
        (lambda: satisfaction([5, 4], asked=2.5), "asked"),
        (lambda: first_contact_resolution([1, 1, 1], reopened=["no", "no", "no"]), "reopened"),
        (lambda: first_contact_resolution([1], reopened=[2]), "reopened"),
        (lambda: load_target(np.nan, seconds=1), "daily"),
        (lambda: load_target(1, seconds=None), "seconds"),
        (lambda: load_target(1, seconds=1, surge="high"), "surge"),
        (lambda: concurrency(1, np.nan), "seconds"),
        (lambda: needed_seats(np.nan, seconds=1), "per_hour"),
        (lambda: needed_seats(1, seconds=None), "seconds"),
        (lambda: needed_seats(1, seconds=1, shrinkage=1), "shrinkage"),
        (lambda: needed_seats(1, seconds=1, at_once=0.5), "at_once"),
        (lambda: waiting(1, seconds=1, seats=0), "seats"),
        (lambda: waiting(1, seconds=1, seats=1.5), "seats"),
        (lambda: waiting(1, seconds=1, seats=1, limit=None), "limit"),
        (lambda: seats_in_time(np.nan, seconds=1), "per_hour"),
        (lambda: seats_in_time(1, seconds=np.inf), "seconds"),
        (lambda: seats_in_time(1, seconds=1, share=None), "share"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_so_many_trials_clear_the_threshold_and_one_fewer_does_not(share, limit):
    n = needed_trials(share, limit)
    if n is None or n > 10**6:
        assert n is not None or share <= limit + 1e-9
        return

    def low(trials):
        z, p = 1.959963984540054, share
        half = z * np.sqrt(p * (1 - p) / trials + z * z / (4 * trials**2))
        return (p + z * z / (2 * trials) - half) / (1 + z * z / trials)

    assert low(n + 1) > limit - 1e-9
    assert n == 1 or low(n - 1) <= limit + 1e-9


@given(st.integers(1, 400), st.floats(0, 1))
def test_so_many_must_pass_and_one_fewer_is_not_enough(n, limit):
    x = needed_successes(n, limit)
    if x is None:
        assert wilson_interval(n, n).interval[0] <= limit
        return
    assert wilson_interval(x, n).interval[0] > limit
    assert x == 0 or wilson_interval(x - 1, n).interval[0] <= limit


def test_no_number_of_trials_tells_equal_shares_apart():
    assert needed_trials(0.1 + 0.2, 0.3) is None


def test_time_stamps_become_minutes_and_hours():
    created = ["2025-03-01T10:00", "2025-03-01T11:00", "2025-03-01T12:00"]
    assert elapsed(created, ["2025-03-01T10:02", None, "2025-03-02T12:00"], unit="hours").tolist()[::2] == [
        2 / 60,
        24.0,
    ]
    found = first_response(elapsed(created, ["2025-03-01T10:02", None, "2025-03-01T12:04"]))
    assert (found.mean, found.n, found.missing) == (3.0, 2, 1)


NOON = datetime(2025, 3, 1, 12)


@pytest.mark.parametrize(
    "stamp", [np.datetime64("NaT"), np.nan, "x", "", "2025/03/01 10:00", 1_740_823_200, NOON.replace(tzinfo=UTC)]
)
def test_what_is_no_time_stamp_of_the_same_kind_is_refused(stamp):
    with pytest.raises(ValueError, match=r"^end: expected "):
        elapsed([NOON], [stamp])


@pytest.mark.parametrize("stamps", [None, "2025-03-01", [NOON.date()]])
def test_what_is_no_list_of_time_stamps_is_refused(stamps):
    with pytest.raises(ValueError, match=r"^start: expected "):
        elapsed(stamps, [NOON])


def test_time_zones_are_converted():
    start = NOON.replace(tzinfo=UTC)
    assert elapsed([start, NOON], ["2025-03-01T14:00+01:00", NOON + timedelta(days=1)], unit="hours").tolist() == [
        1.0,
        24.0,
    ]


@given(st.lists(st.floats(0.1, 1e4), min_size=1, max_size=20), st.floats(0.01, 100))
def test_the_mean_time_follows_its_unit_and_lies_inside_its_interval(times, unit):
    found, scaled = time_on_task(times), time_on_task([unit * t for t in times])
    assert scaled.mean == pytest.approx(unit * found.mean)
    assert min(times) * (1 - 1e-9) <= found.mean <= np.mean(times) * (1 + 1e-9)
    assert len(times) == 1 or found.interval[0] <= found.mean * (1 + 1e-9) <= found.interval[1] * (1 + 2e-9)


def test_times_on_a_task_have_the_t_interval_of_their_logarithms():
    found = time_on_task([20, 40, np.nan, 80])
    half = 4.302653 * np.log(2) / np.sqrt(3)
    assert (found.mean, found.n, found.missing) == (pytest.approx(40), 3, 1)
    assert found.interval.tolist() == pytest.approx([40 * np.exp(-half), 40 * np.exp(half)], rel=1e-6)
    nothing, one = time_on_task([]), time_on_task([7])
    assert (nothing.n, np.isnan([nothing.mean, *nothing.interval]).all()) == (0, True)
    assert (one.mean, np.isnan(one.interval).all()) == (pytest.approx(7), True)


def test_the_response_rate_stands_beside_the_satisfaction():
    assert satisfaction([5, np.nan, 2], asked=8).response_rate == 0.25
    assert np.isnan(satisfaction([5, 2]).response_rate)
    assert np.isnan(satisfaction([], asked=0).response_rate)


def test_without_knowing_whether_it_was_reopened_an_enquiry_is_not_counted():
    found = first_contact_resolution([1, 1, 2, 1], reopened=[False, None, np.nan, 1])
    assert (found.share, found.n) == (0.5, 2)


def test_a_reopened_enquiry_was_not_solved_at_first_contact():
    assert first_contact_resolution([1, 1, 2, np.nan], reopened=[False, True, False, False]).share == 1 / 3


def test_a_surge_is_carried_by_littles_law():
    found = load_target(2400, seconds=300)
    assert (found.per_second, found.concurrency) == pytest.approx((0.4, 120.0))
    assert needed_seats(120, seconds=300) == 18


def test_every_share_of_answers_adds_to_all():
    found = net_promoter([10, 9, 8, 7, 6, 9, 10, 3, 0, 10])
    assert (found.promoters, found.passives, found.detractors) == (50.0, 20.0, 30.0)
    assert net_promoter([10, 10, 0]).passives == 0.0


@pytest.mark.parametrize(
    ("x", "n", "interval"), [(81, 263, [0.2553, 0.3662]), (15, 148, [0.0624, 0.1605]), (1, 29, [0.0061, 0.1718])]
)
def test_wilson_intervals_of_the_classic_comparison(x, n, interval):
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3."""
    assert wilson_interval(x, n).interval.round(4).tolist() == interval


@given(st.floats(0.05, 30), st.integers(1, 40))
def test_who_waits_follows_from_the_probabilities_of_each_number_of_calls(busy, seats):
    if busy >= seats:
        assert waiting(busy * 20, seconds=180, seats=seats).share == 1.0
        return
    some = [busy**n / factorial(n) for n in range(seats)]
    full = busy**seats / factorial(seats) * seats / (seats - busy)
    assert waiting(busy * 20, seconds=180, seats=seats).share == pytest.approx(full / (sum(some) + full), rel=1e-9)


def test_one_seat_fewer_is_too_slow():
    seats = seats_in_time(200, seconds=180, limit=20, share=0.9)
    inside = [waiting(200, seconds=180, seats=n).in_time >= 0.9 for n in (seats - 1, seats)]
    assert inside == [False, True]
