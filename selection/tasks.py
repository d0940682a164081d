"""What does the worker send, so that no page shows by its time whom it is for?"""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError
from redis import RedisError

from selection import forgotten

log = logging.getLogger(__name__)


@shared_task
def mail_forgotten(address: str) -> None:
    forgotten.mail(address)


def ask(address: str) -> None:
    """Whoever is told nothing asks again: what a broker that is away has not taken is lost."""
    try:
        mail_forgotten.delay(address)
    except (OperationalError, RedisError) as error:
        log.warning("a mail for a forgotten password was not taken by the broker: %s", type(error).__name__)
