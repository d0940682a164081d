"""On which data do the benchmarks run? A database of their own, thrown away afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import django


@contextmanager
def installation() -> Iterator[None]:
    """Everything inside works on a fresh SQLite installation."""
    with tempfile.TemporaryDirectory(prefix="touchstone-benchmark-") as data:
        os.environ |= {"TOUCHSTONE_DATA": data, "HTTPS": "false", "DJANGO_SETTINGS_MODULE": "config.settings"}
        for name in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(name, None)
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
