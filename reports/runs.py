"""Which official numbers follow from a selection's inputs?"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypedDict

from django.db import connection, models, transaction

from analysis import ENGINE
from analysis.decision_file import canonical_bytes, digest, read
from analysis.decision_file.typed import DecisionFile
from analysis.evaluation import evaluate
from analysis.evaluation.results import Results
from reports import jobs
from reports.decision_file import export
from reports.events import RunEvent
from reports.models import Decision, Reason, Run, State
from selection import ledger, phases
from selection.models import ChainHead, Event, Member, Selection, User
from selection.prepared import Prepared

# Events that change no input of a run; after any other one the inputs themselves are compared.
HARMLESS = (
    r"^(run|report)\."
    r"|^selection\.(moved|archived|unarchived|baseline|exception_kept|exported|table_taken|table_brought|table_undone"
    r"|member_link_issued|member_link_used"
    r"|prices_opened|prices_sealed|prices_allowed|erasure_proposed|erasure_dropped|payload_redacted)$"
    r"|^vendors\.cost_table_(brought|undone)$"
    r"|^criteria\.weight_(explained|locked|unlocked)$"
    r"|^scoring\.(sheet_(submitted|taken_back|taken_along|brought_back|marks_found)|marks_kept|closing_time_changed)$"
)


class Computed(TypedDict):
    """What a run stores when it is done."""

    results: Results


@contextmanager
def snapshot() -> Iterator[None]:
    """One transaction in which every query sees the same state of the database."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        # PostgreSQL takes it only before the first query of a transaction.
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def latest_run(selection: Selection) -> Run | None:
    """The run whose numbers are official: that of the decision, else the finished one that was asked for last."""
    return _official(selection.pk).defer("decision_file").first()


def official_run(selection: Selection) -> Run | None:
    """The same run without its decision file and results, which are long."""
    run = OFFICIAL.row(selection=selection.pk)
    if run:
        run.selection = selection
    return run


def _official(selection: int) -> models.QuerySet[Run]:
    finished = Run.objects.filter(selection=selection, state=State.DONE)
    is_decided_on = models.Exists(Decision.objects.filter(run=models.OuterRef("pk")))
    return finished.order_by(is_decided_on.desc(), "-sequence", "-number")


OFFICIAL: Prepared[Run] = Prepared(
    lambda selection: _official(selection).defer("decision_file", "results")[:1], selection=int
)


def request_run(selection: Selection, *, member: Member | None = None, actor: User | None = None) -> tuple[Run, bool]:
    """The run of the selection's present inputs, and whether it is new; a finished one is never computed again."""
    with transaction.atomic():
        # Every change of an input ends with an event, for which it waits here: what is read is of one moment.
        Selection.objects.select_for_update().get(pk=selection.pk)
        ledger.locked_head(selection)
        inputs, sequence = export.build(selection), _sequence(selection)
        key = digest(inputs)
        run = selection.runs.filter(digest=key).first()
        if run and run.state != State.FAILED:
            # Asked for again: the same inputs are the latest once more.
            Run.objects.filter(pk=run.pk).update(sequence=sequence)
            return run, False
        if run:
            again = {
                "state": State.QUEUED,
                "attempts": 0,
                "error": "",
                "step": 0,
                "finished_at": None,
                "given_up_by": None,
            }
            Run.objects.filter(pk=run.pk).update(**again, sequence=sequence)
        else:
            run = _create(selection, inputs, sequence=sequence, requested_by=member.user if member else actor)
        ledger.record(
            RunEvent.REQUESTED,
            selection=selection,
            member=member,
            actor=actor,
            object=f"run {run.number}",
            payload={"digest": key},
        )
        run.refresh_from_db()
    return run, True


@transaction.atomic
def give_up(run: Run, *, member: Member) -> bool:
    """End a run that is not finished; whether it still was unfinished."""
    selection = phases.held(run.selection, member=member, action="run_analysis")
    ledger.locked_head(selection)
    if not jobs.give_up(run, by=member.user):
        return False
    payload = {"digest": run.digest}
    ledger.record(RunEvent.GIVEN_UP, selection=selection, member=member, object=f"run {run.number}", payload=payload)
    return True


def _create(selection: Selection, inputs: DecisionFile, *, sequence: int, requested_by: User | None) -> Run:
    data = canonical_bytes(inputs)
    last = selection.runs.aggregate(models.Max("number"))["number__max"] or 0
    return Run.objects.create(
        selection=selection,
        number=last + 1,
        decision_file=data.decode(),
        file_hash=hashlib.sha256(data).hexdigest(),
        digest=digest(inputs),
        engine=ENGINE,
        sequence=sequence,
        requested_by=requested_by,
    )


def _sequence(selection: Selection) -> int:
    """The last event of the selection; a change of an input always writes one."""
    return ChainHead.objects.filter(selection=selection).values_list("sequence", flat=True).first() or 0


def is_stale(run: Run) -> bool:
    """Whether the inputs, or before the decision the engine, are no longer those that the run was computed with."""
    if run.engine != ENGINE and not run.decisions.exists():
        return True
    later = Event.objects.filter(chain__selection=run.selection_id, sequence__gt=run.sequence)
    if not later.exclude(type__regex=HARMLESS).exists():
        return False
    return hashlib.sha256(export.canonical(run.selection)).hexdigest() != run.file_hash


def is_of_old_engine(run: Run | None) -> bool:
    """Whether the numbers that a decision rests on were computed by an earlier engine."""
    return run is not None and run.engine != ENGINE and run.decisions.exists()


def execute(pk: int) -> None:
    """Compute one run, whoever is first to claim it."""
    jobs.work(Run, pk, compute, note=_finished)


def compute(run: Run) -> Computed:
    def progress(number: int, total: int, name: str) -> None:
        jobs.report_step(run, number, total, name=name)

    reading = read(run.decision_file.encode())
    if reading.decision_file is None:
        raise jobs.Unfit(Reason.INPUTS, "; ".join(f"{fault.pointer} {fault.message}" for fault in reading.faults))
    return {"results": evaluate(reading.decision_file, progress=progress).to_dict()}


def _finished(run: Run, values: Computed) -> None:
    """The hash of the results joins the chain together with them."""
    payload = {"run": run.number, "digest": run.digest, "results": results_hash(values["results"])}
    ledger.record(RunEvent.FINISHED, selection=run.selection, object=f"run {run.number}", payload=payload)


def results_hash(results: object) -> str:
    """SHA-256 of results; a number has one spelling, however a database gives it back (1 or 1.0, 0.0 or -0.0)."""
    text = json.dumps(_spelled(results), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _spelled(found: object) -> object:
    if isinstance(found, dict):
        return {key: _spelled(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_spelled(value) for value in found]
    if isinstance(found, int | float) and not isinstance(found, bool):
        return float(found) + 0.0
    return found
