"""Who may give up a run or a report that waits or is under way, and what can its worker still do?"""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from desk.standing import standings
from desk.turns import turns_of
from reports import jobs, printing, runs, tasks
from reports.models import Report, Run, State
from reports.pdf import rendering
from selection.access import EVERYONE, LIGHT
from selection.models import Event, Member, Selection
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    selection = cast.committee(people=("chen", "bo", "eva")).selection
    Selection.objects.filter(pk=selection.pk).update(phase="consensus")
    selection.refresh_from_db()
    return selection


@pytest.fixture
def run(demo):
    return runs.request_run(demo, member=member(demo))[0]


@pytest.fixture
def report(run):
    Run.objects.filter(pk=run.pk).update(state=State.DONE, results={"conclusion": {}})
    run.refresh_from_db()
    return printing.request_report(run, language="en", member=member(run.selection))[0]


def member(demo, key="chen"):
    return Member.objects.select_related("selection", "user").get(selection=demo, key=key)


def address(name, job):
    selection = job.selection if isinstance(job, Run) else job.run.selection
    return reverse(name, args=[selection.code, job.number if isinstance(job, Run) else job.pk])


def signed_in(client, demo, key="chen", language="en"):
    user = member(demo, key).user
    user.language = language
    user.save()
    client.force_login(user)
    return client


def ends_of(job):
    job.refresh_from_db()
    return job.state, job.reason, job.owner, job.lease_until, job.given_up_by


def events(kind):
    return list(Event.objects.filter(type=kind).values_list("actor__username", "object"))


# The worker -------------------------------------------------------------------------------------
def test_run_that_waits_is_done_by_nobody_after_it_was_given_up(run):
    chair = member(run.selection)
    assert (runs.give_up(run, member=chair), runs.give_up(run, member=chair)) == (True, False)
    tasks.execute_run(run.pk)
    assert ends_of(run) == (State.FAILED, "given_up", "", None, chair.user)
    assert (list(jobs.waiting()), run.results, run.finished_at is None) == ([], None, False)
    assert events("run.given_up") == [(chair.user.username, "run 1")]


def test_what_a_worker_finds_after_the_run_was_given_up_is_not_stored(run):
    chair = member(run.selection)

    def body(mine):
        runs.give_up(run, member=chair)
        return {"results": {"by": mine.pk}}

    jobs.work(Run, run.pk, body, note=runs._finished)
    assert (ends_of(run)[:2], run.results, events("run.finished")) == ((State.FAILED, "given_up"), None, [])


def test_failure_of_a_worker_says_nothing_of_a_run_that_was_given_up_before(run):
    def body(_mine):
        runs.give_up(run, member=member(run.selection))
        raise MemoryError("too large")

    jobs.work(Run, run.pk, body)
    assert ends_of(run)[1] == "given_up"


def test_worker_of_before_cannot_end_a_run_that_was_asked_for_again(run):
    chair = member(run.selection)

    def body(mine):
        runs.give_up(run, member=chair)
        assert runs.request_run(run.selection, member=chair) == (run, True)
        return {"results": {"by": mine.pk}}

    jobs.work(Run, run.pk, body)
    assert ends_of(run) == (State.QUEUED, "fault", "", None, None)


def test_report_given_up_while_its_pages_are_set_is_not_made(report, monkeypatch):
    def editions(*_job):
        printing.give_up(report, member=member(report.run.selection))
        return b"whole", b"plain"

    monkeypatch.setattr(rendering, "both", editions)
    monkeypatch.setattr(printing.PrintedRun, "for_paper", lambda *_args, **_options: None)
    monkeypatch.setattr(printing.book, "job", lambda _opened: {})
    monkeypatch.setattr(printing, "checked", lambda *_files: 2)
    monkeypatch.setattr(printing, "step", lambda *_step: None)  # the last moment: it is stored next
    printing.execute(report.pk)
    assert (ends_of(report)[:2], report.sha256, events("report.made")) == ((State.FAILED, "given_up"), "", [])
    again, is_new = printing.request_report(report.run, language="en", member=member(report.run.selection))
    assert (is_new, again.pk == report.pk) == (True, False)


# Who may, and what is said ----------------------------------------------------------------------
@pytest.mark.parametrize("role", EVERYONE)
def test_who_may_ask_may_give_up(client, report, role):
    demo = report.run.selection
    own = {f"is_{name}": name == role for name in EVERYONE}
    Member.objects.filter(selection=demo, key="chen").update(**own)
    expected = 302 if role in LIGHT["make_report"] else 403
    assert signed_in(client, demo).post(address("give_report_up", report)).status_code == expected
    Run.objects.filter(pk=report.run_id).update(state=State.RUNNING)
    assert client.post(address("give_run_up", report.run)).status_code == expected
    assert len(events("run.given_up") + events("report.given_up")) == (2 if expected == 302 else 0)


def test_verb_asks_for_the_right_as_the_page_does(run):
    judge = Member.objects.select_related("user").filter(selection=run.selection, is_chair=False, is_procurement=False)
    with pytest.raises(PermissionDenied):
        runs.give_up(run, member=judge[0])
    assert ends_of(run)[0] == State.QUEUED


@pytest.mark.parametrize(
    ("language", "button", "told"), [("en", "Stop", "Stopped by Chen at "), ("zh-hans", "中止", "陈主席已于 ")]
)
def test_page_says_who_gave_a_run_up_and_offers_it_again(client, run, language, button, told):
    chair = signed_in(client, run.selection, language=language)
    place = reverse("results", args=[run.selection.code])
    assert f">{button}</button>" in chair.get(place).content.decode()
    chair.post(address("give_run_up", run))
    page = chair.get(place).content.decode()
    offered = f'action="{reverse("run_analysis", args=[run.selection.code])}"'
    assert (told in page, offered in page, f">{button}</button>" in page) == (True, True, False)


def test_page_says_who_gave_a_report_up_and_offers_it_again(client, report):
    chair = signed_in(client, report.run.selection)
    status = address("report_status", report)
    assert "Stop" in chair.get(status).content.decode()
    assert chair.get(f"{status}?seen=queued-0").status_code == 204
    chair.post(address("give_report_up", report))
    row = chair.get(f"{status}?seen=queued-0").content.decode()
    assert ("Stopped by Chen at " in row, "Try again" in row, "hx-get" in row) == (True, True, False)


def test_what_ended_before_is_not_given_up_and_that_is_said(client, report):
    chair = signed_in(client, report.run.selection)
    Report.objects.filter(pk=report.pk).update(state=State.DONE, pages=3, sha256="a", plain_sha256="b")
    answer = chair.post(address("give_report_up", report))
    assert [str(told) for told in get_messages(answer.wsgi_request)] == [
        "It had ended already; there was nothing to stop."
    ]
    assert (ends_of(report)[0], events("report.given_up")) == (State.DONE, [])


def test_job_of_another_selection_is_unknown(client, run, report):
    neighbour = Selection.objects.create(code="S-9000", name_zh="别处", phase="consensus")
    Member.objects.create(selection=neighbour, key="chen", user=member(run.selection).user, is_chair=True)
    chair = signed_in(client, run.selection)
    for name, number in (("give_run_up", run.number), ("give_report_up", report.pk)):
        assert chair.post(reverse(name, args=["S-9000", number])).status_code == 404


@pytest.mark.parametrize(("by", "told"), [("chen", []), ("bo", ["The report was stopped"])])
def test_who_asked_is_told_when_another_gave_the_report_up(report, by, told):
    demo = report.run.selection
    printing.give_up(report, member=member(demo, by))
    with translation.override("en"):
        [standing] = standings(cast.person("chen"), Selection.objects.filter(pk=demo.pk))
        assert [turn.title for turn in turns_of(standing) if "report" in turn.title.lower()] == told
