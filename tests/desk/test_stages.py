"""How far is each of the eight stages of a selection?"""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from desk.frame import outline
from desk.stages import focus, stages
from desk.standing import standings
from poc.models import Plan, Scenario, Trial
from selection.models import Phase, Requirement, Selection
from tests import cast
from tests.scoring.scene import scene
from vendors.models import CostLine, Fact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def standing(selection, name="chen"):
    """What the frame of a page reads of it for itself says the same."""
    [found] = standings(cast.person(name), [Selection.objects.get(pk=selection.pk)])
    assert stages(outline(found.member)) == stages(found)
    return found


def states(selection, name="chen"):
    return {stage.key: stage.state for stage in stages(standing(selection, name))}


def stage(selection, key, name="chen"):
    return next(found for found in stages(standing(selection, name)) if found.key == key)


def test_an_empty_selection_has_nothing_begun():
    assert set(states(cast.committee().selection).values()) == {"todo"}


@pytest.mark.parametrize(
    ("phase", "done", "now"),
    [
        (Phase.DEFINE, "", "weights vendors"),
        (Phase.INVITE, "needs weights", "vendors"),
        (Phase.SCORE, "needs weights vendors", "scoring"),
        (Phase.CLOSED, "needs weights vendors", "scoring"),
        (Phase.CONSENSUS, "needs weights vendors scoring costs", "results"),
        (Phase.DECIDE, "needs weights vendors scoring costs", "results decision"),
        (Phase.DONE, "needs weights vendors scoring costs decision", ""),
    ],
)
def test_stages_follow_the_phase(phase, done, now):
    found = states(scene(phase).selection)
    assert [key for key, state in found.items() if state == "done"] == done.split()
    assert [key for key, state in found.items() if state == "now"] == now.split()


def test_linked_needs_are_the_share_of_the_needs():
    made = scene(Phase.DEFINE)
    for code in ("R-01", "R-02"):
        Requirement.objects.create(selection=made.selection, code=code, text_zh="x")
    made.criteria["F1"].requirements.add(Requirement.objects.get(code="R-01"))
    made.criteria["F2"].requirements.add(Requirement.objects.get(code="R-01"))
    assert (stage(made.selection, "needs").share, stage(made.selection, "needs").note) == (50, "2")


def test_facts_are_the_share_of_the_vendors():
    made = scene(Phase.INVITE)
    Fact.objects.create(vendor=made.vendors["A"], criterion=made.criteria["T2"], value="99")
    assert stage(made.selection, "vendors").share == 50


def test_an_evaluator_sees_only_their_own_progress():
    made = scene()
    made.fill("ed")
    made.give("eva", "F1", "A")
    assert (stage(made.selection, "scoring", "eva").share, stage(made.selection, "scoring", "eva").note) == (17, "1/6")
    assert (stage(made.selection, "scoring", "otto").share, stage(made.selection, "scoring", "otto").note) == (
        58,
        "2 people to go",
    )
    assert (stage(made.selection, "scoring", "aude").share, stage(made.selection, "scoring", "aude").note) == (0, "")


def test_a_round_over_its_time_is_late():
    made = scene(scoring_closes_at=timezone.now() - timedelta(minutes=1))
    assert states(made.selection)["scoring"] == "late"


def test_costs_show_nothing_to_who_may_not_see_prices():
    made = scene()
    for vendor in made.vendors.values():
        CostLine.objects.create(vendor=vendor, item="K01", year=1, amount=100)
    assert (states(made.selection, "bo")["costs"], states(made.selection, "eva")["costs"]) == ("done", "todo")


def test_trials_run_beside_the_phases():
    made = scene()
    first = timezone.localdate()
    plan = Plan.objects.create(selection=made.selection, start=first, end=first)
    scenario = Scenario.objects.create(selection=made.selection, code="P-01", name_zh="x")
    Trial.objects.create(scenario=scenario, vendor=made.vendors["A"], result="pass")
    assert (states(made.selection)["poc"], stage(made.selection, "poc").share) == ("now", 50)
    Plan.objects.filter(pk=plan.pk).update(end=first - timedelta(days=1))
    assert (states(made.selection)["poc"], stage(made.selection, "poc").note) == ("late", "1 day late")
    Trial.objects.create(scenario=scenario, vendor=made.vendors["B"], result="fail")
    assert states(made.selection)["poc"] == "done"


def test_a_cancelled_selection_stays_where_it_was():
    made = scene(Phase.SCORE)
    Selection.objects.update(phase=Phase.CANCELLED, sealed_at=timezone.now())
    assert states(made.selection)["weights"] == "done"
    assert "now" not in states(made.selection).values()


def test_the_focus_is_the_stage_of_the_phase():
    assert focus(standing(cast.committee().selection)) == "needs"
    assert focus(standing(scene(Phase.DEFINE, code="S-0002").selection)) == "weights"


def test_every_stage_names_itself_and_its_state():
    made = scene()
    assert [found.name for found in stages(standing(made.selection))] == [
        "Needs",
        "Weights",
        "Vendors",
        "Scoring",
        "POC",
        "Cost",
        "Analysis",
        "Decision",
    ]
    assert stage(made.selection, "needs").state_name == "done"
