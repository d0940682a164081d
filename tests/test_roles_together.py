"""Does what one sees obey the restriction of every role one holds? One case for each pair of roles.

Ed and Eva score; Pat holds both roles of a pair. What Pat may not see changes all at once, and every page must
stay as it was; then what Pat may see changes, and shows.
"""

from itertools import combinations

import pytest
from django.utils import timezone

from selection.models import Member, Phase, Selection
from tests.cast import join
from tests.scoring.scene import scene
from tests.test_leaks import FRAGMENT, dear, differing, pages

pytestmark = pytest.mark.django_db
ROLES = Member.ROLES
PAIRS = list(combinations(ROLES, 2))
TELLING = {"overview", "members", "vendors", "costs", "cost_lines", "cost_lines_add", "scoring", "scoring_round"}
NEEDS_COUNTS = {"chair", "procurement"}


def seated(*roles, phase=Phase.SCORE):
    """Pat holds the roles, and has opened the prices at a time when that was allowed: only the roles hide them."""
    s = scene(scoring_closes_at=None)
    s.committee.members["pat"] = join(s.selection, "pat", *roles, prices_seen_at=timezone.now())
    s.criteria["P1"].basis, s.criteria["P1"].curve = "tco", "piecewise"
    s.criteria["P1"].points = [["100000", "100"], ["200000", "0"]]
    s.criteria["P1"].save()
    s.give("ed", "F1", "A", 9)
    dear(s, 79_000_000, 97_000_000)
    Selection.objects.update(phase=phase)
    return s


def telling_pages(s):
    """Those that show counts, marks or prices to somebody."""
    return pages(s, "pat", only=TELLING)


def every_page(s):
    return pages(s, "pat")


def every_fragment(s):
    return pages(s, "pat", FRAGMENT)


LOOKS = [telling_pages, *(pytest.param(look, marks=pytest.mark.campaign) for look in (every_page, every_fragment))]


def prices(s):
    dear(s, 11_000_000, 19_000_000)


def counts(s):
    s.give("ed", "F2", "B", 4)


def values(s):
    s.selection.rounds.get().scores.update(score=2, rationale="完全不同的理由", level="claimed")


def activity(s):
    s.selection.rounds.get().scores.update(updated_at="2026-01-02T03:04:05Z")


def seen_by(pair):
    """What may show to this pair while the round is open, with a page on which it does."""
    watches = NEEDS_COUNTS & set(pair)
    if "evaluator" in pair:
        return {counts: "overview"} if watches else {}
    found = {prices: "costs"} if watches else {}
    return found | ({counts: "scoring_round", activity: "scoring_round"} if watches or "observer" in pair else {})


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_who_holds_two_roles_sees_what_neither_forbids(pair, look):
    s = seated(*pair)
    shown, before = seen_by(pair), look(s)
    for change in {values, prices, activity, counts} - shown.keys():
        change(s)
    hidden = look(s)
    assert differing(before, hidden) == []
    for change in shown:
        change(s)
    assert set(shown.values()) <= set(differing(hidden, look(s)) if shown else ())


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.INVITE])
@pytest.mark.parametrize("role", [role for role in ROLES if role != "evaluator"])
def test_who_is_to_score_sees_no_prices_before_scoring_opens(role, phase):
    s = seated(role, "evaluator", phase=phase)
    before = telling_pages(s)
    prices(s)
    assert differing(before, telling_pages(s)) == []
