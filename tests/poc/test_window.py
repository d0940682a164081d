"""What does the window say on a given day?"""

from datetime import date

import pytest
from django.utils import translation

from poc.models import Plan
from poc.window import window

PLAN = Plan(start=date(2026, 3, 2), end=date(2026, 3, 20))


def said(plan, today, language="en"):
    with translation.override(language):
        return window(plan, today)


@pytest.mark.parametrize(
    ("today", "headline"),
    [
        (date(2026, 2, 27), "Starts in 1 working day"),
        (date(2026, 2, 26), "Starts in 2 working days"),
        (date(2026, 3, 18), "2 working days left"),
        (date(2026, 3, 19), "1 working day left"),
        (date(2026, 3, 20), "Last day"),
        (date(2026, 3, 15), "5 working days left"),
    ],
)
def test_headline_counts_working_days(today, headline):
    assert said(PLAN, today).headline == headline


def test_past_window_says_when_it_ended():
    assert said(PLAN, date(2027, 1, 4)).headline.startswith("Ended on ")


def test_strip_has_a_block_a_working_day():
    blocks = said(PLAN, date(2026, 3, 18)).blocks
    assert [block.label for block in blocks] == [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20]
    assert [block.state for block in blocks] == ["past"] * 12 + ["now"] + ["left"] * 2
    assert [block.label for block in blocks if block.starts_week] == [9, 16]


def test_long_window_is_drawn_in_weeks():
    plan = Plan(start=date(2026, 3, 2), end=date(2026, 5, 1))
    blocks = said(plan, date(2026, 3, 18)).blocks
    assert [block.label for block in blocks] == [2, 9, 16, 23, 30, 6, 13, 20, 27]
    assert [block.state for block in blocks] == ["past", "past", "now"] + ["left"] * 6


@pytest.mark.parametrize(
    ("end", "detail"),
    [
        (date(2026, 3, 8), "1 week, two to four are usual"),
        (date(2026, 3, 15), "2 weeks, within the usual two to four"),
        (date(2026, 3, 29), "4 weeks, within the usual two to four"),
        (date(2026, 3, 30), "5 weeks, two to four are usual"),
    ],
)
def test_length_is_held_against_what_is_usual(end, detail):
    assert said(Plan(start=date(2026, 3, 2), end=end), date(2026, 3, 3)).detail.partition(", ")[2] == detail


@pytest.mark.parametrize("plan", [None, Plan(), Plan(start=date(2026, 3, 2))])
def test_plan_without_both_days_has_no_strip(plan):
    assert window(plan, date(2026, 3, 3)) is None
