"""What does the worker do, and what does it look for by itself?"""

import logging
import threading
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import Error, connection, transaction
from kombu.exceptions import OperationalError

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
        except (OperationalError, Error) as error:
            log.warning("broker or database did not answer: %s", error)
        connection.close()


def sweep() -> None:
    """Send again what the broker has lost: rows that wait, and rows whose worker died."""
    jobs.give_up()
    for model, pk in jobs.waiting():
        TASKS[model].delay(pk)
