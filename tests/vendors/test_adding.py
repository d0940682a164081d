"""Do the figures of a column add up to the figure of their total?"""

from random import Random

import pytest
from django.utils import translation

from vendors.adding import STEP, adding_steps, figures, steps, yearly_steps


@pytest.mark.parametrize(
    ("parts", "chinese", "english"),
    [
        ([333_333, 333_333, 333_334], ["0.3", "0.3", "0.4"], ["3", "3", "4"]),
        ([1_250_000, 1_250_000], ["1.3", "1.2"], ["13", "12"]),
        ([5_070_000, 0, 60_070_000, 70_070_000], ["5.1", "0.0", "60.1", "70.0"], ["51", "0", "601", "700"]),
        ([12_345_678_901_250_000, 50_000], ["12,345,678,901.3", "0.0"], ["123,456,789,013", "0"]),
    ],
)
def test_a_column_adds_up_where_plain_rounding_does_not(parts, chinese, english):
    with translation.override("zh-hans"):
        assert figures(parts, sum(parts)) == chinese
    with translation.override("en"):
        assert figures(parts, sum(parts)) == english


def test_every_column_adds_up_and_no_figure_is_a_whole_digit_off():
    draw = Random(7)
    for size in (1, 2, 5, 12) * 50:
        parts = [draw.randrange(10 ** draw.randrange(4, 16)) for _part in range(size)]
        found = adding_steps(parts, steps(sum(parts)))
        assert sum(found) == steps(sum(parts))
        assert all(abs(shown * STEP - part) < STEP for shown, part in zip(found, parts, strict=True))


def test_years_add_up_and_no_part_exceeds_its_year():
    draw = Random(8)
    for size in (1, 2, 6, 11) * 50:
        years = [(draw.randrange(300_000), draw.randrange(300_000)) for _year in range(size)]
        whole, outside = [quoted + beyond for quoted, beyond in years], [beyond for _quoted, beyond in years]
        found = yearly_steps(whole, outside)
        assert sum(shown for shown, _part in found) == steps(sum(whole))
        assert all(0 <= part <= shown for shown, part in found)


def test_what_floating_point_adds_is_no_money():
    assert steps(150_000.0000001) == steps(150_000) == 2
    assert adding_steps([0.1 + 0.2, 1_000_000 - 1e-7], 10) == [0, 10]
