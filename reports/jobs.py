"""Who works on a job, how far is it, and who takes over when a worker dies?

The row is the truth. A claim is one conditional UPDATE with a lease; a heartbeat extends the lease; every later
write names the owner, so that a worker that was declared dead cannot overwrite its successor.
"""

import logging
import os
import resource
import socket
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import Error, connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from reports.models import UNFINISHED, Job, Reason, Report, Run, State
from selection.failures import Failure, failure
from selection.models import User

log = logging.getLogger(__name__)
J = TypeVar("J", Run, Report)
Values = TypeVar("Values", bound=Mapping[str, object])

MOST_ATTEMPTS = 4
CLEARED = {"owner": "", "lease_until": None}


def _from_now(leases: int) -> Any:
    """So many leases from now, by the clock of the database: those of the workers' machines may differ."""
    span = timedelta(seconds=settings.LEASE_SECONDS * leases)
    return models.ExpressionWrapper(Now() + span, output_field=models.DateTimeField())


def _lease() -> Any:
    return _from_now(1)


def _claimable() -> models.Q:
    """Waiting, or without a valid lease: one that lies too far ahead was given before the clock was put back."""
    is_over = models.Q(lease_until__lt=Now()) | models.Q(lease_until__gt=_from_now(2))
    return models.Q(state=State.QUEUED) | (models.Q(state=State.RUNNING) & is_over)


def claim(model: type[J], pk: int) -> J | None:
    """The job, if it is now ours alone."""
    # Host and process are for people who look; by the last part no two claims are alike.
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    claimed = model._default_manager.filter(_claimable(), pk=pk, attempts__lt=MOST_ATTEMPTS).update(
        state=State.RUNNING, owner=owner, lease_until=_lease(), attempts=models.F("attempts") + 1, error=""
    )
    return model._default_manager.get(pk=pk) if claimed else None


class Unfit(Exception):
    """A job that cannot be done, for a reason that is known."""

    def __init__(self, reason: Reason, details: str) -> None:
        super().__init__(details)
        self.reason = reason


class LostLease(Exception):
    """Another worker has taken the job over, or a person has given it up."""


def write(job: Job, **values: object) -> None:
    """Write to a job that is still ours."""
    ours = type(job)._default_manager.filter(pk=job.pk, owner=job.owner, state=State.RUNNING)
    if not ours.update(**values):
        raise LostLease(job.pk)


def report_step(job: Job, number: int, total: int, *, name: str) -> None:
    write(job, step=number, steps=total, step_name=name, lease_until=_lease())


@contextmanager
def held(job: Job) -> Iterator[None]:
    """Keep the lease alive from a thread of its own while the body runs."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(job: Job, stop: threading.Event) -> None:
    ours = type(job)._default_manager.filter(pk=job.pk, owner=job.owner, state=State.RUNNING)
    # Two beats may be lost before the lease is over.
    while not stop.wait(settings.LEASE_SECONDS / 3):
        try:
            ours.update(lease_until=_lease())
        except Error as error:  # a busy database is no reason to stop: the next beat may come through
            log.warning("a heartbeat was missed: %s", error)
    # This thread had a connection of its own, which nobody else would close.
    connection.close()


def work(
    model: type[J],
    pk: int,
    body: Callable[[J], Values],
    *,
    note: Callable[[J, Values], None] | None = None,
) -> None:
    """Claim the job, run its body, store what it returns; an error is stored with the row.

    `note` is called in the transaction that stores the values, and before: whoever asks for a job or gives one up
    holds the chain before the job as well.
    """
    job = claim(model, pk)
    if job is None:
        return
    try:
        with held(job):
            values = body(job)
        with transaction.atomic():
            if note:
                note(job, values)
            write(job, state=State.DONE, finished_at=timezone.now(), **CLEARED, **values)
    except LostLease:
        log.warning("%s %s was taken over by another worker, or given up", model.__name__, pk)
    except Exception as error:  # the task boundary: whatever went wrong is stored where a person sees it
        with _room_to_say_so():
            log.exception("%s %s failed", model.__name__, pk)
            model._default_manager.filter(pk=pk, owner=job.owner).update(
                state=State.FAILED, error=explained(error), finished_at=timezone.now(), **CLEARED
            )


@contextmanager
def _room_to_say_so() -> Iterator[None]:
    """Without the bound on memory: a `MemoryError` that leaves a task ends the worker, not only the task."""
    bound = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (bound[1], bound[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, bound)


def explained(error: Exception) -> str:
    """What is stored of an error: a reason that the committee can read, and details for who looks into it."""
    return f"{_reason(error)}: {type(error).__name__}: {error}"


def _reason(error: Exception) -> Reason:
    if isinstance(error, Unfit):
        return error.reason
    if isinstance(error, MemoryError) or "MemoryError" in str(error):  # also of the process that sets the pages
        return Reason.MEMORY
    if isinstance(error, TimeoutError):
        return Reason.TIME
    match failure(error):
        case Failure.FULL | Failure.READ_ONLY:
            return Reason.DISK
        case Failure.BUSY | Failure.AWAY:
            return Reason.DATABASE
    return Reason.FAULT


def give_up(job: Job, *, by: User | None) -> bool:
    """End a job that waits or runs: its message finds nothing to do, and its worker writes nothing more."""
    unfinished = type(job)._default_manager.filter(pk=job.pk, state__in=UNFINISHED)
    told = {"error": f"{Reason.GIVEN_UP}: by a person", "given_up_by": by, "finished_at": timezone.now()}
    return bool(unfinished.update(state=State.FAILED, **told, **CLEARED))


def end_hopeless() -> None:
    """Fail the jobs whose workers died too often."""
    for model in (Run, Report):
        model._default_manager.filter(_claimable(), attempts__gte=MOST_ATTEMPTS).update(
            state=State.FAILED,
            error=f"{Reason.ENDED}: the worker died too often",
            finished_at=timezone.now(),
            **CLEARED,
        )


def waiting() -> Iterator[tuple[type[Run] | type[Report], int]]:
    """Jobs that nobody works on: queued, or with a lease that ran out."""
    for model in (Run, Report):
        for pk in model._default_manager.filter(_claimable(), attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True):
            yield model, pk
