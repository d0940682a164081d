"""Does a decision rest on a run of the present inputs, and is what it passes over waived in writing?"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from jsonschema import Draft202012Validator

from reports.deciding import outcome
from reports.deciding.award import Guard
from reports.deciding.decision import decide, start_decision
from reports.models import Decision, Run, State
from reports.runs import execute, is_of_old_engine, is_stale, latest_run, request_run
from selection.models import Event, Member, Phase, Selection
from selection.phases import Blocked
from tests.reports import finished
from vendors.registry import withdraw_vendor

pytestmark = pytest.mark.django_db

REASON = "它的机器人听得最准，委员会一致同意。"
WAIVER = "这一点委员会讨论过，仍然选它。"
SCHEMA = Path(settings.BASE_DIR) / "docs" / "outcome.schema.json"


def ready(decision_file=None, phase=Phase.DECIDE):
    """A selection with a finished run."""
    return finished.computed(phase, decision_file).selection


def chair(demo):
    return Member.objects.select_related("selection", "user").get(selection=demo, key="xu")


def choose(demo, code, reason=REASON, **waivers):
    vendor = demo.vendors.get(code=code) if code else None
    return decide(demo, member=chair(demo), vendor=vendor, reason=reason, waivers=waivers)


def refused(demo, code, **options):
    with pytest.raises(ValidationError) as refusal:
        choose(demo, code, **options)
    demo.refresh_from_db()
    assert (demo.phase, Decision.objects.count()) == (Phase.DECIDE, 0)
    return refusal.value


def clear(decision_file=None):
    """Inputs by which A leads clearly: the bar is as low as it may be."""
    decision_file = decision_file or finished.inputs()
    decision_file["options"] |= {"bar": "1", "lead": "0"}
    return decision_file


# What a choice needs ------------------------------------------------------------------------------
def test_the_leader_of_a_clear_result_needs_no_waiver():
    demo = ready(clear())
    made = choose(demo, "A", reason=f"  {REASON} ")
    assert (demo.phase, made.vendor.code, made.reason, made.waivers) == (Phase.DONE, "A", REASON, [])
    assert made.run == latest_run(demo)


def pending(decision_file):
    need = next(row for row in decision_file["needs"] if row["code"] == "R-17")
    need["judgements"] = [{"vendor": "A", "state": "pending", "note": ""}]
    return decision_file


def over_ceiling(decision_file):
    decision_file["selection"]["budget_ceiling"] = 480_000_000
    return decision_file


POINTS = {
    "excluded": (lambda: finished.failing(clear(), "A"), "A"),
    "pending": (lambda: pending(clear()), "A"),
    "not_leader": (lambda: finished.only(clear(), "A", "D"), "D"),
    "over_ceiling": (lambda: over_ceiling(finished.only(clear(), "A", "C")), "A"),
    "no_clear_winner": (finished.inputs, "A"),
}


@pytest.mark.parametrize("kind", POINTS)
def test_what_speaks_against_a_choice_is_waived_in_writing_or_refused(kind):
    inputs, code = POINTS[kind]
    demo = ready(inputs())
    assert list(refused(demo, code).message_dict) == [f"waiver_{kind}"]
    assert list(refused(demo, code, **{kind: "太短"}).message_dict) == [f"waiver_{kind}"]
    made = choose(demo, code, **{kind: f" {WAIVER}\r\n"})
    assert made.waivers == [{"kind": kind, "reason": WAIVER}]
    event = Event.objects.filter(type="selection.moved").latest("sequence")
    assert (event.reason, event.payload.body["waivers"]) == (REASON, made.waivers)


def test_a_vendor_without_a_place_needs_a_waiver_of_that():
    decision_file = finished.without_scores(clear(), "F1", "A")
    demo = ready(decision_file)
    assert set(refused(demo, "A").message_dict) == {"waiver_unranked", "waiver_no_clear_winner"}


def test_every_point_is_asked_for_at_once_and_its_sentence_names_it():
    demo = ready()
    assert set(refused(demo, "B", not_leader=WAIVER).message_dict) == {"waiver_pending", "waiver_no_clear_winner"}
    guard = Guard.of(latest_run(demo))
    with translation.override("en"):
        assert guard.sentence("pending", "B") == "A must-have of B 灵犀智服 is not decided: R-17."
        assert guard.sentence("not_leader", "B") == "B 灵犀智服 is not first: it has place 2."


def test_nobody_can_be_chosen_with_a_reason_alone():
    made = choose(ready(), None)
    assert (made.vendor, made.waivers) == (None, [])


@pytest.mark.parametrize("reason", ["", "  ", "都不合适"])
def test_reason_that_says_too_little_is_refused(reason):
    assert list(refused(ready(), None, reason=reason).message_dict) == ["reason"]


def test_vendor_that_withdrew_cannot_be_chosen_whatever_is_waived():
    demo = ready(finished.only(clear(), "A", "B"))
    everything = dict.fromkeys(("excluded", "pending", "unranked", "not_leader", "no_clear_winner"), WAIVER)
    assert list(refused(demo, "C", **everything).message_dict) == ["vendor"]


# The run that it rests on ----------------------------------------------------------------------------
def blocked(demo):
    """What stands in the way, and nothing has changed."""
    with pytest.raises(Blocked) as refusal:
        choose(demo, None)
    demo.refresh_from_db()
    assert (demo.phase, Decision.objects.count()) == (Phase.DECIDE, 0)
    return refusal.value.blockers


def test_decision_needs_a_run():
    with translation.override("en"):
        told = blocked(finished.selection(phase=Phase.DECIDE))
    assert told == ["There are no results yet: run the analysis first."]


def test_what_was_typed_stays_when_the_run_is_missing(client):
    demo = finished.selection(phase=Phase.DECIDE)
    client.force_login(chair(demo).user)
    page = client.post(f"/s/{demo.code}/decision/record/", {"vendor": "none", "reason": REASON, "confirmed": "1"})
    assert (page.status_code, REASON in page.content.decode()) == (409, True)


def test_decision_needs_a_run_of_the_present_inputs():
    demo = ready(phase=Phase.CONSENSUS)
    withdraw_vendor(demo.vendors.get(code="D"), reason="供应商自己退出了比选。", member=chair(demo))
    with pytest.raises(Blocked):
        start_decision(demo, member=chair(demo))
    Selection.objects.filter(pk=demo.pk).update(phase=Phase.DECIDE)
    demo.refresh_from_db()
    with translation.override("en"):
        assert blocked(demo) == ["Inputs have changed since snapshot 1: run the analysis again."]


def test_later_runs_do_not_take_the_place_of_the_decisions_own():
    demo = ready()
    run = choose(demo, None).run
    Run.objects.filter(pk=run.pk).update(digest="of an engine before", engine="3")
    execute(request_run(demo)[0].pk)
    assert demo.runs.filter(state=State.DONE).count() == 2
    found = latest_run(demo)
    assert (found.pk, is_stale(found), is_of_old_engine(found)) == (run.pk, False, True)


# The outcome as a file -----------------------------------------------------------------------------------
def test_outcome_says_what_was_decided_by_whom_and_what_was_waived(monkeypatch):
    demo = ready()
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 27, 16, 30, 5, 123456, tzinfo=UTC))
    made = choose(demo, "A", no_clear_winner=WAIVER)
    told = json.loads(made.outcome)
    assert told["vendor"] == {"code": "A", "name": {"zh": "云桥客服", "en": "Yunqiao Desk"}}
    assert (told["reason"], told["decided_at"]) == (REASON, "2026-03-27T16:30:05Z")
    assert (told["decided_by"]["key"], told["selection"]["zone"]) == ("xu", "Asia/Shanghai")
    assert told["run"]["file_hash"] == hashlib.sha256(made.run.decision_file.encode()).hexdigest()
    assert told["waivers"] == [{"kind": "no_clear_winner", "reason": WAIVER}]
    assert [row["waived"] for row in told["exceptions"] if row["kind"] == "waiver"] == ["no_clear_winner"]
    assert [row["key"] for row in told["people"]] == sorted(row["key"] for row in finished.inputs()["people"])
    event = Event.objects.filter(type="selection.moved").latest("sequence")
    assert event.payload.body["outcome"] == outcome.file_hash(made.outcome)


def test_outcome_is_canonical_and_fits_its_schema():
    made = choose(ready(), None)
    told = json.loads(made.outcome)
    assert outcome.canonical(told).decode() == made.outcome
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(told)) == []
    assert list(Draft202012Validator(schema).iter_errors({**told, "reason": None})) != []


def test_outcome_of_a_decision_from_before_says_that_no_waiver_was_asked():
    demo = ready()
    moment = timezone.now() - timedelta(days=3)
    Decision.objects.create(selection=demo, reason="好", decided_at=moment, decided_by=chair(demo))
    told = json.loads(outcome.text(demo))
    assert (told["waivers"], told["run"], told["reason"]) == (None, None, "好")


def test_selection_without_a_decision_has_no_outcome():
    assert outcome.text(ready()) == ""
