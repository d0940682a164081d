"""Does `manage.py report` write the report of a selection that nobody has computed yet?"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from reports.decision_file.export import canonical
from reports.models import Report, Run, State
from reports.paper import book
from reports.pdf import rendering
from reports.proof import replay
from selection.models import Phase, Selection
from tests.reports import finished, papers

pytestmark = pytest.mark.django_db(transaction=True)  # the heartbeat has a connection of its own


@pytest.fixture
def demo():
    return finished.selection(decision_file=finished.only(finished.inputs(), "A", "B"))


@pytest.fixture
def jobs(monkeypatch):
    """What would be set in type."""
    seen = []
    monkeypatch.setattr(rendering, "render", lambda job: seen.append(job) or b"%PDF-")
    return seen


def test_report_is_computed_and_written_in_the_language(demo, tmp_path):
    out = StringIO()
    target = tmp_path / "report.pdf"
    call_command("report", demo.code, "--language", "en", "--output", str(target), stdout=out)
    file = PdfReader(target)
    assert file.root_object["/Lang"] == "en"
    assert file.attachments[book.ATTACHMENT] == [canonical(demo)]
    told = "".join(papers.pages(target.read_bytes()))
    assert "Omnichannel service platform 2026" in told
    run = Run.objects.get()
    assert run.state == State.DONE
    assert run.file_hash in out.getvalue()
    assert not Report.objects.exists()


def test_finished_run_is_not_computed_again(demo, tmp_path, jobs, monkeypatch):
    call_command("report", demo.code, "--output", str(tmp_path / "a.pdf"), stdout=StringIO())
    monkeypatch.setattr("reports.runs.evaluate", None)
    call_command("report", demo.code, "--output", str(tmp_path / "b.pdf"), stdout=StringIO())
    assert Run.objects.count() == 1
    assert jobs[0] == jobs[1]
    assert 'lang="zh-Hans"' in jobs[0]["html"]


def test_report_is_a_draft_until_the_decision(demo, tmp_path, jobs):
    for phase in (Phase.CONSENSUS, Phase.DONE):
        Selection.objects.filter(pk=demo.pk).update(phase=phase)
        replay.baseline(demo)  # no act has led to this phase
        call_command("report", demo.code, "--output", str(tmp_path / "a.pdf"), stdout=StringIO())
    assert ["data-stamp" in job["html"] for job in jobs] == [True, False]


def test_unknown_code_is_refused(tmp_path):
    with pytest.raises(CommandError, match="S-0001"):
        call_command("report", "S-0001", "--output", str(tmp_path / "a.pdf"))
    assert not (tmp_path / "a.pdf").exists()


def test_unknown_language_is_refused(demo, tmp_path):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("report", demo.code, "--language", "fr", "--output", str(tmp_path / "a.pdf"))
