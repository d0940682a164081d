"""Does a real worker finish what was asked, whatever dies or is forgotten on the way?"""

import os
import signal
import subprocess
import sys

import pytest
import redis
from django.conf import settings

from config import broker
from config.celery import app
from reports import tasks
from reports.decision_file import export
from reports.models import Reason, Run, State
from reports.runs import request_run
from tests.reports.finished import inputs, selection
from tests.services import background, end_group, wait_for, worker_database

pytestmark = pytest.mark.django_db(transaction=True)
LONG = 64  # as many draws as a file may ask for: some seconds of work


def requested(samples=1):
    return request_run(selection(decision_file=inputs(samples=samples)))[0]


def now(run):
    run.refresh_from_db()
    return run


def is_done(run):
    return lambda: now(run).state == State.DONE


def test_worker_computes_what_was_asked_stores_an_error_and_goes_on(start_worker):
    start_worker()
    run = requested()
    tasks.enqueue(run)
    wait_for(is_done(run))
    assert (run.attempts, run.step, run.steps, run.results["vendors"]) == (1, 5, 5, ["A", "B", "C", "D"])
    ask_again(run, decision_file="{}")
    wait_for(lambda: now(run).state == State.FAILED)
    assert run.error.startswith("inputs: Unfit: ")
    ask_again(run, decision_file=requested_text(run))
    wait_for(is_done(run))
    start_worker()
    assert_many_finish_it_once(run)


def ask_again(run, **fields):
    Run.objects.filter(pk=run.pk).update(state=State.QUEUED, attempts=0, error="", step=0, **fields)
    tasks.enqueue(now(run))


def assert_many_finish_it_once(run):
    wait_for(lambda: len(app.control.ping(timeout=0.2)) == 2)
    Run.objects.filter(pk=run.pk).update(state=State.QUEUED, attempts=0, step=0)
    for _ in range(4):
        tasks.enqueue(now(run))
    wait_for(is_done(run))
    assert run.attempts == 1


@pytest.mark.services
def test_worker_killed_in_the_middle_is_replaced_by_another(start_worker):
    first = start_worker()
    run = requested(LONG)
    tasks.enqueue(run)
    wait_for(lambda: now(run).step >= 3)
    end_group(first)
    assert now(run).state == State.RUNNING
    abandoned_by = run.owner
    start_worker()
    wait_for(is_done(run))
    assert (run.attempts, run.owner, abandoned_by == "") == (2, "", False)
    finished_at = run.finished_at
    tasks.sweep()
    assert (now(run).finished_at, run.attempts) == (finished_at, 2)


@pytest.mark.services
def test_message_that_the_broker_lost_is_sent_again(start_worker, broker_url):
    run = requested()
    tasks.enqueue(run)
    assert forget_everything() > 0
    assert now(run).state == State.QUEUED
    start_worker()
    wait_for(is_done(run))


def forget_everything():
    """Flush the broker; how many keys it held."""
    with app.connection_for_write() as connection:
        client = connection.default_channel.client
        count = client.dbsize()
        client.flushdb()
    return count


def test_computation_that_needs_too_much_memory_fails_by_name_and_the_worker_goes_on(start_worker):
    other = inputs(samples=2)
    other["selection"]["code"] = "S-2"
    large, small = requested(), request_run(selection(decision_file=other))[0]
    Run.objects.filter(pk=large.pk).update(decision_file="[" + "0.5," * 8_000_000 + "0.5]")
    start_worker(WORKER_MEMORY="300")
    for run in (large, small):
        tasks.enqueue(run)
    wait_for(lambda: now(small).state == State.DONE)
    assert (now(large).state, large.reason, large.attempts) == (State.FAILED, Reason.MEMORY, 1)


SWEEPS_ALL_THE_TIME = """
from config.celery import app
import django
django.setup()
from reports import tasks
tasks.SWEEP_SECONDS = 0.005
app.worker_main([*"-q worker --concurrency 1 --max-tasks-per-child 1 --without-gossip --without-mingle".split()])
"""


@pytest.mark.campaign
def test_processes_that_are_made_anew_while_the_worker_sweeps_all_work(broker_url, start_worker):
    run = requested()
    command = [sys.executable, "-W", "ignore", "-c", SWEEPS_ALL_THE_TIME]
    environment = os.environ | worker_database() | {"LOG_LEVEL": "ERROR"}
    with background(command, cwd=settings.BASE_DIR, env=environment):
        for _ in range(30):
            Run.objects.filter(pk=run.pk).update(decision_file="{}", state=State.QUEUED, attempts=0)
            tasks.enqueue(run)
            wait_for(lambda: now(run).state == State.FAILED)


def requested_text(run):
    return export.canonical(run.selection).decode()


def test_broker_that_is_away_does_not_fail_the_request():
    """The row waits for the sweep of the next worker."""
    run = requested()
    code = f"from reports.models import Run; from reports.tasks import enqueue; enqueue(Run.objects.get(pk={run.pk}))"
    away = os.environ | worker_database() | {"REDIS_URL": "redis://127.0.0.1:9/0", "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-W", "ignore", "manage.py", "shell", "-v0", "-c", code]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=away, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert now(run).state == State.QUEUED


def test_broker_that_stands_still_does_not_hold_the_request(tmp_path):
    run = requested()
    server = subprocess.Popen(broker.server_command(tmp_path))
    try:
        assert broker.wait_until_up(tmp_path)
        server.send_signal(signal.SIGSTOP)
        code = (
            "import time; from reports.models import Run; from reports.tasks import enqueue; began = time.monotonic(); "
            f"enqueue(Run.objects.get(pk={run.pk})); print(time.monotonic() - began)"
        )
        still = os.environ | worker_database() | {"REDIS_URL": broker.embedded_url(tmp_path), "LOG_LEVEL": "ERROR"}
        command = [sys.executable, "-W", "ignore", "manage.py", "shell", "-v0", "-c", code]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=still, capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        server.kill()
        server.wait()
    assert done.returncode == 0, done.stderr[-2000:]
    assert float(done.stdout.split()[-1]) < 10
    assert now(run).state == State.QUEUED


def test_sweeps_do_not_pile_up_messages(broker_url):
    app.conf.task_always_eager = False
    app.control.purge()
    requested()
    found = []
    for _ in range(5):
        tasks.sweep()
        found.append(tasks.queued())
    app.control.purge()
    assert found == [1] * 5


def test_sweep_sends_what_waits(broker_url):
    app.conf.task_always_eager = True
    run = requested()
    tasks.sweep()
    assert now(run).state == State.DONE


def test_broker_of_the_tests_is_a_real_one(broker_url):
    with app.connection_for_write() as connection:
        assert isinstance(connection.default_channel.client, redis.Redis)
