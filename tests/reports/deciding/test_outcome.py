"""Is the outcome file the same, byte for byte, on every database?"""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from analysis import ENGINE
from reports.deciding import outcome
from reports.deciding.decision import decide
from reports.decision_file import export
from reports.models import Run, State
from reports.runs import execute, request_run
from scoring.rounds import close_round
from selection.models import Member, Phase, Selection
from tests.cast import join
from tests.reports import finished
from tests.scoring.scene import scene

REASON = "Nobody fits; the committee starts again in spring."
LEAVE = "They are on leave until the end of March."
KEYS = ("zo", "B-a", "amelie", "b.a", "Zed")  # neither by length nor by alphabet alike

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def decided(monkeypatch):
    """A round closed while several had not scored, then nobody chosen, at a known moment."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 27, 16, 30, 5, 123456, tzinfo=UTC))
    made = scene()
    for key in KEYS:
        join(made.selection, key, "evaluator")
    made.fill("eva")
    close_round(made.selection, member=made.member("chen"), reason=LEAVE)
    Selection.objects.filter(pk=made.selection.pk).update(phase=Phase.DECIDE, seed=7, samples=1)
    made.selection.refresh_from_db()
    rest_on_a_run(made.selection)
    return decide(made.selection, member=made.member("chen"), vendor=None, reason=REASON)


def rest_on_a_run(selection):
    """A finished run of the present inputs, without its computation."""
    inputs = export.canonical(selection)
    Run.objects.create(
        selection=selection,
        number=1,
        decision_file=inputs.decode(),
        file_hash=hashlib.sha256(inputs).hexdigest(),
        digest="d",
        engine=ENGINE,
        state=State.DONE,
        results={"conclusion": {"kind": "none", "leader": None}},
    )


def test_people_stand_by_key_whatever_the_database_sorts_by(decided):
    told = json.loads(decided.outcome)
    [early] = [row for row in told["exceptions"] if row["kind"] == "early_close"]
    assert [row["key"] for row in early["people"]] == ["B-a", "Zed", "amelie", "b.a", "ed", "zo"]
    keys = [row["key"] for row in told["people"]]
    assert (keys, len(keys)) == (sorted(keys), len(KEYS) + 6)


def test_outcome_has_the_same_bytes_on_every_database(decided):
    told = json.loads(decided.outcome)
    told["run"]["engine"] = "4"  # so that a later engine does not change this test
    assert (
        outcome.file_hash(outcome.canonical(told).decode())
        == "c16e7c98979ed68a7b3d5e09f4697c951e7d8bf6fc929a3965627c96dd59dc6e"
    )


def test_outcome_that_is_written_later_has_the_same_bytes(decided):
    decided.refresh_from_db()
    assert outcome.canonical(outcome.build(decided)).decode() == decided.outcome


def test_outcome_of_a_waiver_is_stored_as_it_was_written():
    demo = finished.selection(phase=Phase.DECIDE)
    execute(request_run(demo)[0].pk)
    chair = Member.objects.select_related("selection", "user").get(selection=demo, key="xu")
    waiver = "这一点委员会讨论过，仍然选它。"
    made = decide(
        demo, member=chair, vendor=demo.vendors.get(code="A"), reason=REASON, waivers={"no_clear_winner": waiver}
    )
    made.refresh_from_db()
    assert outcome.canonical(outcome.build(made)).decode() == made.outcome == outcome.text(demo)
