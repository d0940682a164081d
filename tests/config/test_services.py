"""Does the same code work with the services of a larger installation?"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from config.celery import app
from tests.services import wait_for


@pytest.mark.services
def test_migrations_are_complete(db):
    call_command("migrate", check_unapplied=True, verbosity=0)


@pytest.mark.services
def test_save_is_read_back(db):
    user = get_user_model()(username="eva")
    user.set_password("correct horse battery")
    user.save()
    assert get_user_model().objects.get(username="eva").check_password("correct horse battery")


@pytest.mark.long_services
def test_worker_answers(start_worker):
    start_worker()
    wait_for(lambda: app.control.ping(timeout=0.5))


IS_INNER = pytest.mark.skipif(bool(settings.DATABASE_URL), reason="this run is the inner one")


@IS_INNER
def test_services_tests_pass_on_postgresql_and_redis(postgres_url, redis_url):
    """Every test marked `services`, once more, in a process of its own."""
    run_again("services and not campaign", postgres_url, redis_url)


@IS_INNER
@pytest.mark.campaign
def test_long_services_tests_pass_on_postgresql_and_redis(postgres_url, redis_url):
    print(run_again("long_services or (services and campaign)", postgres_url, redis_url), file=sys.stderr)


def run_again(marks, postgres_url, redis_url):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"TEST_DATABASE_URL": postgres_url, "TEST_REDIS_URL": redis_url}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-m", marks, "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run([*command, *marked()], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert not re.search(r"skipped", done.stdout.splitlines()[-1])
    return done.stderr


def marked():
    """The files in which the mark stands; to collect all the others takes longer than these tests."""
    tests = Path(settings.BASE_DIR) / "tests"
    marks = re.compile(r"mark\.(long_)?services")
    return [path for path in sorted(tests.rglob("test_*.py")) if marks.search(path.read_text(encoding="utf-8"))]


def test_database_is_the_configured_one(db):
    assert connection.vendor == ("postgresql" if settings.DATABASE_URL else "sqlite")
