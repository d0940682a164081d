"""Do the recorded acts lead to what is stored, and does a change without an act show?"""

import pytest

from poc.models import Trial
from poc.plan import remove_scenario
from reports.proof import replay
from reports.proof.verification import verify
from scoring.models import Score
from scoring.sheets import submit, take_back
from selection import ledger
from tests.poc.scene import poc
from vendors.facts import record_fact, remove_fact
from vendors.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def acted():
    """Marks, a sheet taken back, facts and trials, each through its verb."""
    made = poc()
    replay.baseline(made.selection)
    made.scene.fill("eva")
    made.scene.give("eva", "F1", "A", 8, version=1, rationale="见方案第三章。")
    submit(made.member("eva"))
    made.scene.fill("ed")
    submit(made.member("ed"))
    take_back(made.member("ed"))
    for vendor, value in (("A", "99.5"), ("B", "98.25")):
        _fact(made, vendor, value)
    remove_fact(made.vendor("B"), criterion=made.scene.criteria["T2"], member=made.member("bo"))
    made.record(made.returns, "A", "pass", note_zh="三次都过")
    made.record(made.uptime, "A", "pass", value="99.9")
    return made


def _fact(made, vendor, value):
    told = {"level": "documented", "source": "合同附件", "member": made.member("bo")}
    record_fact(made.vendor(vendor), criterion=made.scene.criteria["T2"], value=value, **told)


def found(made):
    return [finding.place for finding in verify(made.selection).findings if finding.kind == "replay"]


def test_acts_through_verbs_lead_to_what_is_stored(acted):
    assert (found(acted), verify(acted.selection).since) == ([], 3)


def test_scenario_that_goes_takes_its_trials_along(acted):
    remove_scenario(acted.returns, member=acted.member("chen"))
    assert found(acted) == []


def _invent(made):
    told = {"value": "1", "level": "none", "source": "", "origin": "procurement"}
    ledger.record("vendors.fact_recorded", selection=made.selection, object="fact T2 A", payload=told)


OWN = {"origin": "procurement"}
CHANGES = {
    "mark": (lambda made: Score.objects.filter(member__key="ed").update(score=9), "marks 1/F1/A/ed"),
    "mark deleted": (lambda made: Score.objects.filter(member__key="ed").delete(), "marks 1/F1/A/ed"),
    "note of a mark": (lambda made: Score.objects.filter(member__key="ed").update(rationale="x"), "marks 1/F1/A/ed"),
    "fact": (lambda made: Fact.objects.filter(**OWN).update(value="1"), "facts T2 A"),
    "source of a fact": (lambda made: Fact.objects.filter(**OWN).update(source="x"), "facts T2 A"),
    "fact deleted": (lambda made: Fact.objects.filter(**OWN).delete(), "facts T2 A"),
    "event in a name": (_invent, "facts T2 A"),
    "trial": (lambda made: Trial.objects.update(result="fail"), "trials P-01 A"),
    "seat": (lambda made: made.selection.members.filter(key="eva").update(is_chair=True), "members eva"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_change_without_an_act_is_found_at_its_place(acted, name):
    change, place = CHANGES[name]
    change(acted)
    assert found(acted) == [place]
