"""Are must-haves met exactly at the limit, pending without a value, and is the price of a rule shown?"""

from decimal import Decimal

import numpy as np
import pytest

from analysis.screening import MustHave, judge, overall, screen

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "operator", "limit", "state", "missed"),
    [
        (97.9, ">=", 98, "fail", "0.1"),
        (98, ">=", 98, "pass", None),
        (Decimal("99.9"), ">=", 99.9, "pass", None),
        (3, "<=", 2, "fail", "1"),
        (2, "<=", 2, "pass", None),
        (3, "=", 3, "pass", None),
        (4, "=", 3, "fail", "1"),
        (3, "in", [3, 5], "pass", None),
        (8, "in", [3, 5], "fail", "3"),
        (None, ">=", 1, "pending", None),
        (NAN, ">=", 1, "pending", None),
        ("CN", "in", ["CN", "EU"], "pass", None),
        ("US", "in", ["CN", "EU"], "fail", None),
        ("CN", "in", "CN", "pass", None),
        (True, "=", True, "pass", None),
        (False, "=", True, "fail", None),
        ("yes", "=", "yes", "pass", None),
        ("no", "=", "yes", "fail", None),
        (3, "in", ["many", 5], "fail", "2"),
        (NAN, "=", "yes", "pending", None),
    ],
)
def test_a_rule_compares_unrounded_numbers(value, operator, limit, state, missed):
    assert judge(value, None, operator, limit=limit) == (state, None if missed is None else Decimal(missed))


def test_weak_evidence_is_pending_whatever_the_value():
    assert judge(1, "claimed", ">=", limit=98)[0] == "pending"
    assert judge(99, "documented", ">=", limit=98)[0] == "pass"
    assert judge(99, "documented", ">=", limit=98, least="poc")[0] == "pending"
    assert judge(99, "E0", ">=", limit=98)[0] == "pending"
    assert judge(99, "E5", ">=", limit=98, least="E4")[0] == "pass"


def test_a_failure_beats_a_pending_need():
    assert [overall(dict(enumerate(states))) for states in (["pass", "fail", "pending"], ["pending", "pass"], [])] == [
        "fail",
        "pending",
        "pass",
    ]


def test_no_rules_pass_everybody():
    found = screen({}, {"A": {}, "B": {}})
    assert (found.status, found.reasons, found.missed) == ({"A": "pass", "B": "pass"}, {}, {})


def test_a_rule_without_effect_or_hope_is_named():
    rules = {"high": (">=", 10), "low": (">=", 1)}
    found = screen(rules, {"A": {"high": 2, "low": 3}, "B": {"high": 4, "low": 1}})
    assert (found.infeasible, found.idle, found.has_few_vendors) == (("high",), ("low",), True)
    assert screen({str(i): (">=", 1) for i in range(13)}, {"A": {}}).has_many_rules


def test_the_shadow_rank_is_the_place_without_the_rule():
    values = {"A": {"x": 9}, "B": {"x": 10}, "C": {"x": 11}, "D": {}}
    found = screen({"x": (">=", 10)}, values, totals={"A": 80, "B": 90, "C": 70, "D": 60})
    assert (found.status["D"], found.shadow_ranks) == ("pending", {"A": 2})


def test_evidence_is_asked_rule_by_rule():
    rules = {"x": MustHave(">=", 10, "poc"), "y": (">=", 1)}
    found = screen(rules, {"A": {"x": 12, "y": 1}}, evidence={"A": {"x": "documented", "y": "documented"}})
    assert (found.states["A"], found.reasons) == ({"x": "pending", "y": "pass"}, {"A": ["x"]})
    assert screen(rules, {"A": {"x": 12, "y": 1}}, evidence={}).reasons == {"A": ["x", "y"]}


def test_the_reasons_are_all_rules_that_are_not_met_failed_ones_first():
    rules = {"open": (">=", 1), "met": (">=", 1), "missed": (">=", 5), "late": ("<=", 1)}
    found = screen(rules, {"A": {"met": 2, "missed": 3, "late": 2}, "B": {"met": 2, "missed": 9, "late": 1}})
    assert found.reasons == {"A": ["missed", "late", "open"], "B": ["open"]}
    assert found.states["A"] == {"open": "pending", "met": "pass", "missed": "fail", "late": "fail"}


@pytest.mark.parametrize("limit", [True, np.True_, 3, np.int64(3), np.float64(3.0), "CN", np.str_("CN")])
def test_equal_is_written_in_two_ways_and_numpy_counts_as_python(limit):
    plain = limit.item() if isinstance(limit, np.generic) else limit
    for value in (limit, plain):
        assert judge(value, None, "==", limit=limit) == judge(value, None, "=", limit=plain) == ("pass", None)
    assert judge("US", None, "==", limit=limit)[0] == "fail"
    assert screen({"x": ("in", [limit])}, {"A": {"x": plain}}).status == {"A": "pass"}


def test_words_are_screened_without_an_amount():
    rules = {"region": ("in", ["CN", "EU"]), "private": ("=", True)}
    found = screen(rules, {"A": {"region": "CN", "private": True}, "B": {"region": "US", "private": False}})
    assert (found.status, found.missed) == ({"A": "pass", "B": "fail"}, {})


@pytest.mark.parametrize("levels", [{"A": {"x": None}}, {"A": {}}, {"A": None}, {}])
def test_an_absent_level_is_pending(levels):
    assert screen({"x": (">=", 1)}, {"A": {"x": 1}}, evidence=levels).status == {"A": "pending"}


def test_whoever_has_no_total_gets_no_place_and_takes_none():
    values = {"A": {"x": 1}, "B": {"x": 1}, "C": {"x": 9}, "D": {"x": 9}}
    found = screen({"x": (">=", 5)}, values, totals={"A": NAN, "B": 60, "C": None, "D": 70})
    assert found.shadow_ranks == {"B": 2}


RULE, ONE = {"x": (">=", 1)}, {"A": {"x": 1}}


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: judge("abc", None, ">=", limit=1), "value"),
        (lambda: judge(True, None, "<=", limit=1), "value"),
        (lambda: judge(float("inf"), None, ">=", limit=1), "value"),
        (lambda: judge(1, None, ">=", limit=NAN), "limit"),
        (lambda: judge(1, None, "=", limit=None), "limit"),
        (lambda: judge(None, None, ">=", limit="ten"), "limit"),
        (lambda: judge(1, "poc", ">=", limit=1, least="rumour"), "least"),
        (lambda: screen({"x": (">=", 1, "poc", 3)}, ONE), "rules"),
        (lambda: screen({"x": ">=10"}, ONE), "rules"),
        (lambda: screen({"x": None}, ONE), "rules"),
        (lambda: screen([">="], ONE), "rules"),
        (lambda: screen(RULE, [1]), "values"),
        (lambda: screen(RULE, {"A": [1]}), "values"),
        (lambda: screen(RULE, ONE, evidence={"A": "poc"}), "evidence"),
        (lambda: screen(RULE, ONE, totals={"Z": 1}), "totals"),
        (lambda: screen(RULE, ONE, totals={"A": "high"}), "totals"),
        (lambda: overall({"x": "unknown"}), "states"),
        (lambda: judge(1, None, ">", limit=1), "operator"),
        (lambda: judge(1, "rumour", ">=", limit=1), "level"),
        (lambda: judge(1, None, "in", limit=[]), "limit"),
        (lambda: judge(1, None, ">=", limit=[1, 2]), "limit"),
        (lambda: judge(Decimal(1), None, ">", limit=Decimal(2)), "operator"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: expected "):
        call()
