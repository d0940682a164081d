"""Did the marks of a selection come with a file, or is it an example?"""

import hashlib
from datetime import datetime
from typing import NotRequired, TypedDict

from django.utils import timezone

from analysis.decision_file.typed import DecisionFile
from reports.entries import Who
from selection.models import Selection, User
from selection.origins import EXAMPLE, STARTED, kind_of


class Brought(TypedDict, total=False):
    """What a selection keeps of the file that it came with."""

    file_digest: str
    imported_at: datetime
    imported_by: User | None


class Origin(TypedDict):
    """Where a selection comes from: when and by whom it was imported, and the SHA-256 of its file."""

    kind: str
    at: NotRequired[str]
    by: NotRequired[Who | None]
    file: NotRequired[str]


def of_file(decision_file: DecisionFile, file: bytes, actor: User | None) -> Brought:
    """What a new selection keeps of its file: the digest and, if somebody had judged already, who brought that."""
    kept: Brought = {"file_digest": hashlib.sha256(file).hexdigest()}
    if _is_judged(decision_file):
        kept["imported_at"], kept["imported_by"] = timezone.now(), actor
    return kept


def _is_judged(decision_file: DecisionFile) -> bool:
    """Whether the file holds marks, a settled value or the result of a trial."""
    marks = any(item["scores"] for item in decision_file["rounds"])
    return bool(marks or decision_file["consensus"] or any(row["results"] for row in decision_file["poc"]["scenarios"]))


def of(selection: Selection) -> Origin | None:
    """Where the selection comes from, if not from acts of this installation alone.

    The file's digest is empty for an import of a release that did not keep it.
    """
    kind, digest = kind_of(selection), selection.file_digest
    if kind == STARTED:
        return {"kind": kind, "file": digest}
    if selection.imported_at is None or kind == EXAMPLE:
        return {"kind": kind} if kind else None
    by = selection.imported_by
    who: Who | None = {"key": by.username, "name": by.names} if by else None
    return {"kind": kind, "at": selection.imported_at.isoformat(), "by": who, "file": digest}
