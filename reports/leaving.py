"""Who takes what out of the installation: a report, the decision file, the numbers of a chart?

Taking is an event. Who may not export takes a report without its attachments.
"""

import hashlib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports import exceptions, filing, printing
from reports.decision_file import export
from reports.events import ReportEvent
from reports.models import Report, Run
from reports.paper.printed_run import PrintedRun
from reports.proof import verification
from selection import ledger
from selection.access import check, may
from selection.events import CourseEvent, EventKind
from selection.models import Member, Selection
from selection.taking import TakenFile, hand_over


def takes_attachments(member: Member) -> bool:
    """Attachments are the export, so whoever may make one may have them."""
    return may(member, "export_selection")


def has_edition(report: Report, *, member: Member) -> bool:
    """Whether there is a file for this person; reports of earlier exist with their attachments only."""
    return takes_attachments(member) or bool(report.plain_sha256)


def take_report(report: Report, *, member: Member) -> bytes | None:
    """The file that this person may have; nothing when what lies there is not what was made."""
    check(member, "download_report")
    is_whole = takes_attachments(member)
    file = report.file if is_whole else report.plain_file
    digest = report.sha256 if is_whole else report.plain_sha256
    content = filing.whole(Path(file.path), digest) if file else None
    if content is None:
        return None
    taken = {"sha256": digest, "attachments": is_whole, "language": report.language, "draft": report.is_draft}
    with transaction.atomic():
        ledger.record(
            ReportEvent.DOWNLOADED,
            selection=report.run.selection,
            member=member,
            object=f"run {report.run.number}",
            payload=taken,
        )
    return content


def has_tables(report: Report, *, member: Member) -> bool:
    """Whether its pages can be written again as they are: a draft of other exceptions cannot."""
    if not has_edition(report, member=member):
        return False
    return not report.is_draft or report.exceptions == exceptions.digest(report.run.selection)


def take_report_tables(report: Report, *, member: Member) -> TakenFile:
    """The tables of the report as a document that others edit, from the same run as its pages."""
    from reports.word import writing  # here, since few take one and every process would load it

    check(member, "download_report")
    if not has_tables(report, member=member):
        raise ValidationError(_("The exceptions have changed since this draft. Make the report again."))
    selection = report.run.selection
    if not report.is_draft and (findings := verification.verify(selection).against_a_report):
        words = _("The record does not fit what is stored: %(finding)s (%(place)s).")
        raise ValidationError(words % {"finding": findings[0].words, "place": findings[0].place})
    told = printing.beside(selection, is_draft=report.is_draft)
    told["head"] = None  # where the record ended when the pages were made only they can say
    opened = PrintedRun.for_paper(report.run, language=report.language, is_draft=report.is_draft, **told)
    return hand_over(writing.document(opened), key="report", form="docx", member=member)


def take_decision_file(selection: Selection, *, member: Member | None = None) -> bytes:
    """The decision file of the present inputs, for a member or for who runs the installation."""
    if member:
        check(member, "export_selection")
    content = export.canonical(selection)
    with transaction.atomic():
        ledger.record(
            CourseEvent.EXPORTED,
            selection=selection,
            member=member,
            object=selection.code,
            payload={"sha256": hashlib.sha256(content).hexdigest()},
        )
    return content


@transaction.atomic
def note_chart(run: Run, *, key: str, member: Member) -> None:
    """The numbers of a chart leave as a table."""
    _note_chart(ReportEvent.CHART_EXPORTED, run, key, member=member)


@transaction.atomic
def note_drawing(run: Run, *, key: str, member: Member) -> None:
    """A chart leaves as a drawing."""
    _note_chart(ReportEvent.DRAWING_EXPORTED, run, key, member=member)


def _note_chart(kind: EventKind, run: Run, key: str, *, member: Member) -> None:
    ledger.record(
        kind,
        selection=run.selection,
        member=member,
        object=f"run {run.number}",
        payload={"chart": key},
    )
