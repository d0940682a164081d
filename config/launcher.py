"""How does one installation start in the foreground? `python -m config.launcher demo|serve`."""

import errno
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.core.management import call_command

from config import broker, env
from config.messages import compile_messages
from config.privacy import owner_only
from config.processes import Processes
from config.remedies import FAILED, remedy
from installation.lock import InUse, occupy

EVERYWHERE = "0.0.0.0"
FIRST_PAGE_SECONDS = 60


class CannotStart(Exception):
    """The message tells the operator what to do."""


def main(mode: str) -> int:
    host, port = env.text("HOST", "127.0.0.1"), env.whole("PORT", 8000, low=1, high=65535)
    _prepare_environment(host, port)
    django.setup()
    from django.conf import settings

    processes = Processes()
    try:
        with occupy(settings.DATA_DIR):
            _require_free_port(host, port)
            _start(mode, host, port, processes=processes)
            return _watch(processes)
    except InUse as error:
        raise CannotStart(f"{error} is in use by another running installation; stop it first") from error
    finally:
        # A second Ctrl-C in between would leave children behind.
        _ignore_signals()
        processes.stop()


def _prepare_environment(host: str, port: int) -> None:
    """Plain http on this machine, unless the operator says otherwise; one thread for each number cruncher."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("HTTPS", "false")
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    if host not in ("127.0.0.1", "localhost"):
        names = ["localhost", "127.0.0.1", "[::1]", socket.gethostname(), lan_address() if host == EVERYWHERE else host]
        os.environ.setdefault("ALLOWED_HOSTS", ",".join(names))
        os.environ.setdefault("PUBLIC_URL", f"http://{names[-1]}:{port}")


def lan_address() -> str:
    """The address by which colleagues reach this machine; asking the routing table sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # An address for documents, which leads nowhere; to connect by UDP sends no packet.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _require_free_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        # As the web server does: a port that only waits after the last stop is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotStart(f"cannot listen on {host}:{port}: {error.strerror}") from error
            raise CannotStart(f"port {port} is taken by another program; choose another: PORT={port + 1}") from error


def _start(mode: str, host: str, port: int, *, processes: Processes) -> None:
    from django.conf import settings
    from django.db import connections

    if not settings.REDIS_URL:
        _start_broker(settings.DATA_DIR, processes)
    compile_messages()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_content", verbosity=0)
    if mode == "demo" and not _has_people():
        _say("loading the demo")
        call_command("load_demo", verbosity=0)
    _settle_printed_passwords()
    connections.close_all()
    processes.start("worker", _worker_command())
    processes.start("web", [sys.executable, "-m", "config.web", host, str(port)])
    _await_first_page(f"http://{_own_host(host)}:{port}/", processes)
    _announce(mode, host, port)


def _start_broker(data_dir: Path, processes: Processes) -> None:
    try:
        command = broker.server_command(data_dir)
    except FileNotFoundError as error:
        raise CannotStart(
            "no embedded Valkey for this platform; install valkey-server or redis-server, or start a Redis 7 or "
            "Valkey server and set REDIS_URL, for example REDIS_URL=redis://127.0.0.1:6379/0"
        ) from error
    processes.start("valkey", command)
    if not broker.wait_until_up(data_dir):
        raise CannotStart("the embedded Valkey did not answer within 10 seconds")


def _has_people() -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.exists()


def _settle_printed_passwords() -> dict[str, str]:
    """Before the first page: where others get in, no account opens with a published password."""
    from desk import printed

    return printed.settle()


def _worker_command() -> list[str]:
    count = env.whole("WORKER_PROCESSES", 1, low=1, high=64)
    quiet = ["-W", "ignore:You're running the worker with superuser privileges"]
    # One node has no other nodes to listen to; to look for them only delays the start.
    options = ["--pool", "prefork", "--concurrency", str(count), "--loglevel", "WARNING", "--without-gossip"]
    return [sys.executable, *quiet, "-m", "celery", "-q", "-A", "config", "worker", *options, "--without-mingle"]


def _own_host(host: str) -> str:
    return "127.0.0.1" if host == EVERYWHERE else host


def _await_first_page(url: str, processes: Processes) -> None:
    # A proxy of the environment knows no way to this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while time.monotonic() < deadline:
        _require_all(processes)
        try:
            opener.open(url, timeout=30).close()
            return
        except urllib.error.HTTPError as error:
            raise CannotStart(f"the first page answers {error.code}; the log above says why") from error
        except OSError:
            time.sleep(0.05)
    raise CannotStart(f"no page answered within {FIRST_PAGE_SECONDS} seconds")


def _require_all(processes: Processes) -> None:
    if ended := processes.first_ended():
        raise CannotStart("the {} process ended by itself (exit code {}); everything is stopped".format(*ended))


def _announce(mode: str, host: str, port: int) -> None:
    print(f"ready http://{_own_host(host)}:{port}", flush=True)
    if host == EVERYWHERE:
        print(f"for colleagues http://{lan_address()}:{port}", flush=True)
    if mode == "demo":
        call_command("demo_people")
    elif not _has_people():
        call_command("first_visit")
    elif _settle_printed_passwords():
        print("passwords that were printed still open accounts: manage.py demo_people shows them", flush=True)
    sys.stdout.flush()


def _watch(processes: Processes) -> int:
    while True:
        _require_all(processes)
        time.sleep(0.2)


def _say(text: str) -> None:
    print(f"==> {text}", file=sys.stderr, flush=True)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _leave(number: int, frame: object) -> None:
    sys.exit(0)


if __name__ == "__main__":
    owner_only()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        sys.exit(main(sys.argv[1]))
    except CannotStart as error:
        _say(str(error))
        sys.exit(1)
    except FAILED as error:
        told = remedy(error)
        if not told:
            raise
        _say(told)
        sys.exit(1)
