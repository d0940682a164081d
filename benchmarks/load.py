"""How does a whole installation bear people who score? `python -m benchmarks.load PEOPLE [postgres|DATABASE_URL]`.

A real server on data of its own, and people with times to think: each opens the sheet, then saves a cell every few
seconds; at last all open their sheets at once. Client and server share the machine.
`postgres` is a throw-away server that waits for the disk as any other does; an address is that of an empty database.
"""

import http.client
import json
import os
import random
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 60
THINKING = (2.0, 6.0)
FOREIGN = ("TOUCHSTONE_DATA", "HTTPS", "HOST", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY")
TOKEN = "a" * 32
SHEET = "/s/S-0008/scoring/"


@dataclass
class Seen:
    """What the clients met."""

    saves: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def main(count: int, database: str = "") -> None:
    with _database(database) as address, _installation(address) as (port, environment):
        made = json.loads(_run(["-m", "benchmarks.sheet", str(count)], environment))
        seen = Seen()
        people = [Person(port, session, made["cells"], seen) for session in made["sessions"]]
        _all(person.work for person in people)
        start = time.monotonic()
        _all(person.open for person in people)
        at_once = time.monotonic() - start
    place = "PostgreSQL" if database else "SQLite"
    half, late, latest = (1000 * taken for taken in _quantiles(seen.saves))
    print(f"{count} people on {place}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} in the last minute")
    print(f"{len(seen.saves)} saves, {len(seen.failed)} requests failed {seen.failed[:3]}")
    print(f"a save: half within {half:.0f} ms, 95 of 100 within {late:.0f} ms, 99 of 100 within {latest:.0f} ms")
    print(f"all sheets opened at once: {at_once:.1f} s")


def _quantiles(taken: list[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(taken, n=100)
    return cuts[49], cuts[94], cuts[98]


class Person:
    """One browser with its connection: opens the sheet, thinks, saves."""

    def __init__(self, port: int, session: str, cells: list[list[str]], seen: Seen) -> None:
        self.port, self.seen, self.cells = port, seen, cells
        self.versions: dict[int, int] = {}
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        self.headers |= {"Accept-Encoding": "gzip"}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def open(self) -> None:
        self.seen.opened.append(self._ask("GET", SHEET, None))

    def work(self) -> None:
        end = time.monotonic() + SECONDS
        time.sleep(random.uniform(0, THINKING[1]))
        self.open()
        while time.monotonic() < end:
            time.sleep(random.uniform(*THINKING))
            self.seen.saves.append(self._save())

    def _save(self) -> float:
        place = random.randrange(len(self.cells))
        version = self.versions.get(place, 0)
        leaf, vendor = self.cells[place]
        body = {"score": 5 + version % 3, "level": "documented", "operation": secrets.token_hex(11), "version": version}
        taken = self._ask("POST", f"{SHEET}cells/{leaf}/{vendor}/", urllib.parse.urlencode(body))
        self.versions[place] = version + 1
        return taken

    def _ask(self, method: str, address: str, body: str | None) -> float:
        form = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"} if body else {}
        start = time.monotonic()
        try:
            self.line.request(method, address, body, self.headers | form)
            answer = self.line.getresponse()
            answer.read()
            if answer.status != 200:
                self.seen.failed.append(f"{method} {address} {answer.status}")
        except (OSError, http.client.HTTPException) as error:
            self.seen.failed.append(f"{method} {address} {error!r}")
            self.line.close()
        return time.monotonic() - start


def _all(works: Any) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def _database(wish: str) -> Iterator[str]:
    if wish != "postgres":
        yield wish
        return
    services = import_module("tests.services")  # which has no types
    with services.postgres_server(services.newest_postgres(), fsync="on") as address:
        yield address


@contextmanager
def _installation(database: str) -> Iterator[tuple[int, dict[str, str]]]:
    with tempfile.TemporaryDirectory(prefix="touchstone-load-") as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        clean = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        clean |= {"TOUCHSTONE_DATA": f"{folder}/data", "DATABASE_URL": database, "PORT": str(port), "HTTPS": "false"}
        clean |= {"DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "WARNING"}
        process = subprocess.Popen(
            [sys.executable, "-m", "config.launcher", "demo"], cwd=ROOT, env=clean, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        try:
            while not process.stdout.readline().startswith("ready "):
                if process.poll() is not None:
                    raise SystemExit("the demo did not start")
            yield port, clean
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
