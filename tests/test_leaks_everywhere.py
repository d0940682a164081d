"""Does any page of anybody, in any phase and language, depend on what that person may not see?

Data that could leak is planted: another's mark, rationale, "not applicable", mark of a spreadsheet, price and label of
a price. Every page and fragment is captured, what is hidden changes, and every page is captured again: all bytes are
the same but tokens.
"""

from itertools import combinations, product

import pytest
from django.test import Client

from scoring.models import FoundMark, FoundSheet, Score
from selection.models import Member, Phase, Selection, User
from tests.cast import join
from tests.scoring.scene import scene
from tests.test_access import COMMITTEES, TABLES
from tests.test_leaks import FRAGMENT, OUTSIDE, answer_of, dear, differing, naming, path, said_in, without_frames
from vendors.models import CostLine

pytestmark = pytest.mark.django_db
SEATS = [seat for size in (1, 2, len(Member.ROLES)) for seat in combinations(Member.ROLES, size)]
COVERED = [Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED]
MARKED = [Phase.SCORE, Phase.CLOSED, Phase.CONSENSUS]
LOOKS = list(product(("zh-hans", "en"), ({}, FRAGMENT)))
RATIONALE, LABEL = "只有埃德知道的理由", "只有柏买知道的名目"


def planted(seat, phase):
    """Pat holds the roles; the prices are in, and Ed has marked every cell once marks can be given."""
    s = scene(scoring_closes_at=None)
    s.committee.members["pat"] = join(s.selection, "pat", *seat)
    for leaf, vendor in product(("F1", "F2", "T1"), s.vendors if phase in MARKED else ()):
        s.give("ed", leaf, vendor, 9, rationale=RATIONALE)
    s.find("ed", dict.fromkeys(product(("F1", "F2"), s.vendors), RATIONALE), file=f"{RATIONALE}.xlsx")
    s.criteria["P1"].basis, s.criteria["P1"].curve = "tco", "piecewise"
    s.criteria["P1"].points = [["100000", "100"], ["200000", "0"]]
    s.criteria["P1"].save()
    Selection.objects.update(phase=phase, budget_ceiling=20_000_000, budget_target=10_000_000)
    cost(s, 79_000_000, 97_000_000)
    return s


def cost(s, *amounts, label=LABEL):
    dear(s, *amounts)
    CostLine.objects.update(label_zh=label, label_en=label)


def may_see_prices(seat, phase):
    """Who buys or chairs; who scores as well waits until the round is closed."""
    return bool({"chair", "procurement"} & set(seat)) and ("evaluator" not in seat or phase == Phase.CLOSED)


def change_what_is_hidden(s, seat, phase):
    marks = Score.objects.filter(member__key="ed")
    marks.update(score=2, rationale="完全是另一个理由", level="claimed")
    marks.filter(criterion__code="F2").update(score=None, is_not_applicable=True)
    FoundMark.objects.update(text="9")
    FoundSheet.objects.update(file="另一个.xlsx", is_own=False)
    if not may_see_prices(seat, phase):
        cost(s, 11_000_000, 19_000_000, label="另一个名目")


def signed_in(s):
    client = Client()
    client.force_login(s.committee.members["pat"].user)
    return client


def captured(s, looks=LOOKS):
    """Every address of the selection, and the pages of more than one, as Pat gets them."""
    client, found = signed_in(s), {}
    places = {route.name: path(s, route) for route in COMMITTEES} | {place: place for place in OUTSIDE}
    for language, headers in looks:
        User.objects.filter(username="pat").update(language=language)
        for name, place in places.items():
            if headers and name in TABLES:  # no script asks for a file
                continue
            answer = answer_of(client, name, place, headers=headers)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found[language, bool(headers), name] = answer.status_code, said_in(content)
    return found


def look_twice(seat, phase, looks=LOOKS):
    s = planted(seat, phase)
    signed_in(s).get("/")  # the first request of a device is noted
    before = captured(s, looks)
    change_what_is_hidden(s, seat, phase)
    return before, captured(s, looks)


def must_not_show(seat, phase):
    return [RATIONALE] if may_see_prices(seat, phase) else [RATIONALE, LABEL]


def test_a_judge_who_observes_learns_nothing_before_the_reveal(monkeypatch):
    seat, phase = ("evaluator", "observer"), Phase.CLOSED
    without_frames(monkeypatch)
    before, after = look_twice(seat, phase, looks=[("zh-hans", FRAGMENT), ("en", {})])
    assert (differing(before, after), naming(before, *must_not_show(seat, phase))) == ([], [])


@pytest.mark.campaign
@pytest.mark.parametrize("phase", COVERED)
@pytest.mark.parametrize("seat", SEATS, ids="+".join)
def test_nobody_learns_anything_before_the_reveal(seat, phase):
    """Nearly fifty thousand answers in all."""
    before, after = look_twice(seat, phase)
    assert (differing(before, after), naming(before, *must_not_show(seat, phase))) == ([], [])
    assert len(before) == len(LOOKS) * (len(COMMITTEES) + len(OUTSIDE)) - len(LOOKS) // 2 * len(TABLES)


@pytest.mark.campaign
@pytest.mark.parametrize("seat", SEATS, ids="+".join)
def test_the_same_look_finds_what_the_reveal_shows(seat):
    s = planted(seat, Phase.CONSENSUS)
    before = captured(s)
    change_what_is_hidden(s, seat, Phase.CONSENSUS)
    changed = {name for _language, _is_fragment, name in differing(before, captured(s))}
    assert ("scores" in changed, naming(before, RATIONALE) != []) == (True, True)
