"""Does a database of the release before open after the upgrade, decided and in the middle of a round?"""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone, translation

from analysis import ENGINE
from analysis.decision_file import read
from reports import exceptions
from reports.deciding import outcome
from reports.decision_file import export
from reports.decision_file.intake import import_decision_file
from reports.models import Decision, Run
from reports.paper import book
from reports.paper.printed_run import PrintedRun
from reports.runs import execute, is_stale, latest_run, request_run
from scoring.models import Score
from scoring.sheets import record_score
from selection import triggers
from selection.models import Member, Phase, Selection
from tests.cast import person
from tests.reports import finished

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [
    ("selection", "0001_initial"),
    ("criteria", "0002_initial"),
    ("vendors", "0001_initial"),
    ("scoring", "0003_sheet_without_order"),
    ("poc", "0002_initial"),
    ("reports", "0003_run_sequence"),
]
NEWER = ("opinions", "flat")  # what results of engine 3 lack
NEWER_OF_A_CELL = ("judges", "not_counted")
REASON = "它的机器人听得最准。"  # as short as reasons could be then


def before(found):
    """The results as the engine of the release before wrote them."""
    kept = {key: value for key, value in found.items() if key not in NEWER}
    kept["cells"] = {
        leaf: {
            vendor: {key: value for key, value in cell.items() if key not in NEWER_OF_A_CELL}
            for vendor, cell in row.items()
        }
        for leaf, row in found["cells"].items()
    }
    return kept


def decided():
    """Decided yesterday on the first of two runs; the second ended after the decision, a third failed."""
    demo = finished.selection(phase=Phase.DONE)
    run, _is_new = request_run(demo)
    execute(run.pk)
    run.refresh_from_db()
    day = timezone.now() - timedelta(days=1)
    shared = {"selection": demo, "decision_file": run.decision_file, "file_hash": run.file_hash, "engine": "3"}
    Run.objects.filter(pk=run.pk).update(
        engine="3", digest="first", results=before(run.results), finished_at=day - timedelta(hours=1)
    )
    later = {"results": before(run.results), "state": "done", "sequence": run.sequence}
    Run.objects.create(number=2, digest="second", finished_at=day + timedelta(hours=1), **later, **shared)
    Run.objects.create(number=3, digest="third", finished_at=day - timedelta(minutes=1), state="failed", **shared)
    return demo, day


def under_way():
    """Scoring is open, and somebody with marks had left."""
    inputs = finished.inputs()
    inputs["selection"]["code"] = "S-0009"
    people = {row["key"]: person(row["key"]) for row in inputs["people"]}
    made = import_decision_file(read(json.dumps(inputs).encode()).decision_file, people=people)
    Selection.objects.filter(pk=made.pk).update(phase=Phase.SCORE, sealed_at=timezone.now())
    made.rounds.filter(number=max(made.rounds.values_list("number", flat=True))).update(closed_at=None)
    left = made.members.filter(is_evaluator=True).order_by("key")[0]
    Member.objects.filter(pk=left.pk).update(removed_at=timezone.now())
    return Selection.objects.get(pk=made.pk), left.key


def back_and_forth(demo, day):
    """The schema of the release before, with a decision as it was stored then, and the upgrade."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    fields = {field.name for field in old.get_model("reports", "Decision")._meta.get_fields()}
    assert fields.isdisjoint({"run", "waivers", "outcome"})
    vendor = old.get_model("vendors", "Vendor").objects.get(selection=demo.pk, code="A")
    by = old.get_model("selection", "Member").objects.get(selection=demo.pk, key="xu")
    old.get_model("reports", "Decision").objects.create(
        selection_id=demo.pk, vendor=vendor, reason=REASON, decided_by=by, decided_at=day
    )
    assert triggers.missing() == triggers.NAMES
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []


@pytest.fixture
def upgraded():
    demo, day = decided()
    going, left = under_way()
    files = {row.pk: export.canonical(row) for row in (demo, going)}
    back_and_forth(demo, day)
    return Selection.objects.get(pk=demo.pk), Selection.objects.get(pk=going.pk), left, files


def test_a_database_of_the_release_before_opens_after_the_upgrade(upgraded, client):
    demo, going, left, files = upgraded
    assert {row.pk: export.canonical(row) for row in (demo, going)} == files
    assert_decided(demo, client)
    assert_under_way(going, left, client)


def assert_decided(demo, client):
    decision = Decision.objects.get(selection=demo)
    assert (decision.run.number, decision.waivers, decision.reason) == (1, None, REASON)
    run = latest_run(demo)
    assert (run.number, run.engine, ENGINE != "3", is_stale(run)) == (1, "3", True, False)
    client.force_login(person("xu"))
    for language, words in (("zh-hans", "没有要求写豁免说明"), ("en", "No waiver was asked")):
        type(decision.decided_by.user).objects.filter(username="xu").update(language=language)
        pages = {
            name: client.get(f"/s/{demo.code}/{name}")
            for name in ("", "results/", "results/working/", "decision/", "costs/")
        }
        assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
        assert words in pages["decision/"].content.decode()
        told = book.job(PrintedRun.for_paper(run, language=language, is_draft=False, outcome=outcome.text(demo)))
        assert (REASON in told["html"], words in told["html"]) == (True, True)
    told = json.loads(outcome.text(demo))
    assert (told["run"]["file_hash"], told["waivers"]) == (hashlib.sha256(run.decision_file.encode()).hexdigest(), None)


def assert_under_way(going, left, client):
    gone = Member.objects.get(selection=going, key=left)
    assert (gone.marks_count, gone.marks_settled, gone.not_counted_reason) == (True, False, "")
    assert [row["kind"] for row in exceptions.of(going)] == ["marks_not_settled"]
    score = Score.objects.filter(round__selection=going, member__removed_at=None, score__isnull=False).latest("pk")
    member = Member.objects.select_related("selection", "user").get(pk=score.member_id)
    record_score(
        member,
        criterion=score.criterion,
        vendor=score.vendor,
        score=(score.score + 1) % 10,
        level=score.level,
        rationale=score.rationale or "演示里看到的。",
        not_applicable=False,
        version=score.version,
        operation="after-the-upgrade",
    )
    client.force_login(member.user)
    with translation.override("zh-hans"):
        assert [client.get(f"/s/{going.code}/{name}").status_code for name in ("", "scoring/")] == [200, 200]
