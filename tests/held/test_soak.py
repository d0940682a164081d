"""Does memory stay where it is while thousands of pages are asked for, marks saved, runs and reports made?"""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.cast import PASSWORD
from tests.held.running import Browser, python, say, serving
from tests.held.size import TIMES
from tests.services import missing, wait_for

pytestmark = [pytest.mark.campaign, pytest.mark.services]
BLOCKS = 3
REQUESTS = 500 * TIMES  # of each block, after as many to get warm
MOST_GROWTH = 1.08
MEBIBYTE = 2**20
DEMO = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_demo", verbosity=0)
from reports import printing
from reports.models import Run
from reports.proof import replay
from reports.runs import request_run
from selection.models import Member, User
from tests.reports.finished import inputs, selection
from tests.scoring.scene import scene
replay.baseline(scene().selection)
chair = Member.objects.get(selection__code="S-0007", key="xu")
printing.request_report(Run.objects.get(), language="zh-hans", member=chair)
other = inputs()
other["selection"]["code"] = "S-0009"
request_run(selection(decision_file=other))
for user in User.objects.all():
    user.set_password("{PASSWORD}")
    user.save()
"""
AGAIN = """
from reports.models import Report, Run
first, number = Run.objects.get(selection__code="S-0009", number=1), Run.objects.count() + 1
shared = {"decision_file": first.decision_file, "file_hash": first.file_hash, "engine": first.engine}
Run.objects.create(selection=first.selection, number=number, digest=f"digest {number}", **shared)
Report.objects.update(state="queued", attempts=0, step=0, finished_at=None)
"""
STATES = """
from reports.models import Report, Run
print(*Run.objects.values_list("state", flat=True), *Report.objects.values_list("state", flat=True))
"""
PAGES = {
    "xu": ["/", "/s/S-0007/", "/s/S-0007/results/", "/s/S-0007/decision/", "/s/S-0007/record/", "/s/S-0007/scores/"],
    "gu": ["/inbox/", "/s/S-0008/", "/s/S-0008/costs/", "/s/S-0007/costs/", "/s/S-0008/members/", "/profile/"],
    "lin": ["/", "/s/S-0008/scoring/", "/s/S-0008/", "/s/S-0008/vendors/", "/s/S-0007/results/working/"],
}


class Reader(Browser):
    """One person who opens page after page."""

    def read(self, count):
        for path in islice(cycle(PAGES[self.name]), count):
            status, page = self.send("GET", path)
            assert (path, status, page.rstrip()[-7:]) == (path, 200, "</html>")

    def save_often(self, count):
        for _number in range(count):
            self.step()


@pytest.fixture
def demo(empty_place):
    if not Path("/proc/self/smaps_rollup").exists():
        missing("the memory of a process, as Linux tells it,")
    python(empty_place[1], DEMO)
    return empty_place


def test_memory_stays_where_it_is(demo):
    found = soaked(demo, BLOCKS)
    told(found)
    assert [name for name, sizes in found.items() if sizes[-1] > sizes[0] * MOST_GROWTH] == []


def test_installation_that_keeps_something_of_all_it_does_would_grow(demo):
    """The control."""
    found = soaked(demo, 1, DJANGO_SETTINGS_MODULE="tests.held.leaking")
    told(found, "the control: ")
    assert [name for name, sizes in found.items() if sizes[-1] > sizes[0] * MOST_GROWTH] == ["web", "worker"]


def told(found, who=""):
    sizes = "; ".join(f"{name} {', '.join(str(size // MEBIBYTE) for size in row)} MB" for name, row in found.items())
    say(f"{who}blocks of {REQUESTS} requests, a run and a report: {sizes}")


def soaked(place, blocks, **settings):
    """The memory of web and worker: warm, and after each block."""
    with serving(place, LEASE_SECONDS="15", **settings) as installation:
        people = [Reader(name) for name in (*PAGES, "eva")]
        for one in people:
            one.sign_in(installation.port)
        found = []
        for _number in range(blocks + 1):
            work(place[1], people)
            found.append(memory(installation))
    return {name: [sizes[name] for sizes in found] for name in ("web", "worker")}


def work(environment, people):
    """One block: all at once, and the worker meanwhile."""
    each = REQUESTS // len(people)
    with ThreadPoolExecutor(len(people)) as pool:
        busy = [pool.submit(one.read if one.name in PAGES else one.save_often, each) for one in people]
        python(environment, AGAIN)
        for person in busy:
            person.result()
    wait_for(lambda: not {"queued", "running"} & states(environment), 120)
    assert states(environment) == {"done"}


def states(environment):
    return set(python(environment, STATES).split())


def memory(installation):
    """Bytes of the processes of each kind; what two share is counted once."""
    found = {}
    for group in installation.children():
        command = Path(f"/proc/{group}/cmdline").read_text().split("\0")
        name = next((name for part, name in NAMES.items() if part in command), "broker")
        pids = subprocess.run(["pgrep", "-g", str(group)], capture_output=True, text=True).stdout.split()
        found[name] = sum(map(resident, pids))
    return found


NAMES = {"config.web": "web", "celery": "worker"}


def resident(pid):
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))
