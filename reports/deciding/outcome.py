"""What was decided, as a file: outcome.json, the second attachment of a final report.

Canonical like the decision file, described in docs/decision-file.md. A decision keeps the bytes that it
was made with; of one made before that, they are written when they are asked for.
"""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from analysis.decision_file import canonical_bytes, decimal_text
from analysis.decision_file.typed import Text
from reports import exceptions
from reports.decision_file import origin
from reports.entries import Exceptional, Who
from reports.models import Decision
from selection import origins
from selection.languages import texts_of
from selection.models import Member, Selection

FORMAT = "touchstone-outcome/1"
DIGITS = 10


class Chosen(TypedDict):
    code: str
    name: Text


class Concerned(Chosen):
    zone: str


class Rested(TypedDict):
    """The run that a decision rests on."""

    number: int
    digest: str
    file_hash: str
    engine: str


class Seated(Who):
    department: str
    roles: list[str]


class Waived(TypedDict):
    kind: str
    reason: str


class Imported(TypedDict):
    at: str
    by: Who | None
    file: str


class Outcome(TypedDict):
    """The file; `waivers` is null where a decision was made before they were asked for."""

    format: str
    selection: Concerned
    run: Rested | None
    vendor: Chosen | None
    reason: str
    decided_by: Seated | None
    decided_at: str
    people: list[Seated]
    waivers: list[Waived] | None
    exceptions: list[Exceptional]
    imported: NotRequired[Imported]


def build(decision: Decision) -> Outcome:
    """The outcome as JSON values without floats."""
    selection, vendor = decision.selection, decision.vendor
    told: Outcome = {
        "format": FORMAT,
        "selection": {"code": selection.code, "name": texts_of(selection, "name"), "zone": selection.zone},
        "run": _run(decision),
        "vendor": {"code": vendor.code, "name": texts_of(vendor, "name")} if vendor else None,
        "reason": decision.reason,
        "decided_by": _person(decision.decided_by) if decision.decided_by else None,
        "decided_at": _moment(decision.decided_at),
        "people": [_person(member) for member in _committee(selection)],
        "waivers": decision.waivers,
        "exceptions": exceptions.of(selection),
    }
    if imported := _imported(selection):
        told["imported"] = imported
    found: Outcome = _exact(told)
    return found


def canonical(outcome: Outcome) -> bytes:
    return canonical_bytes(outcome)


def text(selection: Selection) -> str:
    """The outcome file of a decided selection, or nothing."""
    decision = Decision.objects.filter(selection=selection).select_related("vendor", "run", "decided_by__user").first()
    if decision is None:
        return ""
    return decision.outcome or canonical(build(decision)).decode()


def is_of_its_moment(decision: Decision) -> bool:
    """Whether a decision that has kept its outcome was made when that says."""
    return not decision.outcome or f'"decided_at":"{_moment(decision.decided_at)}"' in decision.outcome


def file_hash(outcome: str) -> str:
    return hashlib.sha256(outcome.encode()).hexdigest()


def _imported(selection: Selection) -> Imported | None:
    """Only where the marks came with a file: who brought it, when, and its SHA-256."""
    came = origin.of(selection)
    if came is None or came["kind"] != origins.IMPORTED:
        return None
    return {"at": came["at"], "by": came["by"], "file": came["file"]}


def _run(decision: Decision) -> Rested | None:
    run = decision.run
    return (
        {"number": run.number, "digest": run.digest, "file_hash": run.file_hash, "engine": run.engine} if run else None
    )


def _committee(selection: Selection) -> list[Member]:
    """By key, compared by code point: databases sort text by rules of their own."""
    members = selection.members.filter(removed_at=None).select_related("user")
    return sorted(members, key=lambda member: member.key)


def _person(member: Member) -> Seated:
    return {**exceptions.person(member), "department": member.department, "roles": list(member.roles)}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _exact(value: object) -> Any:
    """The same value with every float as a decimal, and every moment to the second."""
    if isinstance(value, dict):
        return {key: _at(item) if key == "at" else _exact(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(item) for item in value]
    return decimal_text(Decimal(f"{value:.{DIGITS}g}")) if isinstance(value, float) else value


def _at(moment: str | None) -> str | None:
    return _moment(datetime.fromisoformat(moment)) if moment else None
