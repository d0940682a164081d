"""Which Celery application do the web process and the workers share?"""

import os

from celery import Celery
from celery.signals import worker_init, worker_process_init
from django.conf import settings

from config import memory
from config.privacy import owner_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("touchstone")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def keep_to_owner(**_: object) -> None:
    owner_only()


# In each process of the pool: their parent computes nothing, and has to outlive them.
@worker_process_init.connect
def keep_to_memory(**_: object) -> None:
    memory.bound(settings.WORKER_MEMORY)
