"""How do marks of one's own spreadsheet stand beside empty cells, and which of them become scores?"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.proof.verification import verify
from reports.record import details, objects
from scoring import beside
from scoring.models import FoundMark, Score
from scoring.offline.taking import own_sheet
from scoring.offline.taking_over import take_over
from scoring.rounds import close_round
from scoring.sheets import submit
from selection.access import WrongPhase
from selection.models import Event, Member, User
from selection.versions import Stale
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db
MARKS = {("F1", "A"): "6", ("F1", "B"): "7.5", ("F2", "A"): "9 分", ("F2", "B"): "优", ("T1", "A"): "0"}
FILE = "打分.xlsx"


@pytest.fixture
def s():
    return scene()


@pytest.fixture
def eva(client, s):
    client.force_login(s.committee.eva.user)
    return client


def address(name, *args):
    return reverse(name, args=["S-0001", *args])


def stored(name="eva"):
    marks = Score.objects.filter(member__key=name).order_by("criterion__code", "vendor__code")
    return [(mark.criterion.code, mark.vendor.code, mark.score, mark.level, mark.rationale) for mark in marks]


def offered(s, name="eva"):
    """What stands beside which cell, and with how many points it may be taken over."""
    return sorted((one.name, one.text, one.points) for one in own_sheet(s.member(name)).beside)


def why_not(s):
    return {one.name: one.why_not for one in own_sheet(s.member("eva")).beside if one.why_not}


def test_whole_marks_from_0_to_10_may_be_taken_over_and_all_others_stand_as_they_were_typed(s):
    s.find("eva", MARKS)
    assert offered(s) == [
        ("F1-A", "6", 6),
        ("F1-B", "7.5", None),
        ("F2-A", "9 分", 9),
        ("F2-B", "优", None),
        ("T1-A", "0", 0),
    ]
    assert take_over(s.member("eva")) == 3
    assert stored() == [("F1", "A", 6, "none", ""), ("F2", "A", 9, "none", ""), ("T1", "A", 0, "none", "")]
    assert offered(s) == [("F1-B", "7.5", None), ("F2-B", "优", None)]


@pytest.mark.parametrize("text", ["7.5", "85%", "8/10", "约 8", "优", "-3", "≥ 8", "6-8", "B+", "8.05"])
def test_what_is_no_whole_mark_is_never_rounded(s, text):
    s.find("eva", {("F1", "A"): text})
    assert offered(s) == [("F1-A", text, None)]
    with pytest.raises(ValidationError, match="没有可以带入"):
        take_over(s.member("eva"), cell="F1-A")
    assert stored() == []


def test_a_mark_above_ten_says_that_none_of_the_sheet_is_on_this_scale(s):
    s.find("eva", {("F1", "A"): "6", ("F1", "B"): "85", ("F2", "A"): "优"})
    assert offered(s) == [("F1-A", "6", None), ("F1-B", "85", None), ("F2-A", "优", None)]
    assert set(why_not(s).values()) == {"表格中有超过 10 的分数，因此是另一种分制。"}


def test_marks_that_nobody_declared_as_own_are_only_shown(s):
    s.find("eva", MARKS, is_own=False)
    assert {points for _name, _text, points in offered(s)} == {None}
    with pytest.raises(ValidationError):
        take_over(s.member("eva"))


def test_each_is_recorded_as_a_score_with_the_hash_of_where_it_comes_from(s):
    sheet = s.find("eva", {("F1", "A"): "6"})
    take_over(s.member("eva"))
    event = Event.objects.select_related("payload").get(type="scoring.score_recorded")
    new = {"score": 6, "level": "none", "rationale": "", "is_not_applicable": False}
    assert event.payload.body == {"old": None, "new": new, "taken_over": sheet.sha256}
    assert (event.actor, event.object) == (s.committee.eva.user, "1/F1/A")
    s.give("eva", "F2", "A", 6)
    assert "taken_over" not in Event.objects.latest("pk").payload.body
    assert [finding for finding in verify(s.selection).findings if finding.kind == "replay"] == []


def test_the_record_says_where_a_score_was_taken_over_from(s):
    sheet = s.find("eva", {("F1", "A"): "6"})
    take_over(s.member("eva"))
    event = Event.objects.select_related("payload").get(type="scoring.score_recorded")
    told = details.changes(event, objects.Names(s.selection), may_see_prices=True)
    assert [(one.before, one.after) for one in told if one.label == "从 Excel 带入"] == [("", sheet.sha256)]


def test_a_cell_that_holds_a_score_or_does_not_apply_is_left_as_it_is(s):
    s.find("eva", dict.fromkeys((("F1", "A"), ("F1", "B"), ("F2", "A")), "6"))
    s.give("eva", "F1", "A", 3, rationale="演示时断线")
    s.give("eva", "F1", "B", None, not_applicable=True, rationale="不卖")
    assert offered(s) == [("F2-A", "6", 6)]
    take_over(s.member("eva"))
    assert [mark[2] for mark in stored()] == [3, None, 6]


def test_what_was_written_into_an_empty_cell_stays(s):
    s.find("eva", {("F1", "A"): "6"})
    s.give("eva", "F1", "A", None, level="claimed", rationale="答复第 3 问")
    take_over(s.member("eva"))
    assert stored() == [("F1", "A", 6, "claimed", "答复第 3 问")]


def test_what_demands_a_rationale_keeps_the_sheet_from_being_submitted(s):
    s.find("eva", {("F1", "A"): "9", ("F1", "B"): "5"})
    assert {one.name: one.lacks for one in own_sheet(s.member("eva")).beside} == {"F1-A": "rationale", "F1-B": ""}


def test_a_cell_that_was_saved_meanwhile_stops_all_of_it(s, monkeypatch):
    s.find("eva", {("F1", "A"): "6", ("F1", "B"): "7"})
    old = own_sheet(s.member("eva"))
    s.give("eva", "F1", "B", 2, rationale="断线")
    monkeypatch.setattr("scoring.offline.taking_over.own_sheet", lambda member: old)
    with pytest.raises(Stale):
        take_over(s.member("eva"))
    assert [mark[:3] for mark in stored()] == [("F1", "B", 2)]


def test_only_who_brought_them_finds_them_and_only_while_the_sheet_is_open(s):
    s.find("eva", MARKS)
    s.find("chen", MARKS)
    assert offered(s, "ed") == []
    with pytest.raises(PermissionDenied):
        take_over(s.member("chen"))
    s.fill("eva")
    Score.objects.filter(criterion__code="F1").update(score=None)
    assert len(offered(s)) == 2
    Score.objects.update(score=6)
    submit(s.member("eva"))
    Score.objects.filter(criterion__code="F1").update(score=None)
    assert offered(s) == []
    close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    with pytest.raises(WrongPhase):
        take_over(s.member("eva"))


def test_a_vendor_who_left_and_a_criterion_of_others_have_nothing_beside_them(s):
    s.find("eva", MARKS)
    s.selection.vendors.filter(code="B").update(withdrawn="退出")
    assert [name for name, _text, _points in offered(s)] == ["F1-A", "F2-A", "T1-A"]


# ---- on pages


def test_the_sheet_shows_them_beside_empty_cells(eva, s):
    s.find("eva", MARKS, file=FILE)
    text = eva.get(address("scoring")).content.decode()
    assert text.count("data-found=") == 5
    assert 'data-found="7.5" aria-label="全渠道接入 · 灵犀智服、未打分、Excel 中为 7.5"' in text
    assert "有 5 个空格旁列着" in text
    s.give("eva", "F1", "B", 6)
    assert 'data-found="7.5"' not in eva.get(address("scoring")).content.decode()
    form = eva.get(address("score_form", "F1")).content.decode()
    assert f"来自 Excel：{FILE}" in form
    assert f'<a href="{address("found_marks")}#found-F1-A">6</a>' in form


@pytest.mark.parametrize("name", ["scoring", "found_marks"])
def test_a_page_asks_as_many_questions_whatever_was_found(eva, s, name):
    counts = []
    for marks in ({}, {("F1", "A"): "6"}, MARKS):
        s.find("eva", {place: text for place, text in marks.items() if place != ("F1", "A") or len(marks) == 1})
        eva.get(address(name))  # the first request of a device is noted
        with CaptureQueriesContext(connection) as asked:
            eva.get(address(name))
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


def test_all_whole_marks_are_taken_over_at_once(eva, s):
    s.find("eva", MARKS, file=FILE)
    page = eva.get(address("found_marks"))
    assert f"从 {FILE} 带入 3 个整数分" in page.content.decode()
    answer = eva.post(address("take_found"), {"operation": "a"})
    assert (answer.status_code, answer.url, len(stored())) == (302, address("scoring"), 3)
    eva.post(address("take_found"), {"operation": "a"})  # the same form again
    refused = eva.post(address("take_found"), {"operation": "b"})
    assert (refused.status_code, len(stored())) == (422, 3)


def test_one_is_taken_over_by_its_button(eva, s):
    s.find("eva", MARKS)
    assert 'name="cell" value="F2-A"' in eva.get(address("found_marks")).content.decode()
    answer = eva.post(address("take_found"), {"cell": "F2-A"})
    assert (answer.url, stored()) == (address("found_marks"), [("F2", "A", 9, "none", "")])
    for cell in ("F1-B", "F9-A", "F2-A", "nothing"):
        assert eva.post(address("take_found"), {"cell": cell}).status_code == 422
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("marks", "is_said"), [(("5", "3"), True), (("5", "6"), False), (("5", "7.5"), False), (("0", "5", "4"), True)]
)
def test_that_a_sheet_may_be_one_of_five_points_is_said(eva, s, marks, is_said):
    places = [("F1", "A"), ("F1", "B"), ("F2", "A")]
    s.find("eva", dict(zip(places, marks, strict=False)))
    assert ("5 分制" in eva.get(address("found_marks")).content.decode()) is is_said
    assert beside.may_be_of_five(own_sheet(s.member("eva")).beside) is is_said


def test_where_nothing_was_found_the_page_says_so(eva, s):
    text = eva.get(address("found_marks")).content.decode()
    assert "空格旁没有分数" in text
    assert "data-found" not in eva.get(address("scoring")).content.decode()


def test_names_of_files_and_marks_are_shown_as_text(eva, s):
    hostile = "\"><script>'&{}%s"
    s.find("eva", {("F1", "A"): hostile}, file=hostile)
    User.objects.update(language="en")
    for name, *args in (("scoring",), ("found_marks",), ("score_form", "F1")):
        assert hostile not in eva.get(address(name, *args)).content.decode()


def test_a_chair_who_does_not_score_is_shown_nothing(client, s):
    s.find("chen", MARKS, file=FILE)
    client.force_login(s.committee.chen.user)
    assert client.get(address("found_marks")).status_code == 403
    assert FILE not in client.get(address("scoring")).content.decode()
    Member.objects.filter(key="chen").update(is_evaluator=True)
    assert client.get(address("scoring")).content.decode().count("data-found=") == FoundMark.objects.count()
