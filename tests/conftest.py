"""What do all tests share?"""

import fcntl
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.core.management import call_command
from django.db import connections
from django.db.models.signals import post_migrate

# What takes longest or waits most: no process should be left alone with one of these at the end.
LONG = (
    "test_launcher.py",
    "test_services.py",
    "test_tasks.py",
    "test_leaks.py",
    "test_backup.py",
    "test_pdf.py",
    "test_same_everywhere.py",
    "test_deciding.py",
    "test_fuzz.py",
    "test_fit.py",
    "test_journey.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_configure():
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.CELERY_TASK_EAGER_PROPAGATES = True
    settings.WHITENOISE_AUTOREFRESH = True  # else every Client looks through all static files when it is made
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, as in real life: pages, workers and tests open connections of their own.
        database.setdefault("TEST", {})["NAME"] = database["NAME"]
    # No page asks for Django's permissions; to make them again takes longer than to empty all tables.
    assert post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    assert post_migrate.disconnect(create_contenttypes)


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request):
    """Each test process has its own data directory, so SQLite needs no other name."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_touchstone_{worker}"


@pytest.fixture(scope="session")
def django_db_keepdb(request, tmp_path_factory, django_db_modify_db_settings, django_db_blocker):
    """Test processes beside each other: the first makes the schema, the others start from a copy of it."""
    name = settings.DATABASES["default"]["NAME"]
    if not hasattr(request.config, "workerinput") or connections["default"].vendor != "sqlite":
        yield request.config.getvalue("reuse_db")
        return
    shared = tmp_path_factory.getbasetemp().parent / "schema.sqlite3"
    with locked(shared.with_suffix(".lock")):
        if not shared.exists():
            with django_db_blocker.unblock():
                call_command("migrate", verbosity=0)
            connections.close_all()
            copy_database(name, shared)
    copy_database(shared, name)
    yield True
    connections.close_all()


@contextmanager
def locked(path):
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def copy_database(source, target):
    with closing(sqlite3.connect(source)) as source, closing(sqlite3.connect(target)) as target:
        source.backup(target)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory, django_db_setup, django_db_blocker):
    """A file with this version's schema and no rows, for installations that start in processes of their own."""
    path = tmp_path_factory.mktemp("empty") / "touchstone.sqlite3"
    if connections["default"].vendor != "sqlite":
        environment = os.environ | {"TOUCHSTONE_DATA": str(path.parent), "DATABASE_URL": ""}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"], cwd=settings.BASE_DIR, env=environment, check=True
        )
        return path
    with django_db_blocker.unblock():
        for app in apps.get_app_configs():
            create_permissions(app, verbosity=0)  # as after a migration
    copy_database(settings.DATABASES["default"]["NAME"], path)
    return path
