"""What does the worker do, and what does it look for by itself?"""

import logging
import threading
from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import Error, connection, transaction
from kombu.exceptions import OperationalError
from redis import RedisError

from reports import documents, jobs, runs
from reports.models import Document, Run


@shared_task
def execute_run(pk: int) -> None:
    runs.execute(pk)


@shared_task
def render_document(pk: int) -> None:
    documents.execute(pk)


log = logging.getLogger(__name__)
TASKS = {Run: execute_run, Document: render_document}


def enqueue(job: Run | Document) -> None:
    """Tell the workers after the commit; when the broker is away the sweep will."""
    transaction.on_commit(lambda: TASKS[type(job)].delay(job.pk), robust=True)


@worker_ready.connect
def start_sweep(**_: Any) -> None:
    threading.Thread(target=_sweep_for_ever, daemon=True).start()


def _sweep_for_ever() -> None:
    pause = threading.Event()
    while not pause.wait(settings.LEASE_SECONDS / 3):
        try:
            sweep()
        except (OperationalError, RedisError, Error) as error:
            log.warning("broker or database did not answer: %s", error)
        connection.close()


def sweep() -> None:
    """Send again what the broker has lost: rows that wait, and rows whose worker died.

    As many messages as jobs are enough: while they lie in the queue, nothing is added to them.
    """
    jobs.give_up()
    waiting = list(jobs.waiting())
    if waiting and queued() < len(waiting):
        for model, pk in waiting:
            TASKS[model].delay(pk)


def queued() -> int:
    """How many messages no worker has taken yet."""
    with current_app.connection_for_write() as broker, broker.channel() as channel:
        declared: Any = channel
        return int(declared.queue_declare(queue=current_app.conf.task_default_queue).message_count)
