"""Does every job end, and once, when the broker is stopped, started and emptied again and again?"""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
import redis
from django.conf import settings

from reports.events import RunEvent
from reports.models import Run, State
from reports.runs import request_run
from selection.models import Event
from tests.held.running import say
from tests.held.size import TIMES
from tests.reports.finished import inputs, selection
from tests.services import await_ping, end_group, free_port, redis_binary, wait_for, worker_database

pytestmark = [pytest.mark.campaign, pytest.mark.services, pytest.mark.django_db(transaction=True)]
RESTARTS = 20 * TIMES
ASKS = """
import sys
import django
django.setup()
from reports.models import Run
from reports.tasks import enqueue
for line in sys.stdin:
    enqueue(Run.objects.get(pk=int(line)))
    print(line.strip(), flush=True)
"""


class Broker:
    """A server of its own at one address."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = [redis_binary(), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        await_ping(redis.Redis(port=self.port))

    def stop(self):
        end_group(self.process)

    def forget(self):
        with redis.Redis(port=self.port) as client:
            client.flushall()


@pytest.fixture
def broker():
    broker = Broker()
    yield broker
    broker.stop()


@contextmanager
def asking(broker):
    """A process that tells the workers of a job, as a page does; it lives on when the broker does not."""
    environment = os.environ | worker_database() | {"REDIS_URL": broker.url, "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-W", "ignore", "-c", ASKS]
    pipes = {
        "stdin": subprocess.PIPE,
        "stderr": subprocess.DEVNULL,
        "text": True,
        "cwd": settings.BASE_DIR,
        "env": environment,
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, **pipes) as process:

        def ask(run):
            process.stdin.write(f"{run.pk}\n")
            process.stdin.flush()
            assert process.stdout.readline().strip() == str(run.pk)

        yield ask
        process.stdin.close()


def another(first):
    """A computation of its own upon the same inputs."""
    number = Run.objects.count() + 1
    shared = {"decision_file": first.decision_file, "file_hash": first.file_hash, "engine": first.engine}
    return Run.objects.create(selection=first.selection, number=number, digest=f"digest {number}", **shared)


def states():
    return set(Run.objects.values_list("state", flat=True))


def test_jobs_outlive_restarts_of_the_broker(broker, start_worker):
    first = request_run(selection(decision_file=inputs(samples=1)))[0]
    start_worker(REDIS_URL=broker.url, LEASE_SECONDS="6")
    with asking(broker) as ask:
        ask(first)
        for number in range(RESTARTS):
            ask(another(first))
            if number % 2:
                broker.forget()
            broker.stop()
            ask(another(first))
            broker.start()
            ask(another(first))
    wait_for(lambda: states() == {State.DONE}, 150)
    ends = list(Event.objects.filter(type=RunEvent.FINISHED).values_list("object", flat=True))
    say(f"{RESTARTS} restarts of the broker, {Run.objects.count()} jobs, {len(ends)} ends")
    assert sorted(ends) == sorted(f"run {number}" for number in range(1, 3 * RESTARTS + 2))


def test_job_whose_message_is_lost_would_wait_without_a_worker_that_looks_for_it(broker, start_worker):
    """The control: a worker that has not looked yet."""
    first = request_run(selection(decision_file=inputs(samples=1)))[0]
    later = another(first)
    with asking(broker) as ask:
        ask(first)
        broker.forget()
        start_worker(REDIS_URL=broker.url, LEASE_SECONDS="3600")
        ask(later)
    wait_for(lambda: Run.objects.get(pk=later.pk).state == State.DONE, 60)
    assert Run.objects.get(pk=first.pk).state == State.QUEUED
