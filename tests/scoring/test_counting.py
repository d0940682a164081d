"""Do the marks of people who stop judging count only when somebody says so, and is that told everywhere?"""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from criteria.assignments import codes
from reports import exceptions
from reports.decision_file import export
from scoring import counting, rounds
from scoring.models import Score
from scoring.reveal import everybody
from selection import committee, ledger
from selection.access import WrongPhase
from selection.models import Event, LateAct, Member, Phase, Selection, User
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db
REASON = "埃德换了部门，不再参加评审"


@pytest.fixture
def s():
    """Eva prefers B, Ed prefers A more strongly."""
    made = scene()
    for leaf in ("F1", "F2", "T1"):
        for vendor, eva, ed in (("A", 6, 8), ("B", 7, 4)):
            made.give("eva", leaf, vendor, eva)
            made.give("ed", leaf, vendor, ed)
    User.objects.update(language="en")
    return made


def not_counted(s):
    return export.build(Selection.objects.get(pk=s.selection.pk)).get("not_counted", [])


def means(s):
    Selection.objects.update(phase=Phase.CONSENSUS)
    [first, *_rest] = everybody(s.member("chen")).lines
    return [cell.mean for cell in first.cells]


def page_text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def address(name, *args):
    return reverse(name, args=["S-0001", *args])


def test_scores_say_who_gave_them_knowing_the_prices(s, client):
    Selection.objects.update(phase=Phase.CONSENSUS, sealed_prices=True)
    Member.objects.filter(key="ed").update(knows_prices=REASON)
    client.force_login(s.member("bo").user)
    told = re.findall(r"(\w+) \d+ scored knowing the prices", page_text(client.get(address("scores"))))
    assert told == ["ed"] * 6


def test_marks_of_who_is_removed_do_not_count_unless_it_is_said(s):
    counting.remove(s.member("ed"), member=s.member("bo"), reason=REASON)
    ed = s.member("ed")
    assert (ed.removed_at is not None, ed.marks_count, ed.not_counted_reason) == (True, False, REASON)
    assert not_counted(s) == [{"person": "ed", "reason": REASON}]
    assert means(s) == [6, 7]


def test_marks_of_who_is_removed_count_when_that_is_said(s):
    counting.remove(s.member("ed"), member=s.member("bo"), counts=True, reason=REASON)
    assert (s.member("ed").marks_count, not_counted(s), means(s)) == (True, [], [7, 5.5])
    assert [(row["kind"], row["reason"]) for row in exceptions.of(s.selection)] == [("marks_kept", REASON)]


def test_removing_a_judge_with_marks_asks_for_a_reason(s):
    with pytest.raises(ValidationError) as refusal:
        counting.remove(s.member("ed"), member=s.member("bo"), reason="走了")
    assert list(refusal.value.message_dict) == ["reason"]
    assert s.member("ed").removed_at is None


def test_who_gave_no_marks_leaves_without_a_word(s):
    Score.objects.filter(member__key="ed").update(score=None)
    counting.remove(s.member("ed"), member=s.member("bo"))
    assert (s.member("ed").removed_at is not None, counting.to_tell(s.selection)) == (True, [])


def test_who_stops_judging_is_asked_like_who_leaves(s):
    with pytest.raises(ValidationError):
        counting.change(s.member("ed"), roles=["observer"], department="it", member=s.member("bo"))
    counting.change(s.member("ed"), roles=["observer"], department="it", member=s.member("bo"), reason=REASON)
    assert (s.member("ed").marks_count, s.member("ed").is_evaluator) == (False, False)
    counting.change(s.member("ed"), roles=["evaluator"], department="it", member=s.member("bo"))
    assert (s.member("ed").marks_count, s.member("ed").not_counted_reason) == (True, "")


def kept(s):
    found = Event.objects.filter(chain__selection=s.selection, type="scoring.marks_kept")
    return [(event.object, event.reason, event.payload.body["marks"]) for event in found]


def test_taking_criteria_away_on_which_marks_stand_asks_why_and_lets_them_count(s):
    before = means(s)
    Selection.objects.update(phase=Phase.SCORE)
    with pytest.raises(ValidationError):
        counting.assign(s.member("ed"), criteria=[s.criteria["F"]], member=s.member("bo"), reason="改")
    assert codes(s.member("ed")) == []
    counting.assign(s.member("ed"), criteria=[s.criteria["F"]], member=s.member("bo"), reason=REASON)
    assert (codes(s.member("ed")), kept(s)) == (["F"], [("ed", REASON, {"T1": 2})])
    assert {leaf.code: count for leaf, count in counting.marks_beside(s.member("ed")).items()} == {"T1": 2}
    counting.assign(s.member("ed"), criteria=[s.criteria["F1"]], member=s.member("bo"), reason=REASON)
    assert kept(s)[1:] == [("ed", REASON, {"F2": 2})]
    assert means(s) == before
    told = exceptions.of(s.selection)
    found = [(row["kind"], row["person"]["key"], row["marks"], row["reason"]) for row in told]
    assert found == [("criteria_taken", "ed", 2, REASON)] * 2


def test_sharing_out_criteria_without_marks_asks_nothing(s):
    Score.objects.filter(member__key="ed", criterion__code="T1").update(score=None)
    counting.assign(s.member("ed"), criteria=[s.criteria["F"]], member=s.member("bo"))
    counting.assign(s.member("ed"), criteria=[], member=s.member("bo"))
    assert (kept(s), counting.marks_beside(s.member("ed"))) == ([], {})


def test_after_the_round_nothing_is_shared_out(s):
    Selection.objects.update(phase=Phase.CLOSED)
    with pytest.raises(WrongPhase):
        counting.assign(s.member("ed"), criteria=[s.criteria["F"]], member=s.member("bo"), reason=REASON)


def test_who_comes_back_has_marks_that_count_again(s):
    ed = s.member("ed")
    counting.remove(ed, member=s.member("bo"), reason=REASON)
    committee.add(s.selection, user=ed.user, roles=["evaluator"], department="it", by=s.member("bo"))
    assert (s.member("ed").marks_count, not_counted(s)) == (True, [])


def test_a_sheet_that_was_not_submitted_is_left_out_by_name(s):
    rounds.close_round(s.selection, member=s.member("chen"), left_out={s.member("ed"): REASON})
    assert not_counted(s) == [{"person": "ed", "reason": REASON}]
    assert [(row["kind"], row["by"]["key"], row["reason"]) for row in exceptions.of(s.selection)] == [
        ("sheet_left_out", "chen", REASON)
    ]
    assert means(s) == [6, 7]


def test_a_submitted_sheet_cannot_be_left_out(s):
    s.selection.rounds.get().sheets.create(member=s.member("ed"), submitted_at=timezone.now())
    with pytest.raises(ValidationError):
        rounds.close_round(s.selection, member=s.member("chen"), left_out={s.member("ed"): REASON})
    assert s.member("ed").marks_count


def left_before(s):
    """Removed by a version that did not ask."""
    Member.objects.filter(key="ed").update(removed_at=timezone.now(), marks_settled=False)


def test_who_left_before_anybody_was_asked_is_settled_once(s):
    left_before(s)
    assert [member.key for member in counting.unsettled()] == ["ed"]
    assert [row["kind"] for row in exceptions.of(s.selection)] == ["marks_not_settled"]
    counting.settle(s.member("ed"), member=s.member("chen"), counts=False, reason=REASON)
    assert (list(counting.unsettled()), not_counted(s)) == ([], [{"person": "ed", "reason": REASON}])
    with pytest.raises(ValidationError):
        counting.settle(s.member("ed"), member=s.member("chen"), counts=True, reason=REASON)


def test_nothing_waits_to_be_settled_of_who_left_without_marks_or_came_back(s):
    left_before(s)
    Member.objects.filter(key="eva").update(removed_at=timezone.now(), marks_settled=False)
    s.selection.rounds.get().scores.filter(member__key="eva").delete()
    assert [member.key for member in counting.unsettled()] == ["ed"]
    Member.objects.filter(key="ed").update(removed_at=None)
    assert list(counting.unsettled()) == []


def test_settling_after_the_round_is_a_late_act(s):
    left_before(s)
    Selection.objects.update(phase=Phase.CONSENSUS)
    counting.settle(s.member("ed"), member=s.member("chen"), counts=False, reason=REASON)
    assert LateAct.objects.get().kind == "scoring.marks_settled"


def test_decided_selections_never_change(s):
    left_before(s)
    Selection.objects.update(phase=Phase.DONE)
    with pytest.raises(WrongPhase):
        counting.settle(s.member("ed"), member=s.member("chen"), counts=False, reason=REASON)


# ---- pages


def test_the_page_of_a_person_asks_and_keeps_what_was_typed(s, client):
    client.force_login(s.member("bo").user)
    ed = s.member("ed").pk
    assert "6 scores were given. Say whether they count, and why." in page_text(client.get(address("edit_member", ed)))
    answer = client.post(address("remove_member", ed), {"removal-counts": "yes", "removal-reason": "走了"})
    assert answer.status_code == 422
    assert ">\n走了</textarea>" in answer.content.decode()
    assert answer.context["removal"]["counts"].value() == "yes"
    client.post(address("remove_member", ed), {"removal-counts": "no", "removal-reason": REASON})
    assert (s.member("ed").marks_count, s.member("ed").removed_at is not None) == (False, True)
    assert f"The 6 scores of ed do not count. {REASON}" in page_text(client.get(address("members")))


def test_the_page_says_which_marks_stand_and_asks_when_their_criterion_is_taken_away(s, client):
    client.force_login(s.member("bo").user)
    ed = address("edit_member", s.member("ed").pk)
    text = page_text(client.get(ed))
    assert "Scores on criteria that are taken away still count" in text
    assert text.count("2 scores given") == 4  # on three criteria, and on the category that has one of them
    body = {"roles": ["evaluator"], "department": "it", "criteria": ["F"], "seat-reason": "少评"}
    answer = client.post(ed, body)
    assert (answer.status_code, codes(s.member("ed"))) == (422, [])
    assert ">\n少评</textarea>" in answer.content.decode()
    assert client.post(ed, body | {"seat-reason": REASON}).status_code == 302
    Selection.objects.update(phase=Phase.CONSENSUS)
    page = page_text(client.get(address("exceptions")))
    assert "Criteria on which ed had given 2 scores were taken away; they count." in page
    Selection.objects.update(phase=Phase.SCORE)
    stand = "2 scores stand on “Integration and APIs”, which the person does not score any more. They count."
    assert stand in page_text(client.get(ed))


def test_taking_the_role_away_asks_on_the_page(s, client):
    client.force_login(s.member("bo").user)
    body = {"roles": ["observer"], "department": "it", "seat-counts": "no", "seat-reason": ""}
    answer = client.post(address("edit_member", s.member("ed").pk), body)
    assert (answer.status_code, s.member("ed").is_evaluator) == (422, True)
    client.post(address("edit_member", s.member("ed").pk), body | {"seat-reason": REASON})
    assert (s.member("ed").is_evaluator, s.member("ed").marks_count) == (False, False)


def test_closing_says_that_unsubmitted_sheets_count_and_lets_one_out(s, client):
    client.force_login(s.member("chen").user)
    ed = s.member("ed").pk
    text = page_text(client.get(address("close_round")))
    assert "These sheets were not submitted. The points given on them count" in text
    assert "Leave the sheet of ed out" in text
    answer = client.post(address("close_round"), {f"out_{ed}": "on", f"why_{ed}": "太迟"})
    assert answer.status_code == 422
    assert ">\n太迟</textarea>" in answer.content.decode()
    assert client.post(address("close_round"), {f"out_{ed}": "on", f"why_{ed}": REASON}).status_code == 302
    told = page_text(client.get(address("scoring_round")))
    assert "The 6 scores of ed do not count." in told
    closed = Event.objects.filter(type="selection.moved").latest("sequence")
    kept = ledger.grouped(closed.hash[:16]), ledger.grouped(closed.payload_hash[:16])
    assert f"Receipt: event {closed.sequence}, hash {kept[0]}, digest {kept[1]}." in told


def test_scores_page_shows_marks_that_do_not_count_and_says_so(s, client):
    counting.remove(s.member("ed"), member=s.member("bo"), reason=REASON)
    Selection.objects.update(phase=Phase.CONSENSUS)
    client.force_login(s.member("eva").user)
    text = page_text(client.get(address("scores")))
    assert f"The 6 scores of ed do not count. {REASON}" in text
    assert "ed 8 not counted" in text


def test_the_chair_settles_on_the_page_of_the_committee(s, client):
    left_before(s)
    client.force_login(s.member("chen").user)
    ed = s.member("ed").pk
    assert "ed left before this was confirmed; the 6 scores given count." in page_text(client.get(address("members")))
    answer = client.post(address("settle_marks", ed), {f"told-{ed}-counts": "no", f"told-{ed}-reason": ""})
    assert (answer.status_code, s.member("ed").marks_settled) == (422, False)
    client.post(address("settle_marks", ed), {f"told-{ed}-counts": "yes", f"told-{ed}-reason": REASON})
    assert (s.member("ed").marks_settled, s.member("ed").marks_count) == (True, True)
    assert "ed no longer scores; the 6 scores given count." in page_text(client.get(address("members")))


@pytest.mark.parametrize("name", ["eva", "aude"])
def test_who_may_not_see_progress_is_told_nothing_before_the_reveal(s, client, name):
    left_before(s)
    client.force_login(s.member(name).user)
    assert client.get(address("members")).context["told"] == []
