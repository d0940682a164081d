"""How do window and scenarios change, and what follows for the proof?"""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from poc.models import Plan, Scenario
from poc.plan import add_scenario, edit_scenario, groups, remove_scenario, set_window
from selection.access import WrongPhase
from selection.models import Phase, Selection
from tests.cast import committee
from tests.poc.scene import outline, poc
from tests.poc.test_trials import facts, proven

pytestmark = pytest.mark.django_db
MARCH = {"start": date(2026, 3, 2), "end": date(2026, 3, 20)}


def last_event(selection):
    event = selection.chain.events.last()
    return event.type, event.payload.body


def test_window_is_set_and_recorded():
    scene = poc()
    set_window(scene.selection, **MARCH, member=scene.member("bo"))
    plan = Plan.objects.get(selection=scene.selection)
    assert (plan.start, plan.end) == (MARCH["start"], MARCH["end"])
    before, after = {"start": None, "end": None}, {"start": "2026-03-02", "end": "2026-03-20"}
    assert last_event(scene.selection) == ("poc.window_set", {"from": before, "to": after})


def test_same_window_again_is_no_event():
    scene = poc()
    set_window(scene.selection, **MARCH, member=scene.member("bo"))
    count = scene.selection.chain.events.count()
    set_window(scene.selection, **MARCH, member=scene.member("bo"))
    assert scene.selection.chain.events.count() == count


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (date(2026, 3, 2), None, "end"),
        (None, date(2026, 3, 2), "start"),
        (date(2026, 3, 2), date(2026, 3, 1), "end"),
        (date(2026, 3, 2), date(2027, 3, 5), "end"),
    ],
)
def test_impossible_window_is_refused(start, end, field):
    scene = poc()
    with pytest.raises(ValidationError) as refused:
        set_window(scene.selection, start=start, end=end, member=scene.member("bo"))
    assert list(refused.value.message_dict) == [field]


def test_scenario_gets_the_first_free_code():
    scene = poc()
    remove_scenario(scene.returns, member=scene.member("bo"))
    made = add_scenario(scene.selection, outline=outline("导出"), member=scene.member("bo"))
    assert made.code == "P-01"


def test_scenario_stands_at_the_end_of_its_group():
    scene = poc()
    member = scene.member("bo")
    edge = outline("导出", group={"zh": "边界", "en": "Edge"})
    add_scenario(scene.selection, outline=edge, member=member)
    add_scenario(scene.selection, outline=outline("转人工"), member=member)
    names = [row.name_zh for row in scene.selection.poc_scenarios.all()]
    assert names == ["退换货", "高峰可用性", "转人工", "导出"]


def test_group_typed_in_one_language_is_the_known_one():
    scene = poc()
    typed = outline("转人工", group={"zh": "核心旅程", "en": ""})
    made = add_scenario(scene.selection, outline=typed, member=scene.member("bo"))
    assert (made.group_zh, made.group_en) == ("核心旅程", "Core journeys")
    assert groups(scene.selection.poc_scenarios.all()) == ["核心旅程"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name_zh"),
        ({"criteria": ["F"]}, "criteria"),
        ({"measures": "F1"}, "measures"),
        ({"measures": "P1"}, "measures"),
    ],
)
def test_impossible_scenario_is_refused(fields, field):
    scene = poc()
    codes = scene.scene.criteria
    if "criteria" in fields:
        fields = {"criteria": [codes[code] for code in fields["criteria"]]}
    elif "measures" in fields:
        fields = {"measures": codes[fields["measures"]]}
    with pytest.raises(ValidationError) as refused:
        add_scenario(scene.selection, outline=outline(**fields), member=scene.member("bo"))
    assert (list(refused.value.message_dict), Scenario.objects.count()) == ([field], 2)


def test_criterion_of_another_selection_is_refused():
    scene = poc()
    foreign = scene.scene.criteria["F2"]
    foreign.selection = committee(code="S-0002", people=("chen",)).selection
    with pytest.raises(ValidationError):
        add_scenario(scene.selection, outline=outline(criteria=[foreign]), member=scene.member("bo"))


def test_editing_the_links_moves_the_proof():
    scene = poc()
    scene.record(scene.returns, "A", "pass")
    moved = outline(criteria=[scene.scene.criteria["F2"]])
    edit_scenario(scene.returns, outline=moved, member=scene.member("bo"))
    assert proven(scene.selection) == [("F2", "A", "poc")]
    body = {
        "name": {"zh": "退换货", "en": ""},
        "pass_line": {"zh": "不断档", "en": ""},
        "criteria": ["F2"],
        "measures": None,
    }
    assert last_event(scene.selection) == ("poc.scenario_edited", body)


def test_recorded_values_must_fit_a_new_measure():
    scene = poc()
    scene.record(scene.returns, "A", "pass", value="420")
    measuring = outline(measures=scene.scene.criteria["T2"])
    with pytest.raises(ValidationError) as refused:
        edit_scenario(scene.returns, outline=measuring, member=scene.member("bo"))
    assert list(refused.value.message_dict) == ["measures"]


def test_removing_a_scenario_takes_its_proof_along():
    scene = poc()
    scene.record(scene.uptime, "A", "pass", value="99")
    remove_scenario(scene.uptime, member=scene.member("bo"))
    assert (proven(scene.selection), facts(scene.selection)) == ([], [])
    kind, body = last_event(scene.selection)
    assert (kind, body["results"]) == ("poc.scenario_removed", {"A": "pass"})


def test_latest_scenario_with_a_value_gives_the_fact():
    scene = poc()
    again = outline("再测", measures=scene.scene.criteria["T2"])
    later = add_scenario(scene.selection, outline=again, member=scene.member("bo"))
    scene.record(later, "A", "pass", value="97")
    scene.record(scene.uptime, "A", "pass", value="99")
    assert facts(scene.selection) == [("T2", "A", "97", "poc")]


@pytest.mark.parametrize("name", ["eva", "otto", "aude"])
def test_only_organisers_plan(name):
    scene = poc()
    with pytest.raises(PermissionDenied):
        add_scenario(scene.selection, outline=outline(), member=scene.member(name))


@pytest.mark.parametrize("phase", [Phase.DECIDE, Phase.DONE, Phase.CANCELLED])
@pytest.mark.parametrize(
    "act",
    [
        lambda scene, member: set_window(scene.selection, **MARCH, member=member),
        lambda scene, member: add_scenario(scene.selection, outline=outline(), member=member),
        lambda scene, member: edit_scenario(scene.returns, outline=outline(), member=member),
        lambda scene, member: remove_scenario(scene.returns, member=member),
    ],
)
def test_plan_stands_once_the_decision_begins(act, phase):
    scene = poc()
    Selection.objects.filter(pk=scene.selection.pk).update(phase=phase)
    with pytest.raises(WrongPhase):
        act(scene, scene.member("bo"))
