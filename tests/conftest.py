"""What do all tests share?"""

import sqlite3

import pytest
from django.conf import settings


def pytest_configure():
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.CELERY_TASK_EAGER_PROPAGATES = True
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, as in real life: pages, workers and tests open connections of their own.
        database.setdefault("TEST", {})["NAME"] = database["NAME"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request):
    """Each test process has its own data directory, so SQLite needs no other name."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_touchstone_{worker}"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory, django_db_setup, django_db_blocker):
    """A file with this version's schema and no rows, for installations that start in processes of their own."""
    path = tmp_path_factory.mktemp("empty") / "touchstone.sqlite3"
    with django_db_blocker.unblock(), sqlite3.connect(settings.DATABASES["default"]["NAME"]) as source:
        target = sqlite3.connect(path)
        source.backup(target)
        target.close()
    source.close()
    return path
