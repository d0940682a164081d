"""Does the list of exceptions tell what did not go the usual way, and rankings only once they may be seen?"""

import json

import pytest
from django.utils import timezone

from analysis.decision_file import canonical_bytes
from reports import document, exceptions
from reports.models import Decision
from scoring.models import Score
from scoring.rounds import close_round
from selection import late, ledger
from selection.models import Member, Phase, Selection
from tests.reports import finished
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db
REASON = "Ed is on leave until the end of March."
CHEN = {"key": "chen", "name": {"zh": "陈主席", "en": "Chen"}}
ED = {"key": "ed", "name": {"zh": "ed", "en": "ed"}}


def of(made):
    found = exceptions.of(Selection.objects.get(pk=made.selection.pk))
    assert json.loads(json.dumps(found)) == found
    return found


def closed():
    made = scene()
    made.fill("eva")
    made.give("ed", "F1", "A", 8, rationale="")
    close_round(made.selection, member=made.member("chen"), reason=REASON)
    return made


def test_of_an_ordinary_selection_is_empty():
    made = scene()
    made.fill("eva")
    made.fill("ed")
    close_round(made.selection, member=made.member("chen"))
    assert of(made) == []


def test_of_tells_an_early_close_with_its_reason_and_the_missing_cells():
    [found] = of(closed())
    assert found.pop("at")
    assert found == {
        "kind": "early_close",
        "by": CHEN,
        "reason": REASON,
        "round": 1,
        "done": 7,
        "total": 12,
        "people": [ED | {"missing": 5}],
    }


def act(made):
    before = document.canonical(made.selection).decode()
    Score.objects.filter(member__key="eva", vendor__code="B").update(score=9)
    after = document.canonical(made.selection).decode()
    files = {"before": before, "after": after}
    member = made.member("bo")
    late.record(made.selection, member=member, kind="vendors.x", object="vendor B", reason=REASON, **files)


@pytest.mark.parametrize(("phase", "is_shown"), [(Phase.CLOSED, False), (Phase.CONSENSUS, True), (Phase.DONE, True)])
def test_of_gives_both_rankings_only_after_the_reveal(phase, is_shown):
    made = closed()
    act(made)
    Selection.objects.filter(pk=made.selection.pk).update(phase=phase)
    found = of(made)[-1]
    assert (found["kind"], found["act"], found["object"]) == ("late_act", "vendors.x", "vendor B")
    assert ("before" in found, "after" in found) == (is_shown, is_shown)


def test_ranking_reads_a_stored_file_with_the_excluded_last():
    found = exceptions.ranking(canonical_bytes(finished.failing(finished.inputs(), "B")).decode())
    assert [(row["vendor"], row["rank"], row.get("is_excluded", False)) for row in found] == [
        ("A", 1, False),
        ("C", 2, False),
        ("D", 3, False),
        ("B", None, True),
    ]
    assert exceptions.ranking("{}") is None


def test_of_names_whose_marks_do_not_count_and_who_was_never_asked():
    made = scene()
    made.fill("eva")
    made.fill("ed")
    Member.objects.filter(key="ed").update(marks_count=False, not_counted_reason=REASON)
    Member.objects.filter(key="eva").update(marks_settled=False, removed_at=timezone.now())
    Member.objects.filter(key="otto").update(marks_settled=False)
    assert [(row["kind"], row["person"]["key"], row["reason"]) for row in of(made)] == [
        ("marks_not_counted", "ed", REASON),
        ("marks_not_settled", "eva", ""),
    ]


def test_of_tells_a_mended_value_with_both_digests():
    made = scene(Phase.DECIDE)
    change = {"seal": ["aa", "bb"]}
    late.record(
        made.selection, member=made.member("chen"), kind=exceptions.MENDED, object="F1", reason=REASON, payload=change
    )
    [found] = of(made)
    assert (found["kind"], found["change"], found["by"]) == ("mended", change, CHEN)


def test_of_tells_what_the_decision_waived():
    made = scene(Phase.DONE)
    decision = Decision(selection=made.selection, reason=REASON, decided_by=made.member("chen"))
    decision.waivers = [{"kind": "excluded", "reason": REASON}]
    made.selection.decision = decision
    decision.decided_at = made.selection.created_at
    [found] = exceptions.of(made.selection)
    assert (found["kind"], found["waived"], found["reason"], found["by"]) == ("waiver", "excluded", REASON, CHEN)


def test_of_reads_an_event_whose_payload_was_erased():
    made = closed()
    ledger.Payload.objects.all().delete()
    assert of(made) == []
