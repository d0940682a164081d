"""Is every change that no act made found, named by kind and place, and is nothing else accused?"""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone, translation

from criteria.models import Criterion
from criteria.sealing import seal
from poc.models import Trial
from reports import jobs, printing
from reports.deciding.decision import decide, start_decision
from reports.models import Decision, Reason, Report, Run, State
from reports.paper import book
from reports.paper.printed_run import PrintedRun
from reports.proof import replay, stored
from reports.proof.verification import verify, verify_site
from reports.runs import execute, request_run, results_hash
from scoring.cells import UNEXPLAINED
from scoring.models import Consensus, Round, Score, Sheet
from scoring.rounds import close_round, keep_means, open_scoring
from scoring.sheets import _save, scorable, submit
from selection import committee, ledger, setup, triggers
from selection.models import ChainHead, Event, Member, Payload, Phase, Selection
from tests import cast
from tests.reports import finished

pytestmark = pytest.mark.django_db
REASON = "六条必须项全过，五年总成本最低。"


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker):
    """A selection that went all the way from the seal to a final report, once for this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield decided()
        transaction.set_rollback(True)


def decided():
    decision_file = finished.only(finished.inputs(), "A", "B")
    decision_file["rounds"], decision_file["consensus"] = [], []
    selection = finished.selection(Phase.DEFINE, decision_file)
    chair = Member.objects.select_related("user").get(selection=selection, key="xu")
    seal(selection, member=chair)
    round = open_scoring(selection, member=chair)
    for member in selection.members.filter(is_evaluator=True):
        _fill(round, member)
    replay.baseline(selection)  # so many marks are not given one by one
    for member in selection.members.filter(is_evaluator=True):
        submit(member)
    close_round(selection, member=chair)
    keep_means(selection, member=chair)
    run, _is_new = request_run(selection, member=chair)
    execute(run.pk)
    run.refresh_from_db()
    start_decision(selection, member=chair)
    _decide(selection, chair)
    report, _is_new = printing.request_report(run, language="en", member=chair)
    filed = printing.filed(report, b"%PDF-1.7 final", b"%PDF-1.7 plain")
    with transaction.atomic():
        printing.note_made(report, filed)
    Report.objects.filter(pk=report.pk).update(state=State.DONE, **filed)
    return Selection.objects.get(pk=selection.pk)


def _fill(round, member):
    vendors = round.selection.vendors.filter(withdrawn="")
    given = {"level": "documented", "rationale": "见方案第三章。", "updated_at": timezone.now()}
    Score.objects.bulk_create(
        Score(round=round, member=member, criterion=leaf, vendor=vendor, score=UNEXPLAINED[2], **given)
        for leaf in scorable(member)
        for vendor in vendors
    )


def _decide(selection, chair):
    waivers = dict.fromkeys(("no_clear_winner", "over_ceiling", "not_first", "failed_must"), REASON)
    vendor = selection.vendors.get(code="A")
    decide(selection, member=chair, vendor=vendor, reason=REASON, waivers=waivers)


def found(selection):
    return [(finding.kind, finding.place) for finding in verify(selection).findings]


def test_selection_that_nobody_touched_is_not_accused(whole):
    verdict = verify(whole)
    assert (verdict.findings, verdict.unproved) == ([], [])
    assert (verdict.events, verdict.head) == (whole.chain.sequence, whole.chain.hash)


def change(rows, **values):
    return lambda selection: rows(selection).update(**values)


def events(selection):
    return Event.objects.filter(chain__selection=selection)


def last(selection):
    return events(selection).filter(sequence=selection.chain.sequence)


def marks(selection):
    first = Score.objects.filter(round__selection=selection).order_by("pk").first()
    return Score.objects.filter(pk=first.pk)


def _results(selection):
    run = Run.objects.get(selection=selection)
    run.results["total"]["A"] += 0.01
    run.save()


def _cut(selection):
    last(selection).delete()
    before = last_but(selection)
    ChainHead.objects.filter(selection=selection).update(sequence=before.sequence, hash=before.hash)


def last_but(selection):
    return events(selection).order_by("-sequence").first()


def _replace_file(selection):
    name = Report.objects.get(run__selection=selection).file.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"%PDF-1.7 forged"))


def _lose_file(selection):
    default_storage.delete(Report.objects.get(run__selection=selection).file.name)


def _swap(selection):
    """Two events change places."""
    third, fourth = events(selection).filter(sequence__in=(3, 4)).order_by("sequence")
    for row, sequence, previous in ((third, 90, "x"), (fourth, 3, third.previous), (third, 4, fourth.previous)):
        Event.objects.filter(pk=row.pk).update(sequence=sequence, previous=previous)


# What is done to the tables, the kind that is named, and where.
TAMPERINGS = {
    "reason of an event": (change(last, reason="another"), "chain", "hash"),
    "actor of an event": (change(last, actor=None), "chain", "hash"),
    "time of an event": (lambda s: last(s).update(at=timezone.now()), "chain", "hash"),
    "event deleted": (lambda s: events(s).filter(sequence=4).delete(), "chain", "5: link"),
    "events swapped": (_swap, "chain", "3: hash"),
    "payload changed": (lambda s: Payload.objects.filter(event__in=last(s)).update(body={}), "chain", "payload"),
    "payload deleted": (lambda s: Payload.objects.filter(event__in=last(s)).delete(), "chain", "no payload"),
    "tail cut": (lambda s: last(s).delete(), "chain", "head"),
    "tail cut and head set back": (_cut, "file", "reports/"),
    "chain deleted": (lambda s: ChainHead.objects.filter(selection=s).delete(), "chain", "no events"),
    "mark changed": (change(marks, score=9), "sheet", "round 1, "),
    "mark deleted": (lambda s: marks(s).delete(), "round", "round 1, event"),
    "rationale changed": (change(marks, rationale="他人之言"), "round", "round 1, event"),
    "level changed": (change(marks, level="reference"), "round", "round 1, event"),
    "round opened again": (
        lambda s: Round.objects.filter(selection=s).update(closed_at=None),
        "round",
        "round 1, event",
    ),
    "weight changed": (
        lambda s: Criterion.objects.filter(selection=s, kind="rated").update(weight=1),
        "seal",
        "event 2",
    ),
    "anchor changed": (
        lambda s: Criterion.objects.filter(selection=s, kind="rated").first().anchors.update(text_en="x"),
        "seal",
        "event 2",
    ),
    "phase set back": (lambda s: Selection.objects.filter(pk=s.pk).update(phase="score"), "phase", "score; event"),
    "inputs rewritten": (lambda s: Run.objects.filter(selection=s).update(decision_file="{}"), "inputs", "run 1"),
    "results rewritten": (_results, "results", "run 1"),
    "reason of the decision": (
        lambda s: Decision.objects.filter(selection=s).update(reason="别的理由。"),
        "decision",
        "reason",
    ),
    "vendor of the decision": (
        lambda s: Decision.objects.filter(selection=s).update(vendor=s.vendors.get(code="B")),
        "decision",
        "vendor",
    ),
    "decision deleted": (lambda s: Decision.objects.filter(selection=s).delete(), "decision", "event"),
    "outcome rewritten": (lambda s: Decision.objects.filter(selection=s).update(outcome="{}"), "decision", "outcome"),
    "mark of a round that is closed": (change(marks, score=9), "replay", "marks 1/"),
    "member made chair": (
        lambda s: s.members.filter(is_chair=False, is_evaluator=True).update(is_chair=True),
        "replay",
        "members ",
    ),
    "member removed": (lambda s: s.members.update(removed_at=timezone.now()), "replay", " seated"),
    "consensus added": (
        lambda s: Consensus.objects.create(
            criterion=s.criteria.filter(kind="rated").first(), vendor=s.vendors.first(), value="9", reason="x"
        ),
        "replay",
        "consensus ",
    ),
    "result of the POC changed": (
        lambda s: Trial.objects.filter(scenario__selection=s).update(note_en="forged"),
        "replay",
        "trials ",
    ),
    "sheet submitted for somebody": (
        lambda s: Sheet.objects.filter(round__selection=s).update(submitted_at=None),
        "replay",
        "sheets 1/",
    ),
    "file replaced": (_replace_file, "file", "reports/"),
    "file lost": (_lose_file, "file", "missing"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_named(whole, name):
    tamper, kind, place = TAMPERINGS[name]
    with transaction.atomic():
        with triggers.lifted():
            tamper(Selection.objects.get(pk=whole.pk))
        places = [where for named, where in found(whole) if named == kind]
        transaction.set_rollback(True)
    _put_file_back(whole)
    assert [where for where in places if place in where], places


def _put_file_back(selection):
    name = Report.objects.get(run__selection=selection).file.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"%PDF-1.7 final"))


def test_sheet_that_was_taken_back_may_change(whole):
    with transaction.atomic():
        sheet = Sheet.objects.filter(round__selection=whole).first()

        sheet.submitted_at = None
        _save(sheet, "scoring.sheet_taken_back", {})
        Score.objects.filter(member=sheet.member).update(score=4)
        kinds = {kind for kind, _place in found(whole)}
        transaction.set_rollback(True)
    assert kinds == {"round", "replay"}


def test_acts_of_a_whole_selection_lead_to_what_is_stored():
    """Each kind of act that the fold knows, through its verb; nothing is taken stock of in between."""
    team = cast.committee()
    Selection.objects.filter(pk=team.selection.pk).delete()
    selection, chair = setup.create(actor=team.chen.user, name_zh="客服平台", organisation_zh="云")
    eva = committee.add(selection, user=team.eva.user, roles=["evaluator"], department="it", by=chair)
    committee.change(eva, roles=["evaluator", "auditor"], department="finance", by=chair)
    committee.remove(
        committee.add(selection, user=team.bo.user, roles=["procurement"], department="it", by=chair), by=chair
    )
    verdict = verify(selection)
    assert (verdict.findings, verdict.since) == ([], 1)
    Member.objects.filter(pk=eva.pk).update(is_procurement=True)
    assert found(selection) == [("replay", "members eva")]


@pytest.mark.parametrize("part", stored.OWN)
def test_part_that_an_event_left_open_accuses_nobody(part):
    fold = replay.Fold({})
    fold.start({name: {"a": "1"} for name in stored.OWN}, 3)
    now = {name: {"a": "1"} for name in stored.OWN} | {part: {"b": "2"}}
    assert list(fold.differences(now)) == [(part, "a")]
    fold.loosen(part)
    assert list(fold.differences(now)) == []


def test_results_without_a_hash_are_not_proved_and_no_finding(whole):
    with transaction.atomic():
        with triggers.lifted():
            events(whole).filter(type="run.finished").update(type="run.started")
        verdict = verify(whole)
        transaction.set_rollback(True)
    assert verdict.unproved == [("run 1", "results computed before their hash was kept")]
    assert {finding.kind for finding in verdict.findings} == {"chain"}


def test_hash_of_results_is_the_same_however_a_database_spells_a_number():
    assert results_hash({"a": [1, -0.0, True, None, "x"]}) == results_hash({"a": [1.0, 0.0, True, None, "x"]})
    assert results_hash({"a": 1}) != results_hash({"a": True})
    assert results_hash({"a": 0.1}) != results_hash({"a": 0.2})


def test_final_report_is_refused_with_the_finding(whole):
    chair = Member.objects.get(selection=whole, key="xu")
    run = Run.objects.get(selection=whole)
    with transaction.atomic():
        marks(whole).update(score=9)
        with translation.override("en"), pytest.raises(ValidationError, match="a submitted sheet is not"):
            printing.request_report(run, language="zh-hans", member=chair)
        with pytest.raises(CommandError, match="no final report: "):
            call_command("report", whole.code, output="unused.pdf")
        transaction.set_rollback(True)


def test_final_report_is_not_made_of_what_was_changed_after_it_was_asked_for(whole):
    with transaction.atomic():
        asked = Report.objects.create(run=Run.objects.get(selection=whole), language="en", is_draft=False)
        marks(whole).update(score=9)
        with pytest.raises(jobs.Unfit) as refused:
            printing.make(jobs.claim(Report, asked.pk))
        transaction.set_rollback(True)
    assert refused.value.reason == Reason.RECORD


def test_report_whose_file_was_damaged_can_be_made_again(whole):
    chair = Member.objects.get(selection=whole, key="xu")
    with transaction.atomic():
        _lose_file(whole)
        made, is_new = printing.request_report(Run.objects.get(selection=whole), language="zh-hans", member=chair)
        kinds = {kind for kind, _place in found(whole)}
        transaction.set_rollback(True)
    _put_file_back(whole)
    assert (made.is_draft, is_new, kinds) == (False, True, {"file"})


def test_command_says_what_it_found_and_ends_with_one(whole):
    said = StringIO()
    call_command("verify", whole.code, stdout=said)
    assert said.getvalue().splitlines() == [
        f"{whole.code} · {whole.chain.sequence} events · {whole.chain.hash} · proves from event 4 on",
        "no findings",
    ]
    with transaction.atomic():
        Selection.objects.filter(pk=whole.pk).update(phase="score")
        said = StringIO()
        with pytest.raises(SystemExit, match="1"):
            call_command("verify", stdout=said)
        transaction.set_rollback(True)
    assert "phase · score; event" in said.getvalue()
    assert said.getvalue().endswith("findings: 2\n")
    assert "replay · phase · " in said.getvalue()


def test_receipt_of_a_chain_that_was_written_again_or_cut_is_found(whole):
    event = events(whole).get(sequence=6)
    kept = f"6:{ledger.grouped(event.hash[:16])}"
    call_command("verify", whole.code, head=kept, stdout=StringIO())
    for other in (f"7:{event.hash}", f"6:{'0' * 16}", f"99:{event.hash}"):
        said = StringIO()
        with pytest.raises(SystemExit, match="1"):
            call_command("verify", whole.code, head=other, stdout=said)
        assert "  head · event " in said.getvalue()


@pytest.mark.parametrize("head", ["6", "6:abc", "x:" + "a" * 16, "6:" + "g" * 16, ":" + "a" * 16, "９:" + "a" * 16])
def test_receipt_that_is_none_is_a_wrong_call(whole, head):
    with pytest.raises(CommandError) as refused:
        call_command("verify", whole.code, head=head)
    assert refused.value.returncode == 2


def test_receipt_names_the_event_of_the_act(whole):
    chair = Member.objects.get(selection=whole, key="xu")
    decided = events(whole).filter(type="selection.moved").latest("sequence")
    with translation.override("en"):
        said = ledger.receipt(chair, "selection.moved")
    hashes = (ledger.grouped(decided.hash[:16]), ledger.grouped(decided.payload_hash[:16]))
    assert f"event {decided.sequence}, hash {hashes[0]}, digest {hashes[1]}." in said


def test_foot_of_every_page_names_the_last_event(whole):
    run = Run.objects.get(selection=whole)
    told = {"head": (12, "3f4a9b0c1d2e5f60" + "0" * 48)}
    page = book.job(PrintedRun.for_paper(run, language="en", is_draft=True, **told))["html"]
    foot = page.partition('<div class="doc-foot">')[2].partition("</div>")[0]
    assert foot.splitlines()[1] == "record 12: 3f4a 9b0c 1d2e 5f60"


def test_trigger_that_is_gone_is_named(whole):
    with transaction.atomic():
        triggers.drop()
        found = [(finding.kind, finding.place) for finding in verify_site().findings]
        transaction.set_rollback(True)
    assert found == [("trigger", name) for name in triggers.NAMES]
    assert verify_site().findings == []


def test_command_with_an_unknown_code_is_a_wrong_call(whole):
    with pytest.raises(CommandError) as refused:
        call_command("verify", "S-9999")
    assert refused.value.returncode == 2
