"""Which reports were asked for, how far are they, and where is the file?"""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.decision_file.faults import gettext_noop
from reports import exceptions, filing, jobs
from reports.deciding import outcome
from reports.decision_file import origin
from reports.entries import Exceptional
from reports.events import ReportEvent
from reports.models import Reason, Report, Run, State
from reports.paper import book
from reports.paper.printed_run import PrintedRun
from reports.pdf import rendering
from reports.proof import verification
from selection import ledger, phases
from selection.models import Member, Phase, Selection

LANGUAGES = ("zh-hans", "en")
STEPS = (
    gettext_noop("Reading the snapshot"),
    gettext_noop("Writing the pages"),
    gettext_noop("Laying out the pages"),
    gettext_noop("Checking the file"),
    gettext_noop("Filing the report"),
)


class Beside(TypedDict):
    """What stands beside the numbers of a report."""

    exceptions: list[Exceptional]
    outcome: str
    head: tuple[int, str] | None
    origin: origin.Origin | None


class Filed(TypedDict):
    """Both files of a report, with their hashes."""

    file: str
    sha256: str
    plain_file: str
    plain_sha256: str


class Made(Filed):
    """What a report stores when it is done."""

    pages: int
    exceptions: str


@transaction.atomic
def request_report(run: Run, *, language: str, member: Member) -> tuple[Report, bool]:
    """The report of a finished run in a language, and whether it is new; none is made twice.

    One of earlier, of which there are no pages without attachments, does not count. A draft is another one when the
    exceptions that it prints have changed; those of a decision never do.
    """
    selection = phases.held(run.selection, member=member, action="make_report")
    if language not in LANGUAGES:
        raise ValidationError({"language": _("Choose Chinese or English.")})
    if run.state != State.DONE:
        raise ValidationError(_("There are no results yet: run the analysis first."))
    is_draft = selection.phase != Phase.DONE
    printed = exceptions.digest(selection)
    alike = run.reports.filter(language=language, is_draft=is_draft, **({"exceptions": printed} if is_draft else {}))
    known = alike.exclude(state=State.FAILED).exclude(state=State.DONE, plain_sha256="").first()
    if known:
        return known, False
    if not is_draft and (findings := verification.verify(selection).against_a_report):
        raise ValidationError(_unproved(findings))
    wanted = {"language": language, "is_draft": is_draft, "exceptions": printed}
    report = Report.objects.create(run=run, requested_by=member.user, **wanted)
    ledger.record(
        ReportEvent.REQUESTED,
        selection=selection,
        member=member,
        object=f"run {run.number}",
        payload={"language": language, "draft": is_draft, "snapshot": run.file_hash},
    )
    return report, True


def _unproved(findings: list[verification.Finding]) -> str:
    words = _("No final report is made while the record does not fit what is stored: %(finding)s (%(place)s).")
    return words % {"finding": findings[0].words, "place": findings[0].place}


def execute(pk: int) -> None:
    """Make one report, whoever is first to claim it."""
    jobs.work(Report, pk, make, note=note_made)


def make(report: Report) -> Made:
    """The file, its hash and its pages."""
    step(report, 1)
    # Once more: the record may have changed while the report waited.
    if not report.is_draft and (findings := verification.verify(report.run.selection).against_a_report):
        raise jobs.Unfit(Reason.RECORD, str(findings[0]))
    # Before they are read: what comes between makes the next draft another one.
    printed = exceptions.digest(report.run.selection)
    told = beside(report.run.selection, is_draft=report.is_draft)
    opened = PrintedRun.for_paper(report.run, language=report.language, is_draft=report.is_draft, **told)
    step(report, 2)
    work = book.job(opened)
    step(report, 3)
    whole, plain = rendering.both(work)
    step(report, 4)
    pages = checked(whole, plain, opened)
    step(report, 5)
    return {**filed(report, whole, plain), "pages": pages, "exceptions": printed}


def beside(selection: Selection, *, is_draft: bool) -> Beside:
    """Origin, exceptions, and when it is no draft what was decided."""
    return {
        "exceptions": exceptions.shown(selection),
        "outcome": "" if is_draft else outcome.text(selection),
        "head": ledger.end_of(selection),
        "origin": origin.of(selection),
    }


def step(report: Report, number: int) -> None:
    jobs.report_step(report, number, len(STEPS), name=STEPS[number - 1])


def checked(whole: bytes, plain: bytes, opened: PrintedRun) -> int:
    """The number of pages of both files: one has the attachments of the report, byte for byte, the other has none."""
    from pypdf import PdfReader  # here, since only the worker needs it and every process would load it

    file, bare = PdfReader(BytesIO(whole)), PdfReader(BytesIO(plain))
    for attachment in book.attachments(opened):
        if file.attachments.get(attachment["name"]) != [attachment["text"].encode()]:
            raise rendering.RenderFailed(f"{attachment['name']} is not attached as it was written")
    if bare.attachments or len(bare.pages) != len(file.pages):
        raise rendering.RenderFailed("the pages without attachments are not those of the report")
    return len(file.pages)


def filed(report: Report, whole: bytes, plain: bytes) -> Filed:
    """Store both files under their own hashes, whole."""
    (file, digest), (plain_file, plain_digest) = (_kept(report, content) for content in (whole, plain))
    return {"file": file, "sha256": digest, "plain_file": plain_file, "plain_sha256": plain_digest}


def note_made(report: Report, values: Made) -> None:
    """The hashes of both files join the chain together with them."""
    about = {"language": report.language, "draft": report.is_draft, "snapshot": report.run.file_hash}
    ledger.record(
        ReportEvent.MADE,
        selection=report.run.selection,
        actor=report.requested_by,
        object=f"run {report.run.number}",
        payload={"sha256": values["sha256"], "plain": values["plain_sha256"], **about},
    )


def _kept(report: Report, content: bytes) -> tuple[str, str]:
    digest = hashlib.sha256(content).hexdigest()
    # Another content has another name, so that nothing is overwritten.
    name = f"reports/{report.pk}-{digest[:16]}.pdf"
    filing.keep(Path(default_storage.path(name)), content)
    return name, digest


@transaction.atomic
def give_up(report: Report, *, member: Member) -> bool:
    """End a report that is not finished; whether it still was unfinished."""
    selection = phases.held(report.run.selection, member=member, action="make_report")
    ledger.locked_head(selection)
    if not jobs.give_up(report, by=member.user):
        return False
    # Who ends it has seen how it ended.
    if report.requested_by_id == member.user_id:
        Report.objects.filter(pk=report.pk).update(seen_at=timezone.now())
    ledger.record(
        ReportEvent.GIVEN_UP,
        selection=selection,
        member=member,
        object=f"run {report.run.number}",
        payload={"language": report.language, "draft": report.is_draft, "snapshot": report.run.file_hash},
    )
    return True


@transaction.atomic
def make_again(report: Report, *, member: Member) -> bool:
    """A report whose file was found damaged waits for the worker again; whether this call was the one to notice."""
    # With the hash, so that only the first of several takes note.
    done = Report.objects.filter(pk=report.pk, state=State.DONE, sha256=report.sha256)
    fresh = {"state": State.QUEUED, "attempts": 0, "step": 0, "steps": 0, "step_name": "", "pages": None}
    files = dict.fromkeys(("file", "sha256", "plain_file", "plain_sha256"), "")
    if not done.update(**fresh, **files, finished_at=None, seen_at=None):
        return False
    ledger.record(
        ReportEvent.DAMAGED,
        selection=report.run.selection,
        member=member,
        object=f"run {report.run.number}",
        payload={"sha256": report.sha256, "language": report.language, "snapshot": report.run.file_hash},
    )
    return True


def file_name(report: Report) -> str:
    """S-0007-3-zh-hans-draft.pdf, or -imported.pdf; letters, digits, dots and dashes only."""
    code = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in report.run.selection.code)
    is_imported = report.run.selection.imported_at is not None
    state = ("-imported" if is_imported else "") + ("-draft" if report.is_draft else "")
    # Nothing is left of a code in Chinese.
    return f"{code.strip('-') or 'report'}-{report.run.number}-{report.language}{state}.pdf"


def see(reports: list[Report], *, member: Member) -> None:
    """The person has seen how their reports ended."""
    ended = [
        report.pk
        for report in reports
        if report.requested_by_id == member.user_id and report.seen_at is None and report.finished_at
    ]
    if ended:
        Report.objects.filter(pk__in=ended, seen_at=None).update(seen_at=timezone.now())
