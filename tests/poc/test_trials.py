"""What does a recorded result change, and what does it refuse?"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from analysis.decision_file import layout
from poc.models import Trial
from poc.trials import Outcome, record_trial
from selection import limits
from selection.access import WrongPhase
from selection.models import Phase, Selection
from selection.versions import Stale
from tests.cast import committee
from tests.poc.scene import poc
from vendors.facts import official_facts, record_fact
from vendors.models import Evidence, Fact, Origin
from vendors.registry import withdraw_vendor

pytestmark = pytest.mark.django_db


def proven(selection):
    """(criterion, vendor) pairs that a POC result lifted."""
    rows = Evidence.objects.filter(vendor__selection=selection, origin=Origin.POC)
    return sorted(rows.values_list("criterion__code", "vendor__code", "level"))


def facts(selection):
    rows = Fact.objects.filter(vendor__selection=selection, origin=Origin.POC)
    return sorted(rows.values_list("criterion__code", "vendor__code", "value", "level"))


@pytest.mark.parametrize("result", ["pass", "partial", "fail"])
def test_concluded_result_proves_its_criteria(result):
    scene = poc()
    scene.record(scene.returns, "A", result)
    assert proven(scene.selection) == [("F1", "A", "poc")]


@pytest.mark.parametrize("result", ["running", "untested"])
def test_open_result_takes_the_proof_back(result):
    scene = poc()
    scene.record(scene.returns, "A", "pass")
    scene.record(scene.returns, "A", result, version=1)
    assert proven(scene.selection) == []


def test_measured_value_becomes_the_fact_that_counts():
    scene = poc()
    leaf = scene.scene.criteria["T2"]
    record_fact(
        scene.vendor("A"), criterion=leaf, value="99.5", level="claimed", source="offer", member=scene.member("bo")
    )
    scene.record(scene.uptime, "A", "fail", value="98.20")
    assert facts(scene.selection) == [("T2", "A", "98.2", "poc")]
    assert official_facts(scene.selection)[leaf.pk, scene.vendor("A").pk].value == "98.2"


@pytest.mark.parametrize("result", ["running", "untested"])
def test_going_back_gives_procurements_fact_again(result):
    scene = poc()
    leaf = scene.scene.criteria["T2"]
    record_fact(
        scene.vendor("A"), criterion=leaf, value="99.5", level="claimed", source="offer", member=scene.member("bo")
    )
    scene.record(scene.uptime, "A", "pass", value="98.2")
    scene.record(scene.uptime, "A", result, version=1)
    assert official_facts(scene.selection)[leaf.pk, scene.vendor("A").pk].value == "99.5"


def test_running_value_is_kept_but_is_no_fact():
    scene = poc()
    trial = scene.record(scene.uptime, "A", "running", value="98.2")
    assert (trial.value, facts(scene.selection)) == ("98.2", [])


@pytest.mark.parametrize(
    ("value", "kept"), [("９８．２", "98.2"), (" 98.20% ", "98.2"), ("100", "100"), ("0", "0"), ("", "")]
)
def test_value_is_kept_as_a_decimal(value, kept):
    scene = poc()
    assert scene.record(scene.uptime, "A", "pass", value=value).value == kept


@pytest.mark.parametrize("value", ["fast", "100.01", "-1", "98.123", "1e5", "NaN", "98,234", "9" * 60])
def test_value_off_the_scale_is_refused(value):
    scene = poc()
    with pytest.raises(ValidationError) as refused:
        scene.record(scene.uptime, "A", "pass", value=value)
    assert list(refused.value.message_dict) == ["value"]
    assert (Trial.objects.count(), facts(scene.selection)) == (0, [])


@pytest.mark.parametrize("value", ["fast", "0.1234567", "9" * 25])
def test_figure_without_a_criterion_must_fit_the_decision_file(value):
    scene = poc()
    with pytest.raises(ValidationError) as refused:
        scene.record(scene.returns, "A", "pass", value=value)
    assert list(refused.value.message_dict) == ["value"]


def test_untested_has_no_value():
    scene = poc()
    with pytest.raises(ValidationError) as refused:
        scene.record(scene.uptime, "A", "untested", value="98")
    assert list(refused.value.message_dict) == ["value"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"result": "maybe"}, "result"),
        ({"result": "pass", "note_zh": "长" * (limits.longest(layout.RESULT, "note") + 1)}, "note_zh"),
    ],
)
def test_what_no_cell_holds_is_refused(fields, field):
    scene = poc()
    with pytest.raises(ValidationError) as refused:
        scene.record(scene.returns, "A", **fields)
    assert list(refused.value.message_dict) == [field]


def test_stale_version_changes_nothing():
    scene = poc()
    scene.record(scene.returns, "A", "pass")
    with pytest.raises(Stale) as stale:
        scene.record(scene.returns, "A", "fail", version=0)
    assert stale.value.current.result == "pass"
    assert proven(scene.selection) == [("F1", "A", "poc")]


def test_same_outcome_again_is_no_event():
    scene = poc()
    scene.record(scene.returns, "A", "pass", note_zh="好")
    before = scene.selection.chain.events.count()
    assert scene.record(scene.returns, "A", "pass", note_zh=" 好 ", version=1).version == 1
    assert scene.selection.chain.events.count() == before


def test_event_says_what_it_was_and_what_it_is():
    scene = poc()
    scene.record(scene.uptime, "B", "running")
    scene.record(scene.uptime, "B", "partial", value="97.5", note_zh="夜里慢", version=1)
    event = scene.selection.chain.events.last()
    assert (event.type, event.object, event.object_version) == ("poc.trial_recorded", "trial P-02 B", 2)
    empty = {"value": "", "note_zh": "", "note_en": ""}
    assert event.payload.body == {
        "from": {"result": "running", **empty},
        "to": {"result": "partial", "value": "97.5", "note_zh": "夜里慢", "note_en": ""},
    }


@pytest.mark.parametrize("name", ["chen", "bo", "eva"])
def test_chair_procurement_and_evaluators_record(name):
    scene = poc()
    assert scene.record(scene.returns, "A", "pass", name=name).recorded_by.key == name


@pytest.mark.parametrize("name", ["otto", "aude"])
def test_observer_and_auditor_do_not_record(name):
    scene = poc()
    with pytest.raises(PermissionDenied):
        scene.record(scene.returns, "A", "pass", name=name)


def test_member_of_another_committee_does_not_record():
    scene = poc()
    other = committee(code="S-0002", phase=Phase.SCORE, people=("mallory", "bo"))
    with pytest.raises(PermissionDenied):
        record_trial(scene.returns, vendor=scene.vendor("A"), outcome=Outcome("pass"), member=other.bo, version=0)


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.INVITE, Phase.DECIDE, Phase.DONE, Phase.CANCELLED])
def test_results_are_recorded_from_scoring_to_consensus(phase):
    scene = poc()
    Selection.objects.filter(pk=scene.selection.pk).update(phase=phase)
    with pytest.raises(WrongPhase):
        scene.record(scene.returns, "A", "pass")


def test_withdrawn_vendor_gets_no_result():
    scene = poc()
    withdraw_vendor(scene.vendor("B"), reason="The vendor has left the market.", member=scene.member("bo"))
    with pytest.raises(ValidationError):
        scene.record(scene.returns, "B", "pass")


def test_vendor_of_another_selection_gets_no_result():
    scene = poc()
    vendor = scene.vendor("B")
    other = committee(code="S-0002", people=("chen",))
    vendor.selection = other.selection
    vendor.save()
    with pytest.raises(ValidationError):
        scene.record(scene.returns, "B", "pass")
