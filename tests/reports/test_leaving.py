"""Who takes what out of the installation, and what stands in the record then?"""

import hashlib
import json
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from reports import printing
from reports.decision_file import export
from reports.models import Report, State
from reports.pdf import rendering
from reports.proof import verification
from selection.access import LIGHT
from selection.models import Event, Member, Phase, Selection
from tests.cast import person
from tests.reports import finished
from tests.reports.test_decision_page import blank, member, move, two

pytestmark = pytest.mark.django_db(transaction=True)  # the heartbeat has a connection of its own
WITHOUT_EXPORT = ("evaluator", "observer")


@pytest.fixture
def run(monkeypatch):
    """A finished run; setting its report in type is left to the tests of the file."""
    monkeypatch.setattr(rendering, "editions", lambda job: [blank(job["attachments"]), blank([])])
    return finished.computed(decision_file=two(), by="xu")


def report(run, *, is_draft=False):
    made = Report.objects.create(run=run, language="en", is_draft=is_draft, requested_by=person("xu"))
    printing.execute(made.pk)
    made.refresh_from_db()
    assert (made.state, made.error) == (State.DONE, "")
    return made


def as_role(client, run, *roles):
    """Lin signs in, with nothing but these roles."""
    flags = {f"is_{role}": role in roles for role in Member.ROLES}
    Member.objects.filter(selection=run.selection, key="lin").update(**flags)
    client.force_login(person("lin"))
    return client


def address(run, name, *args):
    return reverse(name, args=[run.selection.code, *args])


def taken(kind):
    return [(event.actor and event.actor.username, event.payload.body) for event in Event.objects.filter(type=kind)]


@pytest.mark.parametrize("roles", [*((role,) for role in Member.ROLES), ("evaluator", "auditor")], ids="+".join)
def test_attachments_go_to_who_may_export(client, run, roles):
    """The same pages; for who may not export without a byte of the decision file, and with a hash of their own."""
    made = report(run)
    answer = as_role(client, run, *roles).get(address(run, "download_report", made.pk))
    holds = bool(set(roles) & set(LIGHT["export_selection"]))
    digest = made.sha256 if holds else made.plain_sha256
    found = PdfReader(BytesIO(answer.content))
    assert hashlib.sha256(answer.content).hexdigest() == digest
    assert (list(found.attachments), len(found.pages)) == (["decision.json"] if holds else [], made.pages)
    assert (run.decision_file.encode() in answer.content, b"Filespec" in answer.content) == (holds, holds)
    told = {"sha256": digest, "attachments": holds, "language": "en", "draft": False}
    assert taken("report.downloaded") == [("lin", told)]
    shown = client.get(address(run, "decision")).content.decode()
    assert (digest[:16] in shown, ("不带附件" in shown)) == (True, not holds)


@pytest.mark.parametrize("role", Member.ROLES)
def test_drafts_are_for_who_makes_reports(client, run, role):
    made = report(run, is_draft=True)
    as_role(client, run, role)
    places = [address(run, name, made.pk) for name in ("download_report", "report_status")]
    expected = 200 if role in LIGHT["make_report"] else 404
    assert [client.get(place).status_code for place in places] == [expected] * 2
    shown = client.get(address(run, "decision")).content.decode()
    assert (places[0] in shown) == (expected == 200)
    assert len(taken("report.downloaded")) == (expected == 200)


def test_a_report_of_earlier_stays_with_who_may_export_and_can_be_made_again(client, run):
    made = report(run)
    Report.objects.update(plain_sha256="", plain_file="")
    place = address(run, "download_report", made.pk)
    assert as_role(client, run, "evaluator").get(place).status_code == 403
    assert place not in client.get(address(run, "decision")).content.decode()
    assert as_role(client, run, "auditor").get(place).status_code == 200
    move(run.selection, Phase.CONSENSUS)
    Report.objects.update(is_draft=True)
    again, is_new = printing.request_report(run, language="en", member=member(run.selection))
    assert (is_new, again.pk != made.pk) == (True, True)


@pytest.mark.parametrize("lost", [True, False], ids=["lost", "another"])
def test_pages_without_attachments_that_are_not_those_made_are_made_again(client, run, lost):
    made = report(run)
    path = Path(made.plain_file.path)
    path.unlink() if lost else path.write_bytes(b"%PDF-1.7 forged")
    found = [finding for finding in verification.verify(run.selection).findings if finding.kind == "file"]
    assert [finding.place.removesuffix(": missing") for finding in found] == [made.plain_file.name]
    place = address(run, "download_report", made.pk)
    client.force_login(person("lin"))  # who evaluates
    answer = client.get(place)
    assert (answer.status_code, taken("report.downloaded")) == (302, [])
    made.refresh_from_db()
    if made.state != State.DONE:
        printing.execute(made.pk)
    made.refresh_from_db()
    assert (made.state, made.error) == (State.DONE, "")
    assert hashlib.sha256(client.get(place).content).hexdigest() == Report.objects.get().plain_sha256


def test_pages_that_carry_anything_are_not_filed(run, monkeypatch):
    monkeypatch.setattr(rendering, "editions", lambda job: [blank(job["attachments"])] * 2)
    made = Report.objects.create(run=run, language="en", requested_by=person("xu"))
    printing.execute(made.pk)
    made.refresh_from_db()
    fault = "the pages without attachments are not those of the report"
    assert (made.state, made.error.rpartition(": ")[2]) == (State.FAILED, fault)


def test_an_export_is_an_event_from_the_page_and_from_the_command(client, run, tmp_path):
    as_role(client, run, "auditor")
    answer = client.get(address(run, "export_selection"))
    file = tmp_path / "out.json"
    call_command("export_selection", run.selection.code, output=file)
    content = export.canonical(run.selection)
    assert (answer.content, file.read_bytes()) == (content, content)
    told = {"sha256": hashlib.sha256(content).hexdigest()}
    assert taken("selection.exported") == [("lin", told), (None, told)]
    assert json.loads(content)["selection"]["code"] == run.selection.code


def test_a_refused_export_is_no_event(client, run):
    answer = as_role(client, run, "evaluator").get(address(run, "export_selection"))
    assert (answer.status_code, taken("selection.exported")) == (403, [])


def test_the_numbers_of_a_chart_leave_with_an_event(client, run):
    as_role(client, run, "observer")
    table = client.get(reverse("chart_csv", args=[run.selection.code, "sweep"]))
    assert (table.status_code, taken("report.chart_exported")) == (200, [("lin", {"chart": "sweep"})])
    assert client.get(reverse("chart_csv", args=[run.selection.code, "other"])).status_code == 404
    assert len(taken("report.chart_exported")) == 1


def test_a_drawing_of_a_chart_leaves_with_an_event_and_looking_at_one_leaves_none(client, run):
    as_role(client, run, "observer")
    looked = client.get(reverse("chart_svg", args=[run.selection.code, "places"]))
    assert (looked.headers.get("Content-Disposition"), taken("report.drawing_exported")) == (None, [])
    drawing = client.get(reverse("chart_drawing", args=[run.selection.code, "places"]))
    assert (drawing.content, taken("report.drawing_exported")) == (looked.content, [("lin", {"chart": "places"})])
    assert client.get(reverse("chart_drawing", args=[run.selection.code, "other"])).status_code == 404
    assert len(taken("report.drawing_exported")) == 1


@pytest.mark.parametrize(
    ("came", "name", "mark"),
    [
        ({"is_demo": True}, "-example-", "示例"),
        ({"imported_at": timezone.now()}, "-imported-", "导入"),
        ({"file_digest": "f" * 64}, "-", ""),
        ({}, "-", ""),
    ],
)
def test_a_chart_of_an_example_or_an_import_says_so(client, run, came, name, mark):
    blank = {"is_demo": False, "imported_at": None, "file_digest": ""}
    Selection.objects.filter(pk=run.selection_id).update(**blank | came)
    as_role(client, run, "observer")
    for kind, end in (("chart_drawing", "svg"), ("chart_csv", "csv")):
        answer = client.get(reverse(kind, args=[run.selection.code, "places"]))
        assert answer["Content-Disposition"].endswith(f'{run.selection.code}{name}places.{end}"')
        text = answer.content.decode()
        assert ("示例" in text, "导入" in text) == (mark == "示例", mark == "导入")


def test_recently_says_who_took_what(client, run):
    made = report(run)
    as_role(client, run, "auditor")
    client.get(address(run, "download_report", made.pk))
    client.get(address(run, "export_selection"))
    shown = client.get(address(run, "overview")).content.decode()
    name = person("lin").display_name
    assert [f"{name}{words}" in shown for words in ("导出了决策文件", "下载了报告")] == [True, True]
