"""Saving a cell, submitting a sheet and taking it back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from criteria.assignments import assign
from criteria.models import Level
from scoring import sheets
from scoring.models import Round, Score
from selection import ledger
from selection.access import WrongPhase
from selection.models import Event, Phase, Selection
from selection.phases import Blocked
from selection.versions import Stale
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db


def events(type=None):
    found = Event.objects.order_by("sequence")
    return list((found.filter(type=type) if type else found).values_list("type", flat=True))


def test_record_score_saves_and_chains():
    s = scene()
    mark = s.give("eva", "F1", "A", 7, rationale="六个渠道都接通。", operation="op-a")
    stored = Score.objects.get()
    assert (stored.score, stored.level, stored.rationale, stored.version) == (7, "demonstrated", "六个渠道都接通。", 1)
    assert mark == stored
    event = Event.objects.get()
    assert (event.type, event.object, event.object_version, event.operation) == (
        "scoring.score_recorded",
        "1/F1/A",
        1,
        "op-a",
    )
    new = {"score": 7, "level": "demonstrated", "rationale": "六个渠道都接通。", "is_not_applicable": False}
    assert event.payload.body == {"old": None, "new": new}
    assert ledger.faults(event.chain) == []


def test_record_score_keeps_old_and_new_in_the_event():
    s = scene()
    s.give("eva", "F1", "A", 7)
    s.give("eva", "F1", "A", 5, version=1)
    body = Event.objects.order_by("sequence").last().payload.body
    assert (body["old"]["score"], body["new"]["score"]) == (7, 5)


def test_same_operation_and_body_answers_again_without_a_second_event():
    s = scene()
    first = s.give("eva", "F1", "A", 7, operation="op-a")
    s.give("eva", "F1", "A", 5, operation="op-b", version=1)
    again = s.give("eva", "F1", "A", 7, operation="op-a")
    assert (again.score, again.version) == (7, 1)
    assert abs(again.updated_at - first.updated_at) < timedelta(seconds=5)
    assert Score.objects.get().score == 5
    assert len(events()) == 2


@pytest.mark.parametrize(
    "changed", [{"score": 6}, {"level": "claimed"}, {"rationale": "x"}, {"version": 3}, {"vendor": "B"}, {"name": "ed"}]
)
def test_same_operation_with_another_body_is_refused(changed):
    s = scene()
    body = {"name": "eva", "leaf": "F1", "vendor": "A", "score": 7, "operation": "op-a", "version": 0}
    s.give(**body)
    with pytest.raises(ValidationError):
        s.give(**(body | changed))
    assert (Score.objects.get().score, len(events())) == (7, 1)


def test_stale_version_is_a_conflict_that_carries_the_stored_value():
    s = scene()
    s.give("eva", "F1", "A", 7)
    with pytest.raises(Stale) as conflict:
        s.give("eva", "F1", "A", 4, version=0)
    assert (conflict.value.current.score, conflict.value.current.version) == (7, 1)
    assert (Score.objects.get().score, len(events())) == (7, 1)


def test_a_version_that_never_was_is_refused():
    s = scene()
    with pytest.raises(ValidationError):
        s.give("eva", "F1", "A", 7, version=4)


def test_what_is_stored_already_writes_nothing():
    s = scene()
    s.give("eva", "F1", "A", 7)
    assert s.give("eva", "F1", "A", 7, version=0).version == 1
    assert len(events()) == 1


@pytest.mark.parametrize("score", [-1, 11, 2**63])
def test_points_outside_the_scale_are_refused(score):
    s = scene()
    with pytest.raises(ValidationError) as refusal:
        s.give("eva", "F1", "A", score)
    assert list(refusal.value.message_dict) == ["score"]
    assert Score.objects.count() == 0


@pytest.mark.parametrize("level", [Level.POC, "", "gold"])
def test_a_level_that_people_cannot_give_is_refused(level):
    s = scene()
    with pytest.raises(ValidationError) as refusal:
        s.give("eva", "F1", "A", 6, level=level)
    assert list(refusal.value.message_dict) == ["level"]


def test_not_applicable_needs_a_rationale_and_no_points():
    s = scene()
    with pytest.raises(ValidationError):
        s.give("eva", "F1", "A", None, not_applicable=True, rationale="  ")
    with pytest.raises(ValidationError):
        s.give("eva", "F1", "A", 5, not_applicable=True, rationale="不卖这个模块。")
    mark = s.give("eva", "F1", "A", None, not_applicable=True, rationale="不卖这个模块。")
    assert (mark.score, mark.is_not_applicable, mark.is_given) == (None, True, True)


def test_clearing_keeps_the_row_and_says_so():
    s = scene()
    s.give("eva", "F1", "A", 7)
    mark = s.give("eva", "F1", "A", None, version=1)
    assert (mark.score, mark.is_given, mark.version) == (None, False, 2)
    assert events() == ["scoring.score_recorded", "scoring.score_cleared"]
    assert Score.objects.given().count() == 0


def test_points_without_a_rationale_are_saved_even_where_one_is_demanded():
    s = scene()
    assert s.give("eva", "F1", "A", 10, level="none").version == 1


@pytest.mark.parametrize("phase", [phase for phase in Phase.values if phase != Phase.SCORE])
def test_no_phase_but_score_takes_a_mark(phase):
    s = scene()
    Selection.objects.update(phase=phase)
    with pytest.raises(WrongPhase):
        s.give("eva", "F1", "A", 7)
    assert Score.objects.count() == 0


def test_a_closed_round_takes_no_mark():
    s = scene()
    Round.objects.update(closed_at=timezone.now())
    with pytest.raises(WrongPhase):
        s.give("eva", "F1", "A", 7)


@pytest.mark.parametrize("leaf", ["F2", "T1", "T2", "P1", "F"])
def test_a_criterion_that_is_not_mine_takes_no_mark(leaf):
    s = scene()
    assign(s.member("eva"), criteria=[s.criteria["F1"]], by=s.member("chen"))
    with pytest.raises(PermissionDenied):
        s.give("eva", leaf, "A", 7)
    assert Score.objects.count() == 0


def test_a_category_assigned_brings_its_rated_leaves():
    s = scene()
    assign(s.member("eva"), criteria=[s.criteria["T"]], by=s.member("chen"))
    assert list(sheets.scorable(s.member("eva"))) == [s.criteria["T1"]]
    assert list(sheets.scorable(s.member("ed"))) == [s.criteria[code] for code in ("F1", "F2", "T1")]
    assert list(sheets.scorable(s.member("otto"))) == []


def test_a_withdrawn_vendor_takes_no_mark():
    s = scene()
    s.vendors["B"].withdrawn = "退出"
    s.vendors["B"].save()
    with pytest.raises(PermissionDenied):
        s.give("eva", "F1", "B", 7)


def test_another_selections_vendor_takes_no_mark():
    s, other = scene(), scene(code="S-0002", people=("mallory",), more=())
    s.vendors["B"] = other.vendors["B"]
    with pytest.raises(PermissionDenied):
        s.give("eva", "F1", "B", 7)


def test_submit_says_what_is_missing():
    s = scene()
    s.give("eva", "F1", "A", 9)
    s.give("eva", "F1", "B", 6)
    with translation.override("en"), pytest.raises(Blocked) as refusal:
        sheets.submit(s.member("eva"))
    assert refusal.value.blockers == ["4 cells to go", "1 rationale to go"]


def test_submit_take_back_and_submit_again():
    s = scene()
    s.fill("eva")
    assert sheets.submit(s.member("eva")).submitted_at is not None
    with pytest.raises(ValidationError):
        s.give("eva", "F1", "A", 5, version=1)
    assert sheets.take_back(s.member("eva")).submitted_at is None
    s.give("eva", "F1", "A", 5, version=1)
    sheets.submit(s.member("eva"))
    kinds = [kind for kind in events() if "sheet" in kind]
    assert kinds == ["scoring.sheet_submitted", "scoring.sheet_taken_back", "scoring.sheet_submitted"]
    first, second = Event.objects.filter(type="scoring.sheet_submitted").order_by("sequence")
    assert len(first.payload.body["sheet"]) == 64
    assert first.payload.body != second.payload.body


def test_submit_twice_is_once():
    s = scene()
    s.fill("eva")
    sheets.submit(s.member("eva"))
    sheets.submit(s.member("eva"))
    assert events("scoring.sheet_submitted") == ["scoring.sheet_submitted"]


def test_only_evaluators_submit():
    s = scene()
    with pytest.raises(PermissionDenied):
        sheets.submit(s.member("otto"))
