"""Who works on a job, and what happens to one whose worker is gone?"""

import errno
import resource
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from reports import jobs
from reports.models import Reason, Run, State
from reports.pdf import rendering
from tests.cast import committee

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def job(**fields):
    number = Run.objects.count() + 1
    selection = committee(code=f"S-{number}", people=()).selection
    return Run.objects.create(selection=selection, number=number, decision_file="{}", digest=f"{number}", **fields)


def past():
    return timezone.now() - timedelta(seconds=1)


def ahead(leases=1):
    return timezone.now() + timedelta(seconds=settings.LEASE_SECONDS * leases)


def state(run):
    run.refresh_from_db()
    return run.state


def test_queued_job_is_claimed_once():
    run = job()
    first, second = jobs.claim(Run, run.pk), jobs.claim(Run, run.pk)
    assert (first.pk, first.attempts, second) == (run.pk, 1, None)
    assert first.lease_until > timezone.now()


def test_running_job_with_a_lease_is_left_alone():
    run = job(state=State.RUNNING, owner="x", lease_until=ahead())
    assert jobs.claim(Run, run.pk) is None


def test_running_job_without_a_lease_is_taken_over():
    run = job(state=State.RUNNING, owner="x", attempts=1, lease_until=past())
    taken = jobs.claim(Run, run.pk)
    assert (taken.attempts, taken.owner == "x") == (2, False)


def test_lease_is_that_of_the_database_whatever_the_clock_of_the_worker(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1))
    run = job()
    mine = jobs.claim(Run, run.pk)
    assert now < mine.lease_until < now + timedelta(seconds=settings.LEASE_SECONDS + 30)
    assert (jobs.claim(Run, run.pk), list(jobs.waiting())) == (None, [])


def test_lease_given_before_the_clock_was_put_back_does_not_hold_a_job():
    run = job(state=State.RUNNING, owner="x", attempts=1, lease_until=timezone.now() + timedelta(hours=1))
    assert list(jobs.waiting()) == [(Run, run.pk)]
    assert jobs.claim(Run, run.pk).attempts == 2


@pytest.mark.parametrize("over", [State.DONE, State.FAILED])
def test_finished_job_is_not_claimed(over):
    assert jobs.claim(Run, job(state=over).pk) is None


def test_two_who_claim_at_once_get_it_once():
    run, got = job(), []
    barrier = threading.Barrier(4)

    def claim():
        barrier.wait()
        got.append(jobs.claim(Run, run.pk))
        connection.close()

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found is not None for found in got) == 1


def test_work_stores_what_the_body_returns():
    run = job()
    jobs.work(Run, run.pk, lambda mine: {"results": {"by": mine.pk}})
    assert state(run) == State.DONE
    assert (run.results, run.owner, run.lease_until, run.finished_at is None) == ({"by": run.pk}, "", None, False)


def test_work_stores_the_error_of_a_body():
    run = job()

    def body(_mine):
        raise MemoryError("too large")

    jobs.work(Run, run.pk, body)
    assert state(run) == State.FAILED
    assert (run.error, run.owner, run.results) == ("memory: MemoryError: too large", "", None)


def test_what_went_wrong_is_stored_without_the_bound_on_memory():
    run, bounds = job(), []
    before, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bound = (2**40 if hard == resource.RLIM_INFINITY else hard - 1, hard)

    def noted(execute, *asked):
        bounds.append(resource.getrlimit(resource.RLIMIT_DATA))
        return execute(*asked)

    def body(_mine):
        resource.setrlimit(resource.RLIMIT_DATA, bound)
        raise MemoryError("too large")

    try:
        with connection.execute_wrapper(noted):
            jobs.work(Run, run.pk, body)
        assert (bounds[-1], resource.getrlimit(resource.RLIMIT_DATA)) == ((hard, hard), bound)
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, hard))
    assert state(run) == State.FAILED


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError("too large"), Reason.MEMORY),
        (RuntimeError("its process said MemoryError"), Reason.MEMORY),
        (rendering.TookTooLong("not set within 600 seconds"), Reason.TIME),
        (OSError(errno.ENOSPC, "no space"), Reason.DISK),
        (OSError(errno.EROFS, "read-only"), Reason.DISK),
        (OperationalError("the server closed the connection"), Reason.DATABASE),
        (jobs.Unfit(Reason.INPUTS, "/vendors"), Reason.INPUTS),
        (jobs.Unfit(Reason.RECORD, "chain"), Reason.RECORD),
        (KeyError("vendors"), Reason.FAULT),
        (OSError(errno.ECONNRESET, "gone"), Reason.FAULT),
    ],
)
def test_reason_of_a_failure_is_told_by_its_kind(error, reason):
    assert Run(error=jobs.explained(error)).reason == reason


@pytest.mark.parametrize("error", ["", "ValueError: of an earlier version", "RenderFailed"])
def test_failure_of_an_earlier_version_is_a_fault(error):
    assert Run(error=error).reason == Reason.FAULT


def test_step_is_written_while_the_body_runs():
    run, seen = job(), []

    def body(mine):
        jobs.report_step(mine, 3, 5, name="Probability of each rank")
        seen.append(Run.objects.values_list("step", "steps", "step_name").get(pk=run.pk))
        return {}

    jobs.work(Run, run.pk, body)
    assert seen == [(3, 5, "Probability of each rank")]


def test_heartbeat_keeps_the_lease_of_a_long_body(settings):
    settings.LEASE_SECONDS = 0.6
    run, taken = job(), []

    def body(_mine):
        time.sleep(1.5)
        taken.append(jobs.claim(Run, run.pk))
        return {}

    jobs.work(Run, run.pk, body)
    assert (taken, state(run), run.attempts) == ([None], State.DONE, 1)


def test_worker_that_was_declared_dead_cannot_overwrite_its_successor():
    run = job()
    late = jobs.claim(Run, run.pk)
    Run.objects.filter(pk=run.pk).update(lease_until=past())
    jobs.work(Run, run.pk, lambda _mine: {"results": {"by": "successor"}})
    with pytest.raises(jobs.LostLease):
        jobs.write(late, results={"by": "late"})
    assert (state(run), run.results) == (State.DONE, {"by": "successor"})


def test_body_that_loses_its_lease_leaves_the_successor_alone():
    run = job()

    def body(mine):
        Run.objects.filter(pk=run.pk).update(owner="successor")
        jobs.report_step(mine, 2, 5, name="")
        return {}

    jobs.work(Run, run.pk, body)
    assert (state(run), run.owner, run.error) == (State.RUNNING, "successor", "")


def test_error_of_a_late_worker_does_not_fail_its_successor():
    run = job()

    def body(_mine):
        Run.objects.filter(pk=run.pk).update(owner="successor")
        raise ValueError("late")

    jobs.work(Run, run.pk, body)
    assert (state(run), run.error) == (State.RUNNING, "")


def test_waiting_are_the_queued_and_the_abandoned():
    queued, abandoned = job(), job(state=State.RUNNING, lease_until=past())
    job(state=State.RUNNING, lease_until=ahead())
    job(state=State.DONE)
    job(attempts=jobs.MOST_ATTEMPTS)
    assert sorted(pk for _model, pk in jobs.waiting()) == sorted([queued.pk, abandoned.pk])


def test_job_whose_workers_die_too_often_is_given_up():
    run = job(state=State.RUNNING, attempts=jobs.MOST_ATTEMPTS, lease_until=past())
    jobs.end_hopeless()
    assert (state(run), run.error) == (State.FAILED, "ended: the worker died too often")


def test_job_with_attempts_left_is_not_given_up():
    run = job(state=State.RUNNING, attempts=jobs.MOST_ATTEMPTS - 1, lease_until=past())
    jobs.end_hopeless()
    assert state(run) == State.RUNNING
