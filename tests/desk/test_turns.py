"""What is this person asked to do next, and until when?"""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from desk.frame import asked
from desk.home import selections_of, urgent
from desk.standing import standings
from desk.turns import turns, turns_of, urgency, waiting
from poc.models import Plan, Scenario, Trial
from reports.models import Decision, Report, Run
from scoring.models import Sheet
from selection.models import Phase, Requirement, Selection
from tests import cast
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def standing(made, name):
    """The badge of the menu, which does not look at standings, says the same."""
    user = cast.person(name)
    [found] = standings(user, Selection.objects.filter(pk=made.selection.pk))
    assert_counted(user)
    return found


def assert_counted(user):
    request = RequestFactory().get("/")
    request.user = user
    expected = [found for found in standings(user, selections_of(user)) if not found.selection.archived_at]
    counted = {one.selection: one.turns for one in asked(request)}
    assert counted == Counter(turn.selection.pk for turn in turns(expected))
    assert urgent(request.user, asked(request)) == turns(expected)
    assert urgent(request.user, asked(request), count=1) == turns(expected)[:1]
    for one in asked(request):
        assert one.urgency <= min(urgency(turn) for turn in turns(expected) if turn.selection.pk == one.selection)


def titles(made, name):
    return [turn.title for turn in turns_of(standing(made, name))]


def submit(made, *names):
    for name in names:
        now = timezone.now()
        Sheet.objects.create(round=made.selection.rounds.get(), member=made.committee.members[name], submitted_at=now)


def run(made, state="done"):
    return Run.objects.create(
        selection=made.selection, number=1, decision_file="{}", file_hash="", digest=state, engine="1", state=state
    )


def test_who_starts_writes_needs_and_criteria_first():
    team = cast.committee()
    [found] = standings(team.chen.user, [team.selection])
    assert [turn.title for turn in turns_of(found)] == ["Enter needs", "Choose criteria and weights"]


def test_the_chair_seals_and_procurement_does_not():
    made = scene(Phase.DEFINE)
    Requirement.objects.create(selection=made.selection, code="R-01", text_zh="x")
    assert titles(made, "chen") == ["Seal criteria and weights"]
    assert titles(made, "bo") == []


def test_the_seal_comes_after_committee_needs_and_vendors():
    made = scene(Phase.DEFINE)
    made.selection.vendors.all().delete()
    made.selection.members.filter(is_evaluator=True).update(is_evaluator=False)
    assert titles(made, "chen") == [
        "Set up the committee",
        "Enter needs",
        "Add vendors",
        "Seal criteria and weights",
    ]


def test_organisers_open_scoring_once_facts_are_there():
    assert titles(scene(Phase.INVITE), "bo") == ["Enter 2 missing facts", "Open scoring"]


def test_an_evaluator_has_cells_to_score_then_a_sheet_to_submit():
    made = scene()
    assert titles(made, "eva") == ["Score 6 cells"]
    made.give("eva", "F1", "A")
    assert titles(made, "eva") == ["Score 5 cells"]
    for leaf, vendor in [("F1", "B"), ("F2", "A"), ("F2", "B"), ("T1", "A"), ("T1", "B")]:
        made.give("eva", leaf, vendor)
    assert titles(made, "eva") == ["Submit your scores"]
    submit(made, "eva")
    assert (titles(made, "eva"), waiting(standing(made, "eva"))) == ([], "Submitted; shown after scoring closes")


def test_assigned_cells_are_counted():
    made = scene()
    made.committee.eva.assignments.create(criterion=made.criteria["T"])
    assert titles(made, "eva") == ["Score 2 cells"]
    made.committee.eva.assignments.create(criterion=made.criteria["F2"])
    assert titles(made, "eva") == ["Score 4 cells"]


def test_a_withdrawn_vendor_is_not_scored():
    made = scene()
    made.give("eva", "F1", "A")
    made.selection.vendors.filter(code="A").update(withdrawn="gone")
    assert titles(made, "eva") == ["Score 3 cells"]


def test_the_chair_closes_when_all_have_submitted_or_time_is_up():
    made = scene()
    assert titles(made, "chen") == []
    submit(made, "eva")
    assert titles(made, "chen") == []
    submit(made, "ed")
    assert titles(made, "chen") == ["Close scoring"]


def test_a_late_round_is_late_for_everybody_it_waits_for():
    made = scene(scoring_closes_at=timezone.now() - timedelta(hours=1))
    assert [(turn.title, turn.is_late) for turn in turns([standing(made, "chen")])] == [("Close scoring", True)]
    assert [turn.is_late for turn in turns([standing(made, "eva")])] == [True]


@pytest.mark.parametrize(
    ("phase", "chair", "others"),
    [
        (Phase.CLOSED, ["Keep the means and reveal"], []),
        (Phase.CONSENSUS, ["Run the analysis"], []),
        (Phase.DECIDE, ["Record the decision"], []),
        (Phase.DONE, [], []),
        (Phase.CANCELLED, [], []),
    ],
)
def test_later_phases_wait_for_the_chair(phase, chair, others):
    made = scene(phase)
    assert (titles(made, "chen"), titles(made, "eva"), titles(made, "otto")) == (chair, others, others)


def test_after_the_run_the_chair_starts_the_decision():
    made = scene(Phase.CONSENSUS)
    run(made)
    assert (titles(made, "chen"), titles(made, "bo")) == (["Start the decision"], [])


def test_a_failed_run_is_run_again():
    made = scene(Phase.CONSENSUS)
    run(made, "failed")
    assert titles(made, "bo") == ["Run the analysis again"]


def test_a_recorded_decision_waits_for_nobody():
    made = scene(Phase.DECIDE)
    Decision.objects.create(selection=made.selection, reason="x", decided_at=timezone.now())
    assert titles(made, "chen") == []


@pytest.mark.parametrize("phase", [Phase.SCORE, Phase.CLOSED, Phase.CONSENSUS, Phase.DECIDE])
def test_the_chair_settles_the_marks_of_who_left_before_it_was_asked(phase):
    made = scene()
    made.fill("eva")
    asked = "Decide whether the scores of 1 person who left count"
    assert asked not in titles(made, "chen")
    made.selection.members.filter(key="eva").update(removed_at=timezone.now(), marks_settled=False)
    Selection.objects.update(phase=phase)
    [turn] = [turn for turn in turns_of(standing(made, "chen")) if turn.title == asked]
    assert (turn.action, turn.url) == ("Settle", "/s/S-0001/members/")
    assert [name for name in ("bo", "ed", "otto", "aude") if asked in titles(made, name)] == []
    Selection.objects.update(phase=Phase.DONE)
    assert titles(made, "chen") == []


def test_trials_wait_from_the_first_day_of_the_window():
    made = scene()
    first = timezone.localdate()
    plan = Plan.objects.create(selection=made.selection, start=first + timedelta(days=1), end=first + timedelta(days=9))
    scenario = Scenario.objects.create(selection=made.selection, code="P-01", name_zh="x")
    assert titles(made, "bo") == []
    Plan.objects.filter(pk=plan.pk).update(start=first)
    Trial.objects.create(scenario=scenario, vendor=made.vendors["A"], result="fail")
    [turn] = turns([standing(made, "bo")])
    assert (turn.title, turn.due) == ("Conclude 1 POC trial", plan.end)


def test_a_report_waits_for_who_asked_for_it_until_it_is_seen():
    made = scene(Phase.DONE)
    report = Report.objects.create(run=run(made), language="en", state="done", requested_by=cast.person("bo"))
    assert (titles(made, "bo"), titles(made, "chen")) == (["The report is ready"], [])
    Report.objects.filter(pk=report.pk).update(state="failed")
    assert titles(made, "bo") == ["The report could not be made"]
    Report.objects.filter(pk=report.pk).update(seen_at=timezone.now())
    assert titles(made, "bo") == []


def test_the_most_urgent_comes_first_and_no_deadline_last():
    later = scene(scoring_closes_at=timezone.now() + timedelta(days=2))
    team = cast.committee("S-0002", Phase.DECIDE, ("eva",), decision_date=timezone.localdate())
    team.eva.is_chair = True
    team.eva.save()
    never = cast.committee("S-0003", Phase.CLOSED, ("eva",))
    never.eva.is_chair = True
    never.eva.save()
    found = turns(standings(cast.person("eva"), Selection.objects.order_by("code")))
    assert [turn.selection.code for turn in found] == ["S-0002", later.selection.code, "S-0003"]


def test_an_archived_selection_asks_nothing():
    made = scene(Phase.CLOSED, archived_at=timezone.now())
    assert turns([standing(made, "chen")]) == []


def test_nobody_learns_from_waiting_how_many_have_submitted_without_the_right():
    made = scene()
    submit(made, "ed")
    submit(made, "eva")
    assert waiting(standing(made, "aude")) == "Scoring is under way"
    assert waiting(standing(made, "otto")) == "2 of 2 submitted"
