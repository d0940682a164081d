"""Which reports were asked for, how far are they, and where is the file?"""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pypdf import PdfReader

from analysis.decision_file.faults import gettext_noop
from reports import exceptions, filing, jobs
from reports.deciding import outcome
from reports.decision_file import origin
from reports.models import Document, Reason, Run, State
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
    gettext_noop("Setting the pages"),
    gettext_noop("Checking the file"),
    gettext_noop("Filing the report"),
)


@transaction.atomic
def request_document(run: Run, *, language: str, member: Member) -> tuple[Document, bool]:
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
    alike = run.documents.filter(language=language, is_draft=is_draft, **({"exceptions": printed} if is_draft else {}))
    known = alike.exclude(state=State.FAILED).exclude(state=State.DONE, plain_sha256="").first()
    if known:
        return known, False
    if not is_draft and (findings := verification.verify(selection).against_a_report):
        raise ValidationError(_unproved(findings))
    wanted = {"language": language, "is_draft": is_draft, "exceptions": printed}
    document = Document.objects.create(run=run, requested_by=member.user, **wanted)
    ledger.record(
        "report.requested",
        selection=selection,
        member=member,
        object=f"run {run.number}",
        payload={"language": language, "draft": is_draft, "snapshot": run.file_hash},
    )
    return document, True


def _unproved(findings: list[verification.Finding]) -> str:
    words = _("No final report is made while the record does not fit what is stored: %(finding)s (%(place)s).")
    return words % {"finding": findings[0].words, "place": findings[0].place}


def execute(pk: int) -> None:
    """Make one report, whoever is first to claim it."""
    jobs.work(Document, pk, make, note=note_made)


def make(document: Document) -> dict[str, Any]:
    """The file, its hash and its pages."""
    step(document, 1)
    if not document.is_draft and (findings := verification.verify(document.run.selection).against_a_report):
        raise jobs.Unfit(Reason.RECORD, str(findings[0]))
    printed = exceptions.digest(document.run.selection)
    told = beside(document.run.selection, is_draft=document.is_draft)
    case = PrintedRun.for_paper(document.run, language=document.language, is_draft=document.is_draft, **told)
    step(document, 2)
    work = book.job(case)
    step(document, 3)
    whole, plain = rendering.both(work)
    step(document, 4)
    pages = checked(whole, plain, case)
    step(document, 5)
    return {**filed(document, whole, plain), "pages": pages, "exceptions": printed}


def beside(selection: Selection, *, is_draft: bool) -> dict[str, Any]:
    """What stands beside the numbers: origin, exceptions, and when it is no draft what was decided."""
    return {
        "exceptions": exceptions.shown(selection),
        "outcome": "" if is_draft else outcome.text(selection),
        "head": ledger.end_of(selection),
        "origin": origin.of(selection),
    }


def step(document: Document, number: int) -> None:
    jobs.report_step(document, number, len(STEPS), STEPS[number - 1])


def checked(whole: bytes, plain: bytes, case: PrintedRun) -> int:
    """The number of pages of both files: one has the attachments of the report, byte for byte, the other has none."""
    file, bare = PdfReader(BytesIO(whole)), PdfReader(BytesIO(plain))
    for attachment in book.attachments(case):
        if file.attachments.get(attachment["name"]) != [attachment["text"].encode()]:
            raise rendering.RenderFailed(f"{attachment['name']} is not attached as it was written")
    if bare.attachments or len(bare.pages) != len(file.pages):
        raise rendering.RenderFailed("the pages without attachments are not those of the report")
    return len(file.pages)


def filed(document: Document, whole: bytes, plain: bytes) -> dict[str, str]:
    """Store both files under their own hashes, whole."""
    (file, digest), (plain_file, plain_digest) = (_kept(document, content) for content in (whole, plain))
    return {"file": file, "sha256": digest, "plain_file": plain_file, "plain_sha256": plain_digest}


def note_made(document: Document, values: dict[str, Any]) -> None:
    """The hashes of both files join the chain together with them."""
    about = {"language": document.language, "draft": document.is_draft, "snapshot": document.run.file_hash}
    ledger.record(
        "report.made",
        selection=document.run.selection,
        actor=document.requested_by,
        object=f"run {document.run.number}",
        payload={"sha256": values["sha256"], "plain": values["plain_sha256"], **about},
    )


def _kept(document: Document, content: bytes) -> tuple[str, str]:
    digest = hashlib.sha256(content).hexdigest()
    name = f"reports/{document.pk}-{digest[:16]}.pdf"
    filing.keep(Path(default_storage.path(name)), content)
    return name, digest


@transaction.atomic
def give_up(document: Document, *, member: Member) -> bool:
    """End a report that is not finished; whether it still was unfinished."""
    selection = phases.held(document.run.selection, member=member, action="make_report")
    ledger.locked_head(selection)
    if not jobs.give_up(document, by=member.user):
        return False
    if document.requested_by_id == member.user_id:
        Document.objects.filter(pk=document.pk).update(seen_at=timezone.now())
    ledger.record(
        "report.given_up",
        selection=selection,
        member=member,
        object=f"run {document.run.number}",
        payload={"language": document.language, "draft": document.is_draft, "snapshot": document.run.file_hash},
    )
    return True


@transaction.atomic
def make_again(document: Document, *, member: Member) -> bool:
    """A report whose file was found damaged waits for the worker again; whether this call was the one to notice."""
    done = Document.objects.filter(pk=document.pk, state=State.DONE, sha256=document.sha256)
    fresh = {"state": State.QUEUED, "attempts": 0, "step": 0, "steps": 0, "step_name": "", "pages": None}
    files = dict.fromkeys(("file", "sha256", "plain_file", "plain_sha256"), "")
    if not done.update(**fresh, **files, finished_at=None, seen_at=None):
        return False
    ledger.record(
        "report.damaged",
        selection=document.run.selection,
        member=member,
        object=f"run {document.run.number}",
        payload={"sha256": document.sha256, "language": document.language, "snapshot": document.run.file_hash},
    )
    return True


def file_name(document: Document) -> str:
    """S-0007-3-zh-hans-draft.pdf, or -imported.pdf; letters, digits, dots and dashes only."""
    code = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in document.run.selection.code)
    is_imported = document.run.selection.imported_at is not None
    state = ("-imported" if is_imported else "") + ("-draft" if document.is_draft else "")
    return f"{code.strip('-') or 'report'}-{document.run.number}-{document.language}{state}.pdf"


def see(documents: list[Document], *, member: Member) -> None:
    """The person has seen how their reports ended."""
    ended = [
        document.pk
        for document in documents
        if document.requested_by_id == member.user_id and document.seen_at is None and document.finished_at
    ]
    if ended:
        Document.objects.filter(pk__in=ended, seen_at=None).update(seen_at=timezone.now())
