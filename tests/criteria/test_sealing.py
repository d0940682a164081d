"""What the seal needs, what it only warns about, and what it fixes."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from analysis.decision_file import canonical_bytes
from criteria import canonical
from criteria.assignments import assign
from criteria.models import Anchor
from criteria.sealing import blockers, findings, seal, warnings, workload
from reports.decision_file import export
from selection.access import WrongPhase
from selection.models import Event, Phase, Selection
from selection.phases import Blocked
from tests.cast import committee, join
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(retail):
    """Three evaluators and two vendors, everything in place."""
    join(retail.selection, "e2", "evaluator")
    join(retail.selection, "e3", "evaluator")
    enter(retail, "A", "B")
    return retail


def enter(made, *codes):
    for code in codes:
        Vendor.objects.create(selection=made.selection, code=code, name_zh=code)


def refused(made, words):
    with pytest.raises(Blocked) as stopped:
        seal(made.selection, member=made.chen)
    assert stopped.value.blockers == words
    kept = Selection.objects.get(pk=made.selection.pk)
    assert (kept.phase, kept.sealed_at) == (Phase.DEFINE, None)


def test_a_complete_selection_is_sealed(ready):
    assert (blockers(ready.selection), warnings(ready.selection)) == ([], [])
    expected = canonical.digest(ready.selection)
    seal(ready.selection, member=ready.chen)
    kept = Selection.objects.get(pk=ready.selection.pk)
    assert kept.phase == Phase.INVITE
    assert kept.sealed_at is not None
    event = Event.objects.get(type="selection.moved")
    assert event.payload.body == {"from": "define", "to": "invite", "criteria": expected, "warnings": []}


def test_the_sealed_digest_is_that_of_the_decision_file(ready):
    built = export.build(ready.selection)
    part = {"criteria": built["criteria"], "headings": built["headings"]}
    assert canonical.digest(ready.selection) == hashlib.sha256(canonical_bytes(part)).hexdigest()


def test_any_change_changes_the_digest(ready):
    before = canonical.digest(ready.selection)
    Anchor.objects.filter(criterion__code="F-CH", band="0-2").update(text_zh="别的")
    assert canonical.digest(ready.selection) != before


def test_without_criteria_there_is_nothing_to_seal(db, english):
    refused(committee(), ["No criteria yet. Start from a template or add some."])


def test_weights_that_do_not_sum(ready, english):
    ready.selection.criteria.filter(code="F-CH").update(weight=2270)
    refused(ready, ["The weights of “Functional fit” sum to 99.99, not 100. Change one of them."])


def test_an_unanchored_leaf_names_its_bands(ready, english):
    Anchor.objects.filter(criterion__code="F-CH", band__in=["3-4", "7-8"]).update(text_zh="", text_en="")
    refused(ready, ["“Channels” does not say what these scores look like: 3–4, 7–8."])
    assert findings(ready.selection)[0].criterion == "F-CH"


def test_one_language_is_enough_for_an_anchor(ready):
    Anchor.objects.filter(criterion__code="F-CH").update(text_en="")
    assert blockers(ready.selection) == []


def test_a_price_leaf_without_both_ends(ready, english):
    ready.selection.criteria.filter(code="C-TC").update(points=[])
    refused(ready, ["“Total cost of ownership” does not say which value is worth 0 and which 100."])
    ready.selection.criteria.filter(code="C-TC").update(points=[["1", "100"], ["2", "10"]])
    refused(ready, ["“Total cost of ownership”: The value function must reach 0 and 100; “0” is missing."])


def test_a_chair_is_needed(ready, english):
    ready.selection.members.filter(is_chair=True).update(removed_at="2026-01-01T00:00Z")
    assert blockers(ready.selection) == ["This selection has no chair."]


def test_every_rated_leaf_needs_an_evaluator(ready, english):
    for person in ready.selection.members.filter(is_evaluator=True):
        assign(person, criteria=list(ready.selection.criteria.filter(code__in=["F", "A", "C", "S"])), by=ready.chen)
    refused(ready, ["No evaluator for this criterion: Reputation and standing."])


def test_a_category_with_weight_and_no_leaves(ready, english):
    ready.selection.criteria.filter(parent__code="R").delete()
    assert blockers(ready.selection) == ["“Reputation” has weight but no criteria."]


def test_fewer_than_three_evaluators_warn_and_do_not_stop(retail, english):
    enter(retail, "A", "B")
    assert warnings(retail.selection) == [
        "Fewer than three people score these 20 criteria, so their means say little: "
        "Channels, Bots and AI assistance, Tickets and workflow and more."
    ]
    seal(retail.selection, member=retail.chen)
    assert Event.objects.get(type="selection.moved").payload.body["warnings"] == warnings(retail.selection)


def test_a_long_session_and_a_leaf_without_weight_warn(ready, english):
    enter(ready, "C")
    ready.selection.criteria.filter(code="S-RM").update(weight=0)
    ready.selection.criteria.filter(code="S-EC-01").update(weight=1200)
    assert warnings(ready.selection) == [
        "One evaluator would score 60 cells (20 criteria × 3 vendors), about 45 minutes. "
        "Share out the categories, or score sub-groups as one.",
        "This criterion has no weight and is shown for information only: Product roadmap.",
    ]


def test_workload_is_that_of_the_busiest(ready):
    enter(ready, "C")
    ready.selection.vendors.filter(code="C").update(withdrawn="gone")
    assign(ready.eva, criteria=[ready.selection.criteria.get(code="F")], by=ready.chen)
    load = workload(ready.selection)
    assert (load.leaves, load.vendors, load.cells, load.minutes) == (20, 2, 40, 30)
    assert (load.is_long, load.is_same_for_all, load.is_guess) == (False, False, False)


def test_without_vendors_the_workload_is_a_guess(retail):
    assert (workload(retail.selection).cells, workload(retail.selection).is_guess) == (60, True)


@pytest.mark.parametrize("who", ["bo", "eva", "otto", "aude"])
def test_only_the_chair_seals(ready, who):
    with pytest.raises(PermissionDenied):
        seal(ready.selection, member=getattr(ready, who))


def test_a_seal_is_set_once(ready):
    seal(ready.selection, member=ready.chen)
    with pytest.raises(WrongPhase):
        seal(ready.selection, member=ready.chen)
    assert Event.objects.filter(type="selection.moved").count() == 1


def test_findings_cost_a_constant_number_of_queries(ready, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        findings(ready.selection)
