"""Which official numbers follow from a selection's inputs?"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction

from analysis import ENGINE
from analysis.decision_file import canonical_bytes, digest, read
from analysis.evaluation import evaluate
from reports import document, jobs
from reports.models import Run, State
from selection import ledger
from selection.models import Member, Selection, User


@contextmanager
def snapshot() -> Iterator[None]:
    """One transaction in which every query sees the same state of the database."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def latest_run(selection: Selection) -> Run | None:
    """The last finished run: its numbers are the official ones."""
    return selection.runs.filter(state=State.DONE).defer("document").first()


def request_run(selection: Selection, *, member: Member | None = None, actor: User | None = None) -> tuple[Run, bool]:
    """The run of the selection's present inputs, and whether it is new; a finished one is never computed again."""
    with snapshot():
        inputs = document.build(selection)
    data, key = canonical_bytes(inputs), digest(inputs)
    with transaction.atomic():
        Selection.objects.select_for_update().get(pk=selection.pk)
        run = selection.runs.filter(digest=key).first()
        if run and run.state != State.FAILED:
            return run, False
        if run:
            Run.objects.filter(pk=run.pk).update(state=State.QUEUED, attempts=0, error="", step=0)
        else:
            last = selection.runs.aggregate(models.Max("number"))["number__max"] or 0
            run = Run.objects.create(
                selection=selection,
                number=last + 1,
                document=data.decode(),
                file_hash=hashlib.sha256(data).hexdigest(),
                digest=key,
                engine=ENGINE,
                requested_by=member.user if member else actor,
            )
        ledger.record(
            "run.requested",
            selection=selection,
            member=member,
            actor=actor,
            object=f"run {run.number}",
            payload={"digest": key},
        )
    run.refresh_from_db()
    return run, True


def execute(pk: int) -> None:
    """Compute one run, whoever is first to claim it."""
    jobs.work(Run, pk, compute)


def compute(run: Run) -> dict[str, Any]:
    def progress(number: int, total: int, name: str) -> None:
        jobs.report_step(run, number, total, name)

    reading = read(run.document.encode())
    if reading.document is None:
        raise ValueError("; ".join(f"{fault.pointer} {fault.message}" for fault in reading.faults))
    return {"results": evaluate(reading.document, progress=progress).to_dict()}
