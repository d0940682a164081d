"""Did the marks of a selection come with a file, or is it an example?"""

import hashlib
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.decision_file.typed import DecisionFile
from selection.models import Selection, User

Json = dict[str, Any]
EXAMPLE, IMPORTED, STARTED = "example", "imported", "started"


def of_file(decision_file: DecisionFile, file: bytes, actor: User | None) -> Json:
    """What a new selection keeps of its file: the digest and, if somebody had judged already, who brought that."""
    kept: Json = {"file_digest": hashlib.sha256(file).hexdigest()}
    return kept | ({"imported_at": timezone.now(), "imported_by": actor} if _is_judged(decision_file) else {})


def _is_judged(decision_file: DecisionFile) -> bool:
    """Whether the file holds marks, a settled value or the result of a trial."""
    marks = any(item["scores"] for item in decision_file["rounds"])
    return bool(marks or decision_file["consensus"] or any(row["results"] for row in decision_file["poc"]["scenarios"]))


def mark(kind: str) -> str:
    """The word that everything bears that leaves with numbers of an example or of a file."""
    return {EXAMPLE: _("Example"), IMPORTED: _("Imported")}.get(kind, "")


def kind_of(selection: Selection) -> str:
    """An example, imported, or started from a file; empty for what was made here."""
    if selection.is_demo:
        return EXAMPLE
    if selection.imported_at is not None:
        return IMPORTED
    return STARTED if selection.file_digest else ""


def of(selection: Selection) -> Json | None:
    """Where the selection comes from, if not from acts of this installation alone.

    The file's digest is empty for an import of a release that did not keep it.
    """
    kind, digest = kind_of(selection), {"file": selection.file_digest}
    if selection.imported_at is None or kind == EXAMPLE:
        more = digest if kind == STARTED else {}
        return {"kind": kind, **more} if kind else None
    by = selection.imported_by
    who = {"key": by.username, "name": by.names} if by else None
    return {"kind": kind, "at": selection.imported_at.isoformat(), "by": who, **digest}
