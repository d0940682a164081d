"""Is every save that a browser was told of there, once, after kills, cut lines and forms that were sent twice?"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from time import monotonic_ns
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings

from tests.cast import PASSWORD
from tests.config.test_launcher import Installation
from tests.services import as_postgres, newest_postgres, wait_for

pytestmark = [pytest.mark.campaign, pytest.mark.services]
KILLS = 4
SAVES = 15  # before each
CELLS = [(leaf, vendor) for leaf in ("F1", "F2", "T1") for vendor in ("A", "B")]
SEED = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from reports import replay
from tests.scoring.scene import scene
replay.baseline(scene().selection)
"""
LOOK = """
import json
import django
django.setup()
from collections import Counter
from scoring.models import Score
from selection.models import Event
kept = Event.objects.filter(type="scoring.score_recorded").values_list("operation", flat=True)
marks = Score.objects.values_list("member__key", "criterion__code", "vendor__code", "version")
print(json.dumps([Counter(kept), [[*place, version] for *place, version in marks]]))
"""


class Browser:
    """One person who scores as fast as answers come, and sends again what was not answered."""

    def __init__(self, name):
        self.name, self.known, self.pending = name, [], None
        self.versions = dict.fromkeys(CELLS, 0)
        self.count = self.cut = self.twice = 0

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
        status, answer = self.send("POST", f"/s/S-0001/scoring/cells/{leaf}/{vendor}/", fields, **options)
        assert status in (0, 200), (status, answer[:300])
        return status

    def step(self):
        """One save; now and then its answer is lost, or it is sent twice."""
        if self.pending is None:
            self.count += 1
            cell = random.choice(CELLS)
            fields = {
                "score": self.versions[cell] % 11,
                "level": "demonstrated",
                "rationale": "",
                "operation": str(uuid4()),
            }
            self.pending = (cell, fields | {"version": self.versions[cell]})
        cell, fields = self.pending
        if self.count % 10 == 0:
            self.save(*cell, fields, is_cut=True)
            self.cut += 1
        self.save(*cell, fields)
        self.versions[cell] = fields["version"] + 1
        self.known.append(fields["operation"])
        self.pending = None
        if self.count % 7 == 0:
            self.save(*cell, fields)
            self.twice += 1

    def work(self, port, ends):
        try:
            self.sign_in(port)
            while not ends.is_set():
                self.step()
        except (OSError, HTTPException):
            pass  # the server was killed


@pytest.fixture
def place(tmp_path, request):
    """Data of its own, with the scene in it: the environment of its commands."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    environment = {"TOUCHSTONE_DATA": str(data), "DATABASE_URL": ""}
    if settings.DATABASE_URL:
        url = request.getfixturevalue("postgres_url")
        home, name = url.partition("@")[2].partition("/")[0].replace("%2F", "/"), f"held_{monotonic_ns()}"
        as_postgres(newest_postgres() / "createdb", "-h", home, "-U", "touchstone", name)
        environment["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{name}"
    run(environment, "-c", SEED)
    return data, environment


def run(environment, *command, code=0):
    foreign = ("SECRET_KEY", "REDIS_URL")
    clean = {name: value for name, value in os.environ.items() if name not in foreign}
    clean |= {"DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    done = subprocess.run([sys.executable, *command], cwd=settings.BASE_DIR, env=clean, capture_output=True, text=True)
    assert done.returncode == code, done.stdout[-2000:] + done.stderr[-3000:]
    return done.stdout


def started(data, environment):
    given = {"DATABASE_URL": environment["DATABASE_URL"]} if environment["DATABASE_URL"] else {}
    installation = Installation(data, **given)
    installation.await_line("ready")
    return installation


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


def meet(browsers, installation, *, is_killed):
    """People save until the processes are killed, or until they stop by themselves."""
    ends, before = threading.Event(), saved(browsers)
    people = [threading.Thread(target=one.work, args=[installation.port, ends]) for one in browsers]
    for thread in people:
        thread.start()
    try:
        wait_for(lambda: saved(browsers) > before + SAVES, 90)
        time.sleep(random.random())
    finally:
        if is_killed:
            kill(installation)
        ends.set()
        for thread in people:
            thread.join()
        installation.stop()


def test_saves_outlive_kills_cut_lines_and_doubles(place):
    data, environment = place
    browsers = [Browser("eva"), Browser("ed")]
    for number in range(KILLS):
        meet(browsers, started(data, environment), is_killed=number < KILLS - 1)
    operations, marks = json.loads(run(environment, "-c", LOOK))
    known = [operation for one in browsers for operation in one.known]
    lost = [operation for operation in known if operation not in operations]
    doubled = [operation for operation, count in operations.items() if count > 1]
    figures = f"{len(known)} saves, {KILLS - 1} kills, {sum(one.cut for one in browsers)} cut lines"
    said = f"{figures}, {sum(one.twice for one in browsers)} sent twice: {len(lost)} lost, {len(doubled)} doubled"
    print(f"{'postgresql' if settings.DATABASE_URL else 'sqlite'}: {said}", file=sys.stderr)
    assert (lost, doubled, set(operations) - set(known), len(known) > KILLS * SAVES) == ([], [], set(), True)
    stored = {(key, leaf, vendor): version for key, leaf, vendor, version in marks}
    told = {(one.name, *cell): version for one in browsers for cell, version in one.versions.items() if version}
    assert stored == told
    assert run(environment, "manage.py", "verify").endswith("no findings\n")
    lose = "import django; django.setup(); from scoring.models import Score; Score.objects.latest('pk').delete()"
    run(environment, "-c", lose)
    assert "replay · marks " in run(environment, "manage.py", "verify", code=1)  # the control: a lost save would show
