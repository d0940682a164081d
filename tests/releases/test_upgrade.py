"""Does a database of the release before come up, with its decision, and in the middle of a round?

`engine-3.sql.xz` is what that release wrote: the demo, one selection decided on a run of engine 3, one
open for scoring whose judge with most marks had been taken off the committee.
"""

import json
import lzma
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

HERE = Path(__file__).parent
LOOK = """
import json
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from django.utils import translation
from reports.deciding import outcome
from reports.decision_file import export
from reports.models import Decision
from reports.paper import book
from reports.paper.printed_run import PrintedRun
from reports.runs import is_of_old_engine, is_stale, latest_run
from reports.proof.verification import lines, verify_all
from scoring.models import Score
from selection.models import Member, Selection, User

decided, open_ = Selection.objects.get(code="S-0007"), Selection.objects.get(code="S-0008")
decision, run = Decision.objects.get(), latest_run(decided)
left = Member.objects.exclude(removed_at=None).get()
client = Client()
client.force_login(User.objects.get(username="xu"))
client.cookies["django_language"] = "en"
User.objects.update(language="en")
names = ("", "decision/", "results/", "results/working/", "costs/", "scores/", "results/exceptions/")
pages = {name: client.get(f"/s/S-0007/{name}") for name in names}
case = PrintedRun.for_paper(run, language="en", is_draft=False, outcome=outcome.text(decided))
with translation.override("en"):
    report = book.html(case)
print(json.dumps({
    "run": [decision.run_id == run.pk, run.engine, is_stale(run), is_of_old_engine(run)],
    "waivers": decision.waivers,
    "outcome": json.loads(outcome.text(decided)),
    "status": {name: page.status_code for name, page in pages.items()},
    "decision": pages["decision/"].content.decode(),
    "results": pages["results/"].content.decode(),
    "report": report,
    "first_cost_years": [decided.first_cost_year, open_.first_cost_year],
    "same_bytes": export.canonical(decided) == run.decision_file.encode(),
    "left": [left.key, left.marks_count, left.marks_settled],
    "counted": left.key in {s["person"] for r in export.build(open_)["rounds"] for s in r["scores"]},
    "not_counted": export.build(open_).get("not_counted"),
    "phases": [decided.phase, open_.phase],
    "baselines": [s.chain.events.get(type="selection.baseline").sequence for s in (decided, open_)],
    "verdict": list(lines(verify_all())),
}))
"""


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    data = tmp_path_factory.mktemp("release")
    with sqlite3.connect(data / "touchstone.sqlite3") as database:
        database.executescript(lzma.decompress((HERE / "engine-3.sql.xz").read_bytes()).decode())
    environment = os.environ | {"TOUCHSTONE_DATA": str(data), "DATABASE_URL": "", "REDIS_URL": ""}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "testserver"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_record_of_the_release_before_is_not_accused(upgraded):
    assert upgraded["verdict"][-1] == "no findings"
    assert [line.rpartition(" · ")[2] for line in upgraded["verdict"] if line.startswith("S-")] == [
        f"proves from event {number} on" for number in upgraded["baselines"]
    ]


def test_decision_takes_the_run_that_was_finished_when_it_was_made(upgraded):
    assert upgraded["run"] == [True, "touchstone-engine/3", False, True]
    assert upgraded["phases"] == ["done", "score"]


def test_decision_from_before_says_that_no_waiver_was_asked(upgraded):
    assert upgraded["waivers"] is None
    assert "No waiver was asked" in upgraded["decision"]
    assert "No waiver was asked" in upgraded["report"]
    told = upgraded["outcome"]
    assert (told["waivers"], told["vendor"]["code"], told["run"]["engine"]) == (None, "A", "touchstone-engine/3")
    schema = json.loads((settings.BASE_DIR / "docs" / "outcome.schema.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(told)) == []


def test_pages_of_a_run_of_an_earlier_engine_open_and_name_it(upgraded):
    assert set(upgraded["status"].values()) == {200}
    for page in ("decision", "results"):
        assert "computed by engine touchstone-engine/3, an earlier one" in upgraded[page]


def test_inputs_and_their_bytes_stay(upgraded):
    assert upgraded["same_bytes"]
    assert upgraded["first_cost_years"] == [None, 2026]  # 27 March and 11 December: the year that was shown


def test_marks_of_who_had_left_keep_counting_until_the_chair_settles_it(upgraded):
    assert upgraded["left"] == ["chen", True, False]
    assert (upgraded["counted"], upgraded["not_counted"]) == (True, None)
