"""Who may have a report made, how does it come about, and what does the decision page do?"""

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from analysis.decision_file import read
from reports import printing, tasks
from reports.deciding.decision import decide, start_decision
from reports.decision_file.export import canonical
from reports.decision_file.intake import import_decision_file
from reports.models import Decision, Report, State
from reports.paper import book
from reports.pdf import rendering
from reports.proof import replay
from reports.runs import execute, request_run
from selection import late
from selection.access import WrongPhase
from selection.models import Event, Member, Phase, Selection
from selection.phases import Blocked
from tests.cast import person
from tests.reports import finished

pytestmark = pytest.mark.django_db(transaction=True)  # the heartbeat has a connection of its own

SMALL, PLAIN = b"%PDF-1.7 small", b"%PDF-1.7 plain"
REASON = "六条必须项全过，五年总成本最低。"
WAIVER = "差距虽小，总成本低，足以选择。"


def two():
    return finished.only(finished.inputs(), "A", "B")


@pytest.fixture
def demo(request):
    """With its run done where the test asks for that one too."""
    if "run" in request.fixturenames:
        return request.getfixturevalue("run").selection
    return finished.selection(decision_file=two())


@pytest.fixture
def run():
    return finished.computed(decision_file=two(), by="xu")


@pytest.fixture
def decided(run):
    move(run.selection, Phase.DECIDE)
    vendor, waivers = run.selection.vendors.get(code="A"), {"no_clear_winner": WAIVER}
    return decide(run.selection, member=member(run.selection), vendor=vendor, reason=REASON, waivers=waivers)


@pytest.fixture
def quick(monkeypatch):
    """The page is written, but setting it in type is left to the tests of the file."""

    def editions(job, **_options):
        return [blank(job["attachments"]), blank([])] if job.get("plain") else [blank(job["attachments"])]

    monkeypatch.setattr(rendering, "editions", editions)


def blank(attachments):
    file, target = PdfWriter(), BytesIO()
    file.add_blank_page(210, 297)
    for attachment in attachments:
        file.add_attachment(attachment["name"], attachment["text"].encode())
    file.write(target)
    return target.getvalue()


WHY = "海豚在线上周书面退出了投标。"


def member(demo, key="xu"):
    return Member.objects.select_related("selection", "user").get(selection=demo, key=key)


def move(demo, phase):
    Selection.objects.filter(pk=demo.pk).update(phase=phase)
    demo.refresh_from_db()


def asked(run, language="zh-hans", key="xu"):
    return printing.request_report(run, language=language, member=member(run.selection, key))


# Making a report --------------------------------------------------------------------------------
def test_report_is_made_by_the_worker_in_visible_steps(run, quick, monkeypatch):
    seen = []
    monkeypatch.setattr(
        printing.jobs, "report_step", lambda _job, number, total, name: seen.append((number, total, name))
    )
    report, is_new = asked(run)
    assert (is_new, report.state, report.is_draft) == (True, State.QUEUED, True)
    tasks.render_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.pages, report.error) == (State.DONE, 1, "")
    assert seen == [(number, 5, name) for number, name in enumerate(printing.STEPS, start=1)]


def test_stored_file_has_the_hash_of_its_row_and_the_snapshot(run, quick):
    report, _is_new = asked(run)
    printing.execute(report.pk)
    report.refresh_from_db()
    with report.file.open("rb") as stored:
        content = stored.read()
    assert hashlib.sha256(content).hexdigest() == report.sha256
    assert PdfReader(BytesIO(content)).attachments[book.ATTACHMENT] == [run.decision_file.encode()]


def test_ledger_knows_who_asked_and_which_file_came(run, quick):
    report, _is_new = asked(run)
    printing.execute(report.pk)
    report.refresh_from_db()
    requested, made = Event.objects.filter(type__startswith="report.").order_by("sequence")
    assert (requested.type, requested.actor.username) == ("report.requested", "xu")
    files = {"sha256": report.sha256, "plain": report.plain_sha256}
    assert made.payload.body == files | {"language": "zh-hans", "draft": True, "snapshot": run.file_hash}


def test_report_that_is_made_or_under_way_is_not_made_again(run, quick):
    first, _is_new = asked(run)
    assert asked(run) == (first, False)
    printing.execute(first.pk)
    assert asked(run) == (first, False)
    assert asked(run, "en")[1]


def test_draft_is_another_one_once_its_exceptions_have_changed(run, quick, client):
    first, _is_new = asked(run)
    printing.execute(first.pk)
    keep_an_exception(run.selection)
    client.force_login(member(run.selection).user)
    page = client.get(f"/s/{run.selection.code}/decision/").content.decode()
    row = client.get(f"/s/{run.selection.code}/reports/{first.pk}/").content.decode()
    assert ["此后例外有变" in text for text in (page, row)] == [True, True]
    second, is_new = asked(run)
    printing.execute(second.pk)
    second.refresh_from_db()
    assert (is_new, second.pk != first.pk, asked(run)) == (True, True, (second, False))
    assert f"{client.get(f'/s/{run.selection.code}/decision/').content.decode()}".count("此后例外有变") == 1
    assert printing.beside(second.run.selection, is_draft=True)["exceptions"][-1]["reason"] == WHY


def test_draft_under_way_prints_the_exceptions_of_the_moment_it_is_written(run, quick):
    """Asked for before the act, written after it: nobody needs to ask again."""
    first, _is_new = asked(run)
    keep_an_exception(run.selection)
    printing.execute(first.pk)
    assert asked(run) == (first, False)


@transaction.atomic
def keep_an_exception(selection):
    late.record(selection, member=None, kind="vendors.withdrawn", object="vendor D", reason=WHY)


def test_failed_report_can_be_asked_for_again(run, monkeypatch):
    def break_down(job, **_options):
        raise rendering.RenderFailed("no ink")

    monkeypatch.setattr(rendering, "editions", break_down)
    first, _is_new = asked(run)
    printing.execute(first.pk)
    first.refresh_from_db()
    assert (first.state, first.error) == (State.FAILED, "fault: RenderFailed: no ink")
    second, is_new = asked(run)
    assert (is_new, second.pk != first.pk) == (True, True)


@pytest.mark.parametrize("name", ["decision.json", "outcome.json"])
def test_file_whose_attachment_is_not_what_was_written_is_not_filed(decided, monkeypatch, quick, name):
    honest = rendering.editions

    def swapped(job, **_options):
        others = [{**row, "text": "{}"} if row["name"] == name else row for row in job["attachments"]]
        return honest({**job, "attachments": others})

    monkeypatch.setattr(rendering, "editions", swapped)
    report, _is_new = asked(decided.run)
    printing.execute(report.pk)
    report.refresh_from_db()
    assert (report.state, report.file.name) == (State.FAILED, "")
    assert report.error == f"fault: RenderFailed: {name} is not attached as it was written"


def test_final_report_carries_the_outcome_beside_the_inputs(decided, quick):
    report, _is_new = asked(decided.run)
    printing.execute(report.pk)
    report.refresh_from_db()
    with report.file.open("rb") as stored:
        attachments = PdfReader(BytesIO(stored.read())).attachments
    assert attachments == {
        "decision.json": [decided.run.decision_file.encode()],
        "outcome.json": [decided.outcome.encode()],
    }


def test_same_report_is_filed_once(run, quick):
    report, _is_new = asked(run)
    first, second = printing.filed(report, SMALL, PLAIN), printing.filed(report, SMALL, PLAIN)
    assert first == second
    assert default_storage.size(first["file"]) == len(SMALL)


def test_half_a_file_under_its_name_is_made_whole(run, quick):
    report, _is_new = asked(run)
    name = printing.filed(report, SMALL, PLAIN)["file"]
    Path(default_storage.path(name)).write_bytes(SMALL[:4])
    printing.filed(report, SMALL, PLAIN)
    assert Path(default_storage.path(name)).read_bytes() == SMALL


def test_report_after_the_decision_is_final_and_another_one(run, quick):
    draft, _is_new = asked(run)
    move(run.selection, Phase.DONE)
    replay.baseline(run.selection)  # no act has led to this phase
    final, is_new = asked(run)
    assert (is_new, draft.is_draft, final.is_draft) == (True, True, False)


def test_other_language_than_ours_is_refused(run):
    with pytest.raises(ValidationError):
        asked(run, "fr")
    assert not Report.objects.exists()


def test_unfinished_run_gives_no_report(demo):
    made, _is_new = request_run(demo, member=member(demo))
    with pytest.raises(ValidationError):
        asked(made)


def test_evaluator_may_not_have_a_report_made(run):
    with pytest.raises(PermissionDenied):
        asked(run, key="lin")


def test_nobody_may_before_the_scores_are_shown(run):
    move(run.selection, Phase.SCORE)
    with pytest.raises(WrongPhase):
        asked(run)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("S-0007", "S-0007-1-en-draft.pdf"),
        ("..", "report-1-en-draft.pdf"),
        ('a"b\r\nX', "a-b--X-1-en-draft.pdf"),
        ("选型", "report-1-en-draft.pdf"),
    ],
)
def test_file_name_is_safe(run, code, name):
    run.selection.code = code
    assert printing.file_name(Report(run=run, language="en")) == name


# The decision page ------------------------------------------------------------------------------
@pytest.fixture
def chair(client, demo):
    client.force_login(person("xu"))
    return client


def page(name, demo, *args):
    return reverse(name, args=[demo.code, *args])


def test_report_is_asked_for_made_and_downloaded(chair, run, quick):
    demo = run.selection
    answer = chair.post(page("make_report", demo), {"language": "en"})
    assert (answer.status_code, answer.url) == (302, page("decision", demo))
    report = Report.objects.get()
    if report.state != State.DONE:
        printing.execute(report.pk)
        report.refresh_from_db()
    assert (report.state, report.language) == (State.DONE, "en")
    told = chair.get(page("decision", demo)).content.decode()
    assert page("download_report", demo, report.pk) in told
    assert "hx-trigger" not in told.partition(f'id="report-{report.pk}"')[2].partition("</div></div>")[0]
    got = chair.get(page("download_report", demo, report.pk))
    content = b"".join(got.streaming_content) if got.streaming else got.content
    assert hashlib.sha256(content).hexdigest() == report.sha256
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == 'attachment; filename="S-0007-1-en-draft.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("damage", [lambda content: content[:1000], lambda content: content + b" ", None])
def test_file_that_is_not_the_one_made_is_not_handed_out_but_made_again(chair, run, quick, damage):
    report, _is_new = asked(run)
    printing.execute(report.pk)
    report.refresh_from_db()
    path = Path(report.file.path)
    whole, digest = path.read_bytes(), report.sha256
    if damage:
        path.write_bytes(damage(whole))
    else:
        path.unlink()
    address = page("download_report", run.selection, report.pk)
    answer = chair.get(address, follow=True)
    assert answer.redirect_chain == [(page("decision", run.selection), 302)]
    assert "因此未提供下载" in answer.content.decode()
    event = Event.objects.get(type="report.damaged")
    assert (event.actor.username, event.payload.body["sha256"]) == ("xu", digest)
    assert "正在重新生成" in chair.get(page("overview", run.selection)).content.decode()
    report.refresh_from_db()
    got = chair.get(address)
    assert (report.state, got.status_code) == (State.DONE, 200)
    assert hashlib.sha256(got.content).hexdigest() == report.sha256


def test_damage_is_noted_once(run, quick):
    report, _is_new = asked(run)
    printing.execute(report.pk)
    report.refresh_from_db()
    found = [printing.make_again(report, member=member(run.selection)) for _ in range(2)]
    assert (found, Event.objects.filter(type="report.damaged").count()) == ([True, False], 1)


def test_row_asks_again_only_while_the_report_is_unfinished(chair, run):
    report = Report.objects.create(run=run, language="en", requested_by=person("xu"))
    status = page("report_status", run.selection, report.pk)
    assert f'hx-get="{status}?seen=queued-0"' in chair.get(status).content.decode()
    steps = {"state": State.RUNNING, "step": 3, "steps": 5, "step_name": printing.STEPS[2]}
    Report.objects.filter(pk=report.pk).update(**steps)
    told = chair.get(status).content.decode()
    assert ("3/5" in told, "hx-trigger" in told) == (True, True)
    Report.objects.filter(pk=report.pk).update(state=State.FAILED, error="no ink", finished_at=timezone.now())
    told = chair.get(status).content.decode()
    assert ("程序出错" in told, "no ink" in told, "hx-trigger" in told) == (True, False, False)


def test_report_is_seen_by_who_asked_for_it_once_it_has_ended(chair, run):
    mine = Report.objects.create(run=run, language="en", requested_by=person("xu"))
    other = Report.objects.create(run=run, language="zh-hans", requested_by=person("gu"), finished_at=timezone.now())
    chair.get(page("decision", run.selection))
    mine.refresh_from_db()
    assert mine.seen_at is None
    Report.objects.filter(pk=mine.pk).update(state=State.DONE, pages=9, finished_at=timezone.now() - timedelta(1))
    assert (
        "报告已经做好" in chair.get(reverse("inbox")).content.decode() or chair.get(reverse("inbox")).status_code == 200
    )
    chair.get(page("decision", run.selection))
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.seen_at is not None, other.seen_at) == (True, None)


def test_report_of_an_earlier_snapshot_says_so(chair, run):
    older = Report.objects.create(run=run, language="en", state=State.DONE, pages=9, finished_at=timezone.now())
    Selection.objects.filter(pk=run.selection_id).update(organisation_en="Other")
    run.selection.refresh_from_db()
    newer, _is_new = request_run(run.selection, member=member(run.selection))
    execute(newer.pk)
    latest = Report.objects.create(run=newer, language="en", state=State.DONE, pages=9, finished_at=timezone.now())
    person("xu").__class__.objects.filter(username="xu").update(language="en")
    told = chair.get(page("decision", run.selection)).content.decode()
    rows = {row.pk: told.partition(f'id="report-{row.pk}"')[2].partition('id="report-')[0] for row in (older, latest)}
    assert {pk: "earlier snapshot" in row for pk, row in rows.items()} == {older.pk: True, latest.pk: False}
    again = chair.get(page("report_status", run.selection, older.pk)).content.decode()
    assert "earlier snapshot" in again


def test_report_of_another_selection_is_not_found(chair, run):
    report = Report.objects.create(run=run, language="en", state=State.DONE)
    other = finished.inputs()
    other["selection"]["code"] = "S-0009"
    people = {row["key"]: person(row["key"]) for row in other["people"]}
    neighbour = import_decision_file(read(json.dumps(other).encode()).decision_file, people=people)
    move(neighbour, Phase.CONSENSUS)
    assert chair.get(page("download_report", neighbour, report.pk)).status_code == 404
    assert chair.get(page("report_status", neighbour, report.pk)).status_code == 404


def test_unfinished_report_cannot_be_downloaded(chair, run):
    report = Report.objects.create(run=run, language="en")
    assert chair.get(page("download_report", run.selection, report.pk)).status_code == 404


def test_report_in_no_language_says_so_and_makes_nothing(chair, run):
    answer = chair.post(page("make_report", run.selection), {"language": "fr"})
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_making_a_report_needs_a_post(chair, run):
    assert chair.get(page("make_report", run.selection)).status_code == 302


def test_number_of_queries_does_not_grow_with_the_reports(chair, run):
    chair.get(page("decision", run.selection))  # what is read once a process is read
    counts = []
    for count in (1, 3):
        while Report.objects.count() < count:
            Report.objects.create(run=run, language="en", requested_by=person("gu"))
        with CaptureQueriesContext(connection) as queries:
            chair.get(page("decision", run.selection))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_decision_file_is_the_present_inputs(chair, demo):
    answer = chair.get(page("export_selection", demo))
    assert answer.content == canonical(demo)
    assert answer["Content-Disposition"] == 'attachment; filename="S-0007.json"'


# The decision -----------------------------------------------------------------------------------
def test_decision_starts_once_there_are_results(demo):
    with pytest.raises(Blocked):
        start_decision(demo, member=member(demo))
    made, _is_new = request_run(demo, member=member(demo))
    execute(made.pk)
    start_decision(demo, member=member(demo))
    demo.refresh_from_db()
    assert demo.phase == Phase.DECIDE


def test_only_the_chair_decides(run):
    move(run.selection, Phase.DECIDE)
    with pytest.raises(PermissionDenied):
        decide(run.selection, member=member(run.selection, "gu"), vendor=None, reason=REASON)


def test_chair_starts_and_records_the_decision_on_the_pages(chair, run):
    demo = run.selection
    assert chair.get(page("start_decision", demo)).status_code == 200
    assert chair.post(page("start_decision", demo)).status_code == 302
    typed = {"vendor": "A", "reason": "<b>最稳，六条必须项全过</b>"}
    asked_again = chair.post(page("decide", demo), typed)
    assert (asked_again.status_code, Decision.objects.count()) == (200, 0)
    assert "&lt;b&gt;最稳，六条必须项全过&lt;/b&gt;" in asked_again.content.decode()
    confirmed = {**typed, "confirmed": "1", "waiver_no_clear_winner": WAIVER}
    assert chair.post(page("decide", demo), confirmed).status_code == 302
    told = chair.get(page("decision", demo)).content.decode()
    assert "&lt;b&gt;最稳，六条必须项全过&lt;/b&gt;" in told
    assert WAIVER in told


@pytest.mark.parametrize("reason", ["便宜", "it is cheaper", "2026-11-30"])
def test_too_short_a_reason_is_refused_at_its_field_and_stays_typed(chair, run, reason):
    start_decision(run.selection, member=member(run.selection))
    refused = chair.post(page("decide", run.selection), {"vendor": "A", "reason": reason, "confirmed": "1"})
    assert (refused.status_code, Decision.objects.count()) == (422, 0)
    [fault] = refused.context["form"].errors["reason"]
    assert str(len(reason)) in fault
    assert reason in refused.content.decode()
