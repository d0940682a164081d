"""Which selections are only an example, and how do they all leave at once?"""

import pytest
from django.utils import timezone

from poc.models import Scenario, Trial
from reports.models import Decision, Document, Run
from scoring.models import Consensus, Sheet
from selection.models import Event, Phase, Selection
from tests import cast
from tests.scoring.scene import scene
from vendors.models import Judgement

pytestmark = pytest.mark.django_db


def rich(**fields):
    """A selection with a row in every table that holds on to others."""
    made = scene(Phase.SCORE, **fields)
    made.fill("eva")
    made.selection.requirements.create(code="R-01", text_zh="x", moscow="must")
    Judgement.objects.create(
        requirement=made.selection.requirements.get(), vendor=made.vendors["A"], judged_by=made.committee.bo
    )
    Sheet.objects.create(round=made.selection.rounds.get(), member=made.committee.eva)
    Consensus.objects.create(criterion=made.criteria["F1"], vendor=made.vendors["A"], value="7", reason="x")
    scenario = Scenario.objects.create(selection=made.selection, code="P-01", name_zh="x")
    Trial.objects.create(scenario=scenario, vendor=made.vendors["A"], result="pass", recorded_by=made.committee.bo)
    run = Run.objects.create(
        selection=made.selection, number=1, document="{}", file_hash="", digest="x", engine="1", state="done"
    )
    Document.objects.create(run=run, language="en", requested_by=made.committee.bo.user)
    Decision.objects.create(
        selection=made.selection,
        vendor=made.vendors["A"],
        reason="x",
        decided_by=made.committee.chen,
        decided_at=timezone.now(),
    )
    return made


def test_one_button_removes_every_example_and_nothing_else(client):
    rich(code="S-0007", is_demo=True)
    cast.committee("S-0008", is_demo=True)
    cast.committee("S-0001")
    client.force_login(cast.admin())
    assert client.get("/examples/remove/").status_code == 200
    assert Selection.objects.count() == 3
    assert client.post("/examples/remove/")["Location"] == "/"
    assert list(Selection.objects.values_list("code", flat=True)) == ["S-0001"]
    assert Event.objects.get(type="reports.demo_removed").payload.body == {"codes": ["S-0008", "S-0007"]}


def test_the_offer_is_made_to_administrators_while_there_are_examples(client):
    cast.committee("S-0007", is_demo=True)
    client.force_login(cast.admin())
    assert client.get("/").context["demos"] == 1
    client.force_login(cast.person("eva"))
    assert client.get("/").context["demos"] == 0


def test_examples_are_marked(client):
    client.force_login(cast.person("eva", language="en"))
    cast.committee("S-0007", is_demo=True)
    assert "Example" in client.get("/").content.decode()
