"""Which run holds the official numbers, and when are they no longer those of the inputs?"""

import hashlib
import sqlite3
import time

import pytest
from django.db import connection
from django.utils import timezone

from analysis import ENGINE
from analysis.decision_file import canonical_bytes, read
from analysis.evaluation import evaluate
from poc.models import Scenario
from poc.trials import Outcome, record_trial, stored
from reports import jobs
from reports.decision_file import export
from reports.models import Run, State
from reports.runs import execute, is_stale, latest_run, request_run
from selection.models import ChainHead, Member
from tests.reports.finished import inputs, selection

pytestmark = pytest.mark.django_db(transaction=True)  # the heartbeat has a connection of its own


@pytest.fixture
def demo():
    return selection()


def member(demo, key="xu"):
    return Member.objects.select_related("selection", "user").get(selection=demo, key=key)


def record(demo, result, code="P-14", vendor="B"):
    """Change an input: the result of one POC scenario."""
    scenario = Scenario.objects.get(selection=demo, code=code)
    trial = scenario.trials.get(vendor__code=vendor)
    outcome = Outcome(**{**stored(trial).__dict__, "result": result})
    shared = {"member": member(demo), "version": trial.version, "reason": "复测的记录今天才交到采购手里"}
    return record_trial(scenario, vendor=trial.vendor, outcome=outcome, **shared)


def finished(demo):
    run, _is_new = request_run(demo, member=member(demo))
    execute(run.pk)
    run.refresh_from_db()
    return run


def test_run_keeps_its_inputs_byte_for_byte(demo):
    run, is_new = request_run(demo, member=member(demo))
    data = canonical_bytes(inputs())
    assert (is_new, run.number, run.state, run.engine) == (True, 1, State.QUEUED, ENGINE)
    assert run.decision_file.encode() == data
    assert run.file_hash == hashlib.sha256(data).hexdigest()
    assert run.digest == hashlib.sha256(data + ENGINE.encode()).hexdigest()


def test_results_are_those_of_the_engine(demo):
    run = finished(demo)
    assert run.state == State.DONE
    assert run.results == evaluate(read(canonical_bytes(inputs())).decision_file).to_dict()


def test_same_inputs_give_the_same_run(demo):
    first = finished(demo)
    again, is_new = request_run(demo, member=member(demo))
    assert (again.pk, is_new, Run.objects.count()) == (first.pk, False, 1)


def test_finished_run_is_not_computed_again(demo):
    run = finished(demo)
    Run.objects.filter(pk=run.pk).update(results={"kept": True})
    execute(run.pk)
    run.refresh_from_db()
    assert (run.results, run.attempts) == ({"kept": True}, 1)


def test_run_under_way_is_not_doubled(demo):
    first, _is_new = request_run(demo, member=member(demo))
    second, is_new = request_run(demo, member=member(demo))
    assert (second.pk, is_new) == (first.pk, False)


def test_changed_input_gives_a_new_snapshot(demo):
    first = finished(demo)
    record(demo, "pass")
    second = finished(demo)
    assert (first.number, second.number, latest_run(demo).pk) == (1, 2, second.pk)


def test_going_back_to_earlier_inputs_goes_back_to_their_run(demo):
    first = finished(demo)
    record(demo, "pass")
    finished(demo)
    record(demo, "untested")
    again, is_new = request_run(demo, member=member(demo))
    assert (again.pk, is_new) == (first.pk, False)
    assert latest_run(demo).pk == first.pk
    assert not is_stale(latest_run(demo))


def test_failed_run_is_tried_again_under_its_number(demo):
    run, _is_new = request_run(demo, member=member(demo))
    Run.objects.filter(pk=run.pk).update(state=State.FAILED, error="no memory", attempts=4, step=3)
    again, is_new = request_run(demo, member=member(demo))
    assert (again.pk, is_new, again.state, again.attempts, again.error, again.step) == (
        run.pk,
        True,
        State.QUEUED,
        0,
        "",
        0,
    )


def test_document_with_a_fault_fails_with_its_place(demo):
    run, _is_new = request_run(demo, member=member(demo))
    Run.objects.filter(pk=run.pk).update(decision_file=run.decision_file.replace('"seed":20260323', '"seed":"x"'))
    execute(run.pk)
    run.refresh_from_db()
    assert (run.state, run.results) == (State.FAILED, None)
    assert run.error.startswith("inputs: Unfit: /options/seed ")


def test_request_is_one_event(demo):
    run, _is_new = request_run(demo, member=member(demo))
    event = ChainHead.objects.get(selection=demo).events.last()
    assert (event.type, event.object, event.payload.body) == ("run.requested", "run 1", {"digest": run.digest})


def test_fresh_run_is_not_stale(demo):
    assert not is_stale(finished(demo))


def test_changed_input_makes_it_stale(demo):
    run = finished(demo)
    record(demo, "pass")
    assert is_stale(run)


def test_change_and_back_is_not_stale(demo):
    run = finished(demo)
    record(demo, "pass")
    record(demo, "untested")
    assert not is_stale(run)


def test_other_engine_makes_it_stale(demo):
    run = finished(demo)
    run.engine = "touchstone-engine/0"
    assert is_stale(run)


def test_nothing_happened_costs_one_query(demo, django_assert_num_queries):
    run = finished(demo)
    with django_assert_num_queries(1):
        is_stale(run)


def test_run_of_another_selection_is_never_found(demo):
    other = inputs()
    other["selection"]["code"] = "S-0009"
    for person in other["people"]:
        person["key"] += "-2"
    for item in other["rounds"]:
        item["scores"] = [score | {"person": score["person"] + "-2"} for score in item["scores"]]
    finished(demo)
    assert latest_run(selection(decision_file=other)) is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite locks the whole database")
def test_heartbeat_outlives_a_locked_database(settings, demo):
    settings.LEASE_SECONDS = 0.9
    connection.settings_dict["OPTIONS"]["timeout"] = 0.05
    run, _is_new = request_run(demo)
    beats = []

    def body(mine):
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(0.7)
        other.execute("ROLLBACK")
        other.close()
        time.sleep(1)
        beats.append(Run.objects.get(pk=mine.pk).lease_until > timezone.now())
        return {}

    try:
        jobs.work(Run, run.pk, body)
    finally:
        connection.settings_dict["OPTIONS"]["timeout"] = 20
    assert beats == [True]


@pytest.mark.services
def test_snapshot_reads_on_every_database(demo):
    run = finished(demo)
    assert run.decision_file.encode() == export.canonical(demo)
