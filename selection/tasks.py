"""What does the worker send, so that no page shows by its time whom it is for?"""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError
from redis import RedisError

from selection import forgotten

log = logging.getLogger(__name__)


@shared_task
def mail_forgotten(pk: int) -> None:
    forgotten.mail(pk)


def ask(address: str) -> None:
    """When the broker is away, the sweep of the next worker finds the row."""
    row = forgotten.request(address)
    try:
        mail_forgotten.delay(row.pk)
    except (OperationalError, RedisError) as error:
        log.warning("a mail for a forgotten password waits for the broker: %s", type(error).__name__)
