"""What a typed weight means, and how the weights inside a category follow it."""

from decimal import Decimal

import pytest

from criteria.shares import NotPoints, kept_shares, points_sent, points_typed, short
from criteria.templatetags.weights import trimmed


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("12.5", "12.5"),
        (" 8 ", "8"),
        (".5", "0.5"),
        ("7.", "7"),
        ("33.330", "33.33"),
        ("-1", "-1"),
        ("１２．５", "12.5"),  # an input method in full width
        ("1,5", "1.5"),
        ("7，5", "7.5"),
        ("12,500", "12.5"),  # nothing weighs 12 500
        ("12.5%", "12.5"),
    ],
)
def test_digits_and_a_point_are_read(text, points):
    assert points_typed(text) == Decimal(points)


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("33.333", "33.33"),
        ("0.005", "0.01"),
        ("12,345", "12.35"),
        ("1_0", ""),
        ("1e1", ""),
        ("1 0", ""),
        ("2²", ""),
        ("1.2.3", ""),
        ("NaN", ""),
        ("", ""),
    ],
)
def test_anything_else_is_refused_and_what_was_probably_meant_is_offered(text, offer):
    with pytest.raises(NotPoints) as refused:
        points_typed(text)
    assert refused.value.offer == offer


@pytest.mark.parametrize(
    ("data", "points"),
    [
        ({"points": "8", "step": "-0.5"}, "7.5"),
        ({"points": "33.333", "instead": "33.33"}, "33.33"),
        ({"points": "8", "step": ""}, "8"),
    ],
)
def test_a_form_sends_points_a_step_or_what_was_offered(data, points):
    assert points_sent(data) == Decimal(points)


@pytest.mark.parametrize(
    ("weights", "held", "before", "after", "shares"),
    [
        ([5000, 3000, 2000], [True, False, False], 6000, 3000, [10_000, 0, 0]),
        ([5000, 3000, 2000], [True, False, False], 6000, 4000, [7500, 1500, 1000]),
        ([5000, 3000, 2000], [True, True, False], 6000, 9000, [3333, 2000, 4667]),
        ([5000, 3000, 2000], [True, False, False], 6000, 2999, None),
        ([5000, 5000], [True, True], 6000, 1000, [5000, 5000]),
        ([0, 10_000], [True, False], 6000, 0, [0, 10_000]),
        ([3333, 3333, 3334], [True, True, False], 3, 2, [5000, 5000, 0]),
    ],
)
def test_held_shares_keep_their_points(weights, held, before, after, shares):
    assert kept_shares(weights, held, before, after=after) == shares


@pytest.mark.parametrize(("above", "weight"), [(2500, 946), (2200, 9075), (4400, 1875), (10_000, 9333)])
def test_a_page_writes_half_a_hundredth_as_the_record_does(above, weight):
    exact = Decimal(above * weight).scaleb(-6)
    for noise in (-4e-15, 0.0, 4e-15):
        assert trimmed(above / 10_000 * weight / 10_000 * 100 + noise) == short(exact)
