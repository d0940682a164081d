"""What does the worker do, and what does it look for by itself?"""

import logging
from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import Error, connection, transaction
from kombu.exceptions import OperationalError
from redis import RedisError

from reports import jobs, printing, runs
from reports.models import Report, Run
from selection import forgotten
from selection.tasks import mail_forgotten


@shared_task
def execute_run(pk: int) -> None:
    runs.execute(pk)


@shared_task(name="reports.tasks.render_document")  # as in messages that an earlier version has sent
def render_report(pk: int) -> None:
    printing.execute(pk)


log = logging.getLogger(__name__)
SWEEP_SECONDS = settings.LEASE_SECONDS / 3
TASKS = {Run: execute_run, Report: render_report}


def enqueue(job: Run | Report) -> None:
    """Tell the workers after the commit; when the broker is away the sweep will."""
    # Robust: a broker that is away breaks no page.
    transaction.on_commit(lambda: TASKS[type(job)].delay(job.pk), robust=True)


@worker_ready.connect
def start_sweep(sender: Any, **_: object) -> None:
    """In the worker's own loop: locks that a thread holds would stay shut in a process that is forked meanwhile."""
    sender.timer.call_repeatedly(SWEEP_SECONDS, try_to_sweep)


def try_to_sweep() -> None:
    try:
        sweep()
    except (OperationalError, RedisError, Error) as error:
        log.warning("broker or database did not answer: %s", error)
    # No request ends here, which would close it.
    connection.close()


def sweep() -> None:
    """Send again what the broker has lost: rows that wait, and rows whose worker died.

    As many messages as rows are enough: while they lie in the queue, nothing is added to them.
    """
    jobs.end_hopeless()
    waiting = [(TASKS[model], pk) for model, pk in jobs.waiting()]
    waiting += [(mail_forgotten, pk) for pk in forgotten.waiting()]
    if waiting and queued() < len(waiting):
        for task, pk in waiting:
            task.delay(pk)


def queued() -> int:
    """How many messages no worker has taken yet."""
    with current_app.connection_for_write() as broker, broker.channel() as channel:
        declared: Any = channel
        # To declare a queue that exists is how its length is asked.
        return int(declared.queue_declare(queue=current_app.conf.task_default_queue).message_count)
