"""Which stored values break a limit of the decision file, and what may be done about them, when?"""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from analysis.decision_file import check
from criteria import canonical
from criteria.models import Kind, Rule
from reports.decision_file import export
from reports.limits.mending import even, is_shortened, mend, mendable
from reports.models import Run
from reports.runs import latest_run, request_run
from selection.access import WrongPhase
from selection.events import CourseEvent
from selection.models import Event, LateAct, Phase, Selection
from tests.reports import finished
from tests.reports.decision_file.test_forms_and_file import measure
from vendors.models import CostLine, Fact

REASON = "The description of the offer was pasted as the label."
LABEL = "Migration of tickets, " * 10 + "done"
pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """The demo after the reveal, sealed; one cost bears a label that no decision file holds."""
    selection = finished.selection(Phase.CONSENSUS)
    Selection.objects.filter(pk=selection.pk).update(sealed_at=timezone.now())
    line = CostLine.objects.filter(vendor__selection=selection).first()
    CostLine.objects.filter(vendor=line.vendor, item=line.item, label_zh=line.label_zh).update(label_zh=LABEL)
    selection.refresh_from_db()
    return selection


@pytest.fixture
def chair(made):
    return made.members.select_related("selection", "user").get(is_chair=True)


def refusal(member, **call):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        mend(member.selection, member=member, **{"reason": REASON} | call)
    return refused.value.message_dict


def checked():
    """What the command prints, and its exit code."""
    try:
        return call_command("check_selections"), 0
    except SystemExit as end:
        return None, end.code


def test_the_command_names_selection_place_value_and_limit(made, capsys):
    assert checked()[1] == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(mendable(made)) > 1
    assert lines[0].startswith("S-0007 · A · K01 · ")
    assert "label_zh · Migration of tickets" in lines[0]
    assert str(len(LABEL)) in lines[0]
    CostLine.objects.filter(label_zh=LABEL).update(label_zh="Migration")
    assert checked()[1] == 0


def test_the_label_of_all_years_is_shortened_at_once_and_the_file_is_valid_again(made, chair):
    assert check(export.build(made)).faults != ()
    place, seal = mendable(made)[0], canonical.digest(made)
    mend(made, place=place.key, value="Migration of tickets …", member=chair, reason=REASON)
    assert (mendable(made), check(export.build(made)).faults) == ([], ())
    event = Event.objects.get(type=CourseEvent.MENDED)
    assert (event.reason, event.payload.body["seal"]) == (REASON, [seal, seal])
    kept = LateAct.objects.get()
    assert (kept.kind, kept.reason, kept.payload["value"]) == (
        CourseEvent.MENDED,
        REASON,
        [LABEL, "Migration of tickets …"],
    )


def test_a_mended_criterion_has_another_seal_and_both_are_kept(made, chair):
    CostLine.objects.filter(label_zh=LABEL).update(label_zh="")
    leaf = made.criteria.filter(kind=Kind.RATED).first()
    made.criteria.filter(pk=leaf.pk).update(name_zh=LABEL)
    before = canonical.digest(made)
    mend(made, place=f"criterion-{leaf.pk}-name_zh", value="Migration", member=chair, reason=REASON)
    assert Event.objects.get(type=CourseEvent.MENDED).payload.body["seal"] == [before, canonical.digest(made)]
    assert before != canonical.digest(made)


@pytest.mark.parametrize(
    ("old", "new", "is_so"),
    [
        ("abcdef", "abc", True),
        ("abcdef", "ab…ef", True),
        ("abcdef", "acb", False),
        ("abcdef", "abx", False),
        ("abcdef", "abcdef", False),
        ("数据迁移与培训", "数据迁移", True),
    ],
)
def test_shortening_leaves_characters_out_and_adds_none(old, new, is_so):
    assert is_shortened(old, new) == is_so


def test_after_the_seal_nothing_is_written_anew(made, chair):
    place = mendable(made)[0].key
    assert list(refusal(chair, place=place, value="Free of charge")) == ["value"]
    assert list(refusal(chair, place=place, value=LABEL[1:])) == ["value"]
    assert list(refusal(chair, place=place, value="Migration", reason="Typo")) == ["reason"]
    Selection.objects.filter(pk=made.pk).update(sealed_at=None, phase=Phase.DEFINE)
    made.members.filter(pk=chair.pk).update(is_evaluator=False, had_sheet=False, prices_seen_at=timezone.now())
    mend(made, place=place, value="Free of charge", member=chair, reason=REASON)
    assert mendable(made) == []


def test_a_valid_value_has_no_place_to_be_mended(made, chair):
    line = CostLine.objects.filter(vendor__selection=made).first()
    assert list(refusal(chair, place=f"costline-{line.pk}-amount", value="1")) == ["value"]


@pytest.mark.parametrize(
    ("stored", "typed", "kept"),
    [("99.12345678", "99.123457", "99.123457"), ("99.12345678", "99.2", None), ("12345678901234", "99.5", "99.5")],
)
def test_a_threshold_is_rounded_or_brought_inside(made, chair, stored, typed, kept):
    measure(made)
    rule = Rule.objects.get()
    Rule.objects.update(threshold=stored)
    place = f"rule-{rule.pk}-threshold"
    if kept is None:
        assert list(refusal(chair, place=place, value=typed)) == ["value"]
    else:
        mend(made, place=place, value=typed, member=chair, reason=REASON)
        assert Rule.objects.get().threshold == kept


def test_a_fact_beyond_its_scale_comes_back_to_it(made, chair):
    measure(made)
    fact = Fact.objects.filter(criterion__code="UP-1").first()
    Fact.objects.filter(pk=fact.pk).update(value="100.5")
    place = f"fact-{fact.pk}-value"
    assert list(refusal(chair, place=place, value="101")) == ["value"]
    mend(made, place=place, value="100", member=chair, reason=REASON)
    assert Fact.objects.get(pk=fact.pk).value == "100"


def test_seats_and_amounts_are_brought_inside(made, chair):
    CostLine.objects.filter(label_zh=LABEL).update(label_zh="")
    line = CostLine.objects.filter(vendor__selection=made).first()
    CostLine.objects.filter(pk=line.pk).update(amount=10**16)
    Selection.objects.filter(pk=made.pk).update(seats_now=1_500_000_000)
    made.refresh_from_db()
    for place, value in ((f"selection-{made.pk}-seats_now", "1500"), (f"costline-{line.pk}-amount", "1,000.50")):
        mend(made, place=place, value=value, member=chair, reason=REASON)
    made.refresh_from_db()
    assert (made.seats_now, CostLine.objects.get(pk=line.pk).amount) == (1500, 100_050)


def test_mending_is_for_organisers_and_in_every_phase_but_a_cancelled_one(made, chair):
    judge = made.members.filter(is_evaluator=True, is_chair=False, is_procurement=False).first()
    place = mendable(made)[0].key
    with pytest.raises(PermissionDenied):
        mend(made, place=place, value="Migration", member=judge, reason=REASON)
    Selection.objects.filter(pk=made.pk).update(phase=Phase.CANCELLED)
    with pytest.raises(WrongPhase):
        mend(made, place=place, value="Migration", member=chair, reason=REASON)
    Selection.objects.filter(pk=made.pk).update(phase=Phase.DONE)
    mend(made, place=place, value="Migration", member=chair, reason=REASON)


def test_a_failed_analysis_leads_to_the_page_that_puts_it_right(made, chair):
    client = Client()
    client.force_login(chair.user)
    run, _is_new = request_run(made, member=chair)
    Run.objects.filter(pk=run.pk).update(state="failed", error="/vendors/0/costs/0/label/zh")
    address = reverse("mending", args=["S-0007"])
    assert address in client.get(reverse("run_status", args=["S-0007", run.number])).content.decode()
    place = mendable(made)[0].key
    assert LABEL in client.get(address).content.decode()
    sent = {"place": place, f"{place}-value": "Migration", f"{place}-reason": "Typo"}
    answer = client.post(address, sent)
    assert (answer.status_code, "Typo" in answer.content.decode()) == (422, True)
    assert client.post(address, sent | {f"{place}-reason": REASON}).status_code == 302
    assert mendable(made) == []


def test_the_run_of_a_decided_selection_stays_as_it_was(made, chair):
    CostLine.objects.filter(label_zh=LABEL).update(label_zh="")
    run, _is_new = request_run(made, member=chair)
    Run.objects.filter(pk=run.pk).update(state="done", results={"x": 1}, finished_at=timezone.now())
    Selection.objects.filter(pk=made.pk).update(phase=Phase.DONE, summary_zh="长" * 10_001)
    text = Run.objects.get(pk=run.pk).decision_file
    mend(made, place=f"selection-{made.pk}-summary_zh", value="长", member=chair, reason=REASON)
    assert (latest_run(made).pk, Run.objects.get(pk=run.pk).decision_file) == (run.pk, text)
    assert json.loads(text)["selection"]["summary"]["zh"] != "长"


def test_the_exceptions_name_what_was_mended_and_both_digests(made, chair):
    mend(made, place=mendable(made)[0].key, value="Migration", member=chair, reason=REASON)
    client = Client()
    client.force_login(chair.user)
    text = client.get(reverse("exceptions", args=["S-0007"])).content.decode()
    seal = canonical.digest(made)
    assert all(words in text for words in (REASON, "→ Migration", f"{seal} → {seal}"))


# Sealed prices ----------------------------------------------------------------------------------
HIDDEN, TOLD = "98765432109876543", "an offer of eighty thousand"


@pytest.fixture
def sealed(made):
    """Scoring is open and prices are sealed; an amount, a cost's name and the year of a cost break a limit."""
    Selection.objects.filter(pk=made.pk).update(phase=Phase.SCORE, sealed_prices=True)
    line = CostLine.objects.filter(vendor__selection=made).last()
    CostLine.objects.filter(pk=line.pk).update(amount=int(HIDDEN), label_en=f"{TOLD} " * 20)
    made.seat_plan.filter(year=1).update(year=97)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("seat", "sees"),
    [
        ({"prices_seen_at": timezone.now()}, True),
        ({"prices_seen_at": None}, False),  # who organises and has not opened them
        ({"prices_seen_at": None, "is_evaluator": True}, False),
        ({"prices_seen_at": timezone.now(), "is_evaluator": True}, False),
        ({"prices_seen_at": None, "had_sheet": True}, False),
        ({"prices_seen_at": timezone.now(), "is_evaluator": True, "knows_prices": REASON}, True),
    ],
)
def test_costs_beyond_a_limit_are_shown_to_who_may_see_prices(sealed, chair, seat, sees):
    chair.selection.members.filter(pk=chair.pk).update(**{"is_evaluator": False, "had_sheet": False} | seat)
    line = CostLine.objects.get(amount=int(HIDDEN))
    with translation.override("en"):
        page = in_english(chair).get(reverse("mending", args=[sealed.code])).content.decode()
    assert [word in page for word in (HIDDEN[:9], TOLD, f"costline-{line.pk}", "seatplan-")] == [sees, sees, sees, sees]
    assert ("costs are left out here" in page) == (not sees)


def test_form_sent_past_the_page_mends_no_cost_for_who_sees_no_prices(sealed, chair):
    chair.selection.members.filter(pk=chair.pk).update(prices_seen_at=None)
    line = CostLine.objects.get(amount=int(HIDDEN))
    with pytest.raises(PermissionDenied):
        mend(sealed, place=f"costline-{line.pk}-amount", value="1200", reason=REASON, member=chair)
    with pytest.raises(PermissionDenied):
        even(sealed, place="seatplan-1-beyond", values={}, reason=REASON, member=chair)
    chair.selection.members.filter(pk=chair.pk).update(prices_seen_at=timezone.now(), is_evaluator=False)
    mend(sealed, place=f"costline-{line.pk}-amount", value="1200", reason=REASON, member=chair)
    assert CostLine.objects.get(pk=line.pk).amount == 120000


def in_english(member):
    member.user.language = "en"
    member.user.save(update_fields=["language"])
    client = Client()
    client.force_login(member.user)
    return client
