"""Do the tables and files still say what the ledger says of them?

Every check compares a value that an event has kept with what is stored now. What no event speaks of is
named as not proved, and is no finding.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy

from analysis.decision_file.faults import gettext_noop
from criteria import canonical
from reports import runs
from reports.deciding import outcome
from reports.events import ReportEvent, RunEvent
from reports.models import Decision, Report, Run, State
from reports.proof import replay, stored
from scoring.cells import digest
from scoring.events import ScoringEvent
from scoring.models import Round
from selection import ledger, triggers
from selection.events import CourseEvent
from selection.models import ChainHead, Event, Selection

KINDS = {
    "trigger": gettext_lazy("the database would not refuse a change of events"),
    "chain": gettext_lazy("the chain of events does not hold together"),
    "head": gettext_lazy("the chain does not hold the event of the receipt: it was cut or written again"),
    "phase": gettext_lazy("the phase is not the one that the last move led to"),
    "seal": gettext_lazy("criteria or weights are not those that were sealed"),
    "sheet": gettext_lazy("a submitted sheet is not the one that was submitted"),
    "round": gettext_lazy("scores are not those with which the round closed"),
    "inputs": gettext_lazy("the inputs of a computation are not those that were computed"),
    "results": gettext_lazy("the results of a computation are not those that it had"),
    "replay": gettext_lazy("what is stored is not what the recorded acts led to"),
    "decision": gettext_lazy("the decision is not the one that was recorded"),
    "file": gettext_lazy("the file of a report is not the one that was made"),
}
UNPROVED_RESULTS = gettext_noop("results computed before their hash was kept")
ERASED_RESULTS = gettext_noop("results whose hash two people have erased")
UNPROVED_PART = gettext_noop("no event holds all that was stored before")


@dataclass(frozen=True)
class Finding:
    """What differs, of which kind, and where first."""

    code: str
    kind: str
    place: str

    def __str__(self) -> str:
        return f"{self.code} · {self.kind} · {self.place} · {self.words}"

    @property
    def words(self) -> str:
        """What differs, in the reader's language."""
        return str(KINDS[self.kind])


@dataclass
class Verdict:
    """Findings, and what no event can prove, of one chain."""

    code: str
    events: int = 0
    head: str = ""
    since: int | None = None  # the event from which on every act is proved; None where that is not asked
    findings: list[Finding] = field(default_factory=list)
    unproved: list[tuple[str, str]] = field(default_factory=list)  # where, and why
    erased: list[Event] = field(default_factory=list)  # in which two people agreed that an event's payload goes

    @property
    def against_a_report(self) -> list[Finding]:
        """What speaks against a final report; a damaged file of an earlier one does not: it is made again."""
        return [finding for finding in self.findings if finding.kind != "file"]


class Record:
    """The events of one selection, as the checks ask for them."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.head = ChainHead.objects.filter(selection=selection).first()
        self.of: dict[str, list[Event]] = defaultdict(list)
        events = Event.objects.filter(chain=self.head, type__in=ASKED).select_related("payload")
        for event in events.order_by("sequence"):
            self.of[event.type].append(event)

    def erased(self, type: str) -> list[Event]:
        """Events of a kind that do not say any more what they held."""
        return [event for event in self.of[type] if not hasattr(event, "payload")]

    def moves(self, to: str) -> list[Event]:
        return [event for event in self.of[CourseEvent.MOVED] if body(event).get("to") == to]


def body(event: Event) -> dict[str, Any]:
    """The payload; an erased one is empty."""
    found: dict[str, Any] = event.payload.body if hasattr(event, "payload") else {}
    return found


ASKED = (
    CourseEvent.MOVED,
    CourseEvent.MENDED,
    ScoringEvent.SHEET_SUBMITTED,
    ScoringEvent.SHEET_TAKEN_BACK,
    RunEvent.REQUESTED,
    RunEvent.FINISHED,
    CourseEvent.BASELINE,
    ReportEvent.MADE,
)


def verify_all() -> list[Verdict]:
    """The site's chain, then each selection in the order of its code."""
    # One state of the database for all of it: an act in between would look like a fault.
    with runs.snapshot():
        return [verify_site(), *(verify(selection) for selection in Selection.objects.order_by("code"))]


def verify_site() -> Verdict:
    head = ChainHead.objects.filter(key=ledger.SITE, selection=None).first()
    verdict = _of_chain(ledger.SITE, head, is_needed=ChainHead.objects.exists())
    verdict.findings += [Finding(ledger.SITE, "trigger", name) for name in triggers.missing()]
    found = replay.fold(_all_of(head), {}, stored.SITE)
    _compare(verdict, found, stored.state(None))
    verdict.since = found.since or None
    return verdict


def verify(selection: Selection, *, witness: tuple[int, str] | None = None) -> Verdict:
    """Every check of one selection; a witness is what somebody kept of one event: its sequence and hash."""
    with runs.snapshot():
        row = Selection.objects.get(pk=selection.pk)
        record = Record(row)
        verdict = _of_chain(row.code, record.head, is_needed=True)
        if witness and not _stands(record.head, *witness):
            verdict.findings.append(Finding(row.code, "head", f"event {witness[0]}"))
        for kind, check in CHECKS.items():
            verdict.findings += [Finding(row.code, kind, place) for place in check(record)]
        verdict.since = _replay(record, verdict)
        verdict.unproved += _unproved_runs(record)
    return verdict


def _stands(head: ChainHead | None, sequence: int, start: str) -> bool:
    return head is not None and head.events.filter(sequence=sequence, hash__startswith=start).exists()


def _replay(record: Record, verdict: Verdict) -> int:
    """Compare the tables with what the acts led to; returns the event from which on they are proved."""
    seats = record.selection.members.filter(user__isnull=False)
    keys: dict[int | None, str] = {member.user_id: member.key for member in seats}
    found = replay.fold(_all_of(record.head), keys)
    _compare(verdict, found, stored.state(record.selection.pk))
    if found.since:
        verdict.unproved += [(part, UNPROVED_PART) for part in found.open()]
    return found.since


def _all_of(head: ChainHead | None) -> Iterator[Event]:
    # A long chain is never held whole.
    return Event.objects.filter(chain=head).select_related("payload").order_by("sequence").iterator()


def _compare(verdict: Verdict, found: replay.Fold, now: stored.State) -> None:
    for part, entry in found.differences(now):
        verdict.findings.append(Finding(verdict.code, "replay", f"{part} {entry}".strip()))


def _of_chain(code: str, head: ChainHead | None, *, is_needed: bool) -> Verdict:
    if head is None:
        return Verdict(code, findings=[Finding(code, "chain", "no events")] if is_needed else [])
    # Behind the first break everything is broken.
    faults = [Finding(code, "chain", place) for place in ledger.faults(head)[:1]]
    erased = list(ledger.erased(head).values())
    return Verdict(code, events=head.sequence, head=head.hash, findings=faults, erased=erased)


def lines(verdicts: list[Verdict]) -> Iterator[str]:
    """What an operator reads."""
    for verdict in verdicts:
        proves = "" if verdict.since is None else f" · proves from event {verdict.since} on"
        if verdict.since == 0:
            proves = " · acts are not proved: no event holds what was stored before them"
        yield f"{verdict.code} · {verdict.events} events · {verdict.head or '–'}{proves}"
        yield from (f"  {one.kind} · {one.place} · {one.words}" for one in verdict.findings)
        yield from (f"  not proved · {place} · {why}" for place, why in verdict.unproved)
        yield from (
            f"  redacted · {one.object} · at {one.at:%Y-%m-%d %H:%M} UTC, event {one.sequence}"
            for one in verdict.erased
        )
    count = sum(len(verdict.findings) for verdict in verdicts)
    yield f"findings: {count}" if count else "no findings"


# One check a kind; each yields the places that differ ------------------------------------------
def _phase(record: Record) -> Iterator[str]:
    moved = record.of[CourseEvent.MOVED]
    if moved and body(moved[-1]).get("to", record.selection.phase) != record.selection.phase:
        yield f"{record.selection.phase}; event {moved[-1].sequence} moved to {body(moved[-1])['to']}"


def _seal(record: Record) -> Iterator[str]:
    """A value that was mended after the seal has brought a new digest with it."""
    sealed = [
        (event.sequence, body(event)["criteria"]) for event in record.moves("invite") if "criteria" in body(event)
    ]
    if not sealed or record.erased(CourseEvent.MENDED):
        return
    mended = [
        (event.sequence, body(event)["seal"][1]) for event in record.of[CourseEvent.MENDED] if "seal" in body(event)
    ]
    sequence, kept = max([*sealed, *mended])
    if canonical.digest(record.selection) != kept:
        yield f"event {sequence}"


def _sheets(record: Record) -> Iterator[str]:
    last: dict[str, Event] = {}
    for event in [*record.of[ScoringEvent.SHEET_SUBMITTED], *record.of[ScoringEvent.SHEET_TAKEN_BACK]]:
        if event.object not in last or last[event.object].sequence < event.sequence:
            last[event.object] = event
    rounds = {row.number: row for row in Round.objects.filter(selection=record.selection)}
    for place, event in sorted(last.items()):
        number, _, key = place.partition("/")
        kept, round = body(event).get("sheet"), rounds.get(int(number))
        if kept and (round is None or digest(round.scores.filter(member__key=key)) != kept):
            yield f"round {number}, {key}, event {event.sequence}"


def _rounds(record: Record) -> Iterator[str]:
    rounds = {row.number: row for row in Round.objects.filter(selection=record.selection)}
    for event in record.moves("closed"):
        number, kept = body(event).get("round"), body(event).get("sheets")
        round = rounds.get(number or 0)
        if round is None or round.closed_at is None or digest(round.scores.all()) != kept:
            yield f"round {number}, event {event.sequence}"


def _inputs(record: Record) -> Iterator[str]:
    asked = {(event.object, body(event).get("digest")) for event in record.of[RunEvent.REQUESTED]}
    unsaid = {event.object for event in record.erased(RunEvent.REQUESTED)}
    rows = list(record.selection.runs.order_by("number"))
    names = {f"run {run.number}" for run in rows}
    yield from sorted(f"{name}: missing" for name, digest in asked if digest and name not in names)
    for run in rows:
        name = f"run {run.number}"
        if not _is_itself(run) or ((name, run.digest) not in asked and name not in unsaid):
            yield name
        elif record.head is None or run.sequence > record.head.sequence:
            yield f"{name}: it has seen event {run.sequence}"


def _is_itself(run: Run) -> bool:
    """Whether the inputs, and the engine that read them, are those of its hashes."""
    of_inputs, of_both = (
        hashlib.sha256(run.decision_file.encode()),
        hashlib.sha256(f"{run.decision_file}{run.engine}".encode()),
    )
    return (of_inputs.hexdigest(), of_both.hexdigest()) == (run.file_hash, run.digest)


def _results(record: Record) -> Iterator[str]:
    kept = _kept_results(record)
    for run in record.selection.runs.filter(state=State.DONE).order_by("number"):
        if run.number in kept and runs.results_hash(run.results) != kept[run.number]:
            yield f"run {run.number}"


def _kept_results(record: Record) -> dict[int, str]:
    bodies = [body(event) for event in record.of[RunEvent.FINISHED]]
    taken = [body(event).get("results", {}) for event in record.of[CourseEvent.BASELINE]]
    stock = {int(run): kept for found in taken for run, kept in found.items()}
    return stock | {found["run"]: found["results"] for found in bodies if found}


def _unproved_runs(record: Record) -> list[tuple[str, str]]:
    numbers = record.selection.runs.filter(state=State.DONE).order_by("number").values_list("number", flat=True)
    kept = _kept_results(record)
    erased = {event.object for event in record.erased(RunEvent.FINISHED)}
    names = [f"run {number}" for number in numbers if number not in kept]
    return [(name, ERASED_RESULTS if name in erased else UNPROVED_RESULTS) for name in names]


def _decision(record: Record) -> Iterator[str]:
    decision = Decision.objects.filter(selection=record.selection).select_related("vendor", "run", "decided_by").first()
    if decision and not record.moves("done") and not record.erased(CourseEvent.MOVED):
        yield "no event"
    for event in record.moves("done"):
        said = body(event)
        now = _said_of(decision) if decision else {}
        differs = sorted(name for name in now.keys() & said.keys() if said[name] != now[name])
        if decision and _decider(decision) != event.actor_id:
            differs.append("decided by")
        if decision and not outcome.is_of_its_moment(decision):
            differs.append("decided at")
        if decision is None or differs or event.reason != decision.reason:
            yield f"event {event.sequence}: {', '.join(differs) or 'reason'}"


def _said_of(decision: Decision) -> dict[str, Any]:
    return {
        "vendor": decision.vendor.code if decision.vendor else None,
        "waivers": decision.waivers,
        "run": decision.run.number if decision.run else None,
        "digest": decision.run.digest if decision.run else None,
        "outcome": outcome.file_hash(decision.outcome),
    }


def _decider(decision: Decision) -> int | None:
    return decision.decided_by.user_id if decision.decided_by else None


def _files(record: Record) -> Iterator[str]:
    made = {body(event).get(file): event for event in record.of[ReportEvent.MADE] for file in ("sha256", "plain")}
    unsaid = {event.object for event in record.erased(ReportEvent.MADE)}
    rows = Report.objects.filter(run__selection=record.selection).order_by("pk")
    reports = list(rows.select_related("run").defer("run__decision_file", "run__results"))
    there = {(f"run {row.run.number}", row.language) for row in reports}
    told = {(event.object, body(event)["language"]) for event in record.of[ReportEvent.MADE] if body(event)}
    yield from (f"{name}: no report in {language}" for name, language in sorted(told - there))
    for report in (row for row in reports if row.state == State.DONE):
        is_unsaid = f"run {report.run.number}" in unsaid
        kept = [(report.file.name, report.sha256)]
        if report.plain_sha256:  # reports of earlier have none
            kept.append((report.plain_file.name, report.plain_sha256))
        for name, sha256 in kept:
            if not name or not default_storage.exists(name):
                yield f"{name or report.pk}: missing"
            elif _sha256(name) != sha256 or not (_tells(made[sha256], report) if sha256 in made else is_unsaid):
                yield name


def _tells(event: Event, report: Report) -> bool:
    """Whether this report was made, in this language and as a draft or not; earlier versions said less."""
    said, now = body(event), {"language": report.language, "draft": report.is_draft}
    is_same = all(said.get(name, value) == value for name, value in now.items())
    return is_same and event.object == f"run {report.run.number}"


def _sha256(name: str) -> str:
    with default_storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


CHECKS: dict[str, Callable[[Record], Iterator[str]]] = {
    "phase": _phase,
    "seal": _seal,
    "sheet": _sheets,
    "round": _rounds,
    "inputs": _inputs,
    "results": _results,
    "decision": _decision,
    "file": _files,
}
