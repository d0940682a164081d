"""How do people save in browsers on an installation in processes of its own, and what is there afterwards?"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection

from tests.cast import PASSWORD
from tests.config.test_launcher import Installation
from tests.services import wait_for

CELLS = [(leaf, vendor) for leaf in ("F1", "F2", "T1") for vendor in ("A", "B")]
UNAVAILABLE = 503
LOOK = """
import json
from collections import Counter
from scoring.models import Score
from selection.models import Event
kept = Event.objects.filter(type="scoring.score_recorded").values_list("operation", flat=True)
marks = Score.objects.values_list("member__key", "criterion__code", "vendor__code", "version")
print(json.dumps([Counter(kept), [[*place, version] for *place, version in marks]]))
"""

ALL_OTHERS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Browser:
    """One person who scores as fast as answers come, and sends again what was not answered."""

    def __init__(self, name):
        self.name, self.known, self.pending = name, [], None
        self.versions = dict.fromkeys(CELLS, 0)
        self.count = self.cut = self.twice = self.unavailable = 0

    def sign_in(self, port):
        self.port, self.cookies = port, {}
        page = self.send("GET", "/sign-in/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        given = {"csrfmiddlewaretoken": token, "username": self.name, "password": PASSWORD}
        assert self.send("POST", "/sign-in/", given)[0] == 302

    def send(self, method, path, fields=None, *, is_cut=False):
        line = HTTPConnection("127.0.0.1", self.port, timeout=20)
        host = f"127.0.0.1:{self.port}"
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        headers |= {"X-CSRFToken": self.cookies.get("csrftoken", ""), "Origin": f"http://{host}"}
        headers |= {"HX-Request": "true"} if "/cells/" in path else {}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, urlencode(fields or {}), headers)
            if is_cut:
                return 0, ""
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                key, value = cookie.partition(";")[0].split("=", 1)
                self.cookies[key] = value
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def save(self, leaf, vendor, fields, **options):
        """Whether it was answered that the mark is saved."""
        status, answer = self.send("POST", f"/s/S-0001/scoring/cells/{leaf}/{vendor}/", fields, **options)
        assert status in (0, 200, UNAVAILABLE), (status, answer[:300])
        self.unavailable += status == UNAVAILABLE
        return status == 200

    def step(self):
        """One save; now and then its answer is lost, or it is sent twice."""
        if self.pending is None:
            self.count += 1
            self.pending = self.next_one()
        cell, fields = self.pending
        if self.count % 10 == 0:
            self.save(*cell, fields, is_cut=True)
            self.cut += 1
        if not self.save(*cell, fields):
            return
        self.versions[cell] = fields["version"] + 1
        self.known.append(fields["operation"])
        self.pending = None
        if self.count % 7 == 0:
            self.save(*cell, fields)
            self.twice += 1

    def next_one(self):
        cell = random.choice(CELLS)
        fields = {"score": self.versions[cell] % 11, "level": "demonstrated", "rationale": ""}
        return cell, fields | {"operation": str(uuid4()), "version": self.versions[cell]}

    def work(self, port, ends):
        try:
            self.sign_in(port)
            while not ends.is_set():
                self.step()
        except (OSError, HTTPException):
            pass  # the server was killed


def run(environment, *command, code=0):
    foreign = ("SECRET_KEY", "REDIS_URL")
    clean = {name: value for name, value in os.environ.items() if name not in foreign}
    clean |= {"DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    done = subprocess.run([sys.executable, *command], cwd=settings.BASE_DIR, env=clean, capture_output=True, text=True)
    assert done.returncode == code, done.stdout[-2000:] + done.stderr[-3000:]
    return done.stdout


def python(environment, code):
    """Run a few lines in a process that knows the installation."""
    return run(environment, "-c", f"import django; django.setup()\n{code}")


@contextmanager
def serving(place, **more):
    data, environment = place
    given = {"DATABASE_URL": environment["DATABASE_URL"]} if environment["DATABASE_URL"] else {}
    installation = Installation(data, **given, **more)
    try:
        installation.await_line("ready")
        yield installation
    finally:
        installation.stop()


@contextmanager
def saving(browsers, port):
    """People save until the end of the block."""
    ends = threading.Event()
    people = [threading.Thread(target=one.work, args=[port, ends]) for one in browsers]
    for thread in people:
        thread.start()
    try:
        yield
    finally:
        ends.set()
        for thread in people:
            thread.join()


def kill(installation):
    """Everything at once, without a word."""
    groups = installation.children()
    for group in groups:
        os.killpg(group, signal.SIGKILL)
    installation.process.kill()
    installation.process.wait()
    wait_for(lambda: installation.groups_left(groups) == [])


def saved(browsers):
    return sum(len(one.known) for one in browsers)


def await_saves(browsers, count):
    """So many more, and a moment that nobody can foresee."""
    goal = saved(browsers) + count
    wait_for(lambda: saved(browsers) > goal, 90)
    time.sleep(random.random())


def stored(environment):
    """How often each save is there, and the version of every cell."""
    operations, marks = json.loads(python(environment, LOOK))
    return operations, {(key, leaf, vendor): version for key, leaf, vendor, version in marks}


def assert_each_is_there_once(environment, browsers, figures):
    operations, marks = stored(environment)
    known = [operation for one in browsers for operation in one.known]
    lost = [operation for operation in known if operation not in operations]
    doubled = [operation for operation, count in operations.items() if count > 1]
    say(f"{len(known)} saves, {figures}: {len(lost)} lost, {len(doubled)} doubled")
    assert (lost, doubled, set(operations) - set(known)) == ([], [], set())
    assert marks == {
        (one.name, *cell): version for one in browsers for cell, version in one.versions.items() if version
    }
    assert run(environment, "manage.py", "verify").endswith("no findings\n")


def home_of(url):
    """The folder of a throw-away PostgreSQL."""
    return url.partition("@")[2].partition("/")[0].replace("%2F", "/")


def end_connections():
    """PostgreSQL ends those of everybody to the database of the tests."""
    url = f"{settings.DATABASE_URL.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(ALL_OTHERS)


def say(figures):
    print(f"{'postgresql' if settings.DATABASE_URL else 'sqlite'}: {figures}", file=sys.stderr)
