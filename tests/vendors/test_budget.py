"""Is an amount said to lie as far from ceiling and target as it does?"""

import pytest
from django.utils import translation

from vendors.budget import covers_quote, distance


@pytest.mark.parametrize(
    ("amount", "target", "ceiling", "said"),
    [
        (79_400_000, 30_000_000, 40_000_000, "超出上限 39.4 万元"),
        (35_000_000, 30_000_000, 40_000_000, "超出目标 5.0 万元，低于上限 5.0 万元"),
        (28_000_000, 30_000_000, 40_000_000, "低于目标 2.0 万元"),
        (40_000_000, 30_000_000, 40_000_000, "超出目标 10.0 万元，低于上限 0.0 万元"),
        (35_000_000, None, 40_000_000, "低于上限 5.0 万元"),
        (35_000_000, 30_000_000, None, "超出目标 5.0 万元"),
        (35_000_000, None, None, ""),
        (None, 30_000_000, 40_000_000, ""),
    ],
)
def test_the_distance_is_said_in_money(amount, target, ceiling, said):
    with translation.override("zh-hans"):
        assert distance(amount, target=target, ceiling=ceiling, currency="CNY") == said


@pytest.mark.parametrize(
    ("bases", "is_quote"), [(["tco"], False), (["quote"], True), (["quote", "tco"], False), ([], False)]
)
def test_a_budget_is_for_the_total_unless_only_quotes_are_scored(bases, is_quote):
    assert covers_quote([{"kind": "price", "basis": basis} for basis in bases]) == is_quote
