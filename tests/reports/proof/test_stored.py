"""Does every event of a change keep what it changed, and does every verb that knows one end with it?"""

import re

import pytest
from django.conf import settings
from django.db import transaction

from analysis import ENGINE
from reports import runs
from reports.models import Run
from reports.proof import replay, stored
from reports.proof.verification import verify
from reports.record.acts import OF_SELECTIONS
from reports.runs import HARMLESS
from scoring.counting import leave_out
from selection import ledger, triggers
from selection.events import CourseEvent
from selection.models import Event, Payload
from tests import cast
from tests.reports import finished
from vendors.registry import add_vendor

NAME = re.compile(r'"((?:selection|criteria|vendors|scoring|poc|report|run|reports)\.[a-z_]+)"')
# Acts that change nothing that is replayed, or of which the replay reads the payload.
SAID = {
    *("criteria.weight_explained", "criteria.weight_locked", "criteria.weight_unlocked"),
    *("run.requested", "run.finished", "report.requested", "report.made", "report.damaged"),
    *("run.given_up", "report.given_up"),
    *("selection.access_link_issued", "selection.person_reactivated", "selection.profile_changed"),
    *("selection.restored", "selection.signed_in", "selection.signed_out", "selection.exported"),
    *("report.downloaded", "report.chart_exported", "report.drawing_exported", "scoring.marks_kept"),
    *("selection.member_link_issued", "selection.member_link_used"),
    *(CourseEvent.BASELINE, "selection.imported"),
    *replay.APPLY,
}
# Parts of which a decision file says nothing; of the settings, these acts change such fields alone.
NO_INPUT = {"phase", "sheets", "rounds", "sight", "settled", "beginning", "exceptions"}
FRAME_WITHOUT_INPUT = {
    *("selection.moved", "selection.archived", "selection.unarchived", "scoring.closing_time_changed"),
}
APPS = settings.OWN_APPS


def recorded():
    """The names of all events that the code writes."""
    written = re.compile(r"ledger\.record\(\s*(?:\w+,|\"[^\"]+\"(?: if [^,]+ else \"[^\"]+\")?)", re.S)
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for call in written.findall(path.read_text(encoding="utf-8")):
                yield from NAME.findall(call)


def test_every_event_that_is_written_in_full_is_known_to_the_replay():
    unknown = {name for name in recorded() if not name.startswith("criteria.template_")}
    assert unknown - stored.KEEPS.keys() - SAID == set()


def test_every_part_is_kept_by_some_event_or_read_from_payloads():
    kept = {part for parts in stored.KEEPS.values() for part in parts}
    read = {"phase", "members", "marks", "sheets", "consensus", "facts", "trials"}
    assert kept | read == stored.PARTS.keys()


def changes_inputs(kind):
    """Whether an act of this kind changes what a decision file holds, as the replay knows it."""
    parts = set(stored.KEEPS.get(kind, {}))
    if kind in replay.APPLY:
        parts |= {part for start, touched in replay.TOUCHED.items() if kind.startswith(start) for part in touched}
    return bool(parts - NO_INPUT) and kind not in FRAME_WITHOUT_INPUT


def test_every_act_of_a_selection_is_one_that_changes_inputs_or_one_that_leaves_a_run_as_it_is():
    acts = {kind for area in OF_SELECTIONS for kind in area.kinds} - {"selection.imported"}  # before there is a run
    changing = {kind for kind in acts if changes_inputs(kind)}
    harmless = {kind for kind in acts if re.search(HARMLESS, kind)}
    assert (changing & harmless, acts - changing - harmless) == (set(), set())


@pytest.mark.django_db
def test_run_stays_that_of_its_inputs_after_acts_that_change_none():
    team = cast.committee()
    run = Run(selection=team.selection, engine=ENGINE, file_hash="as it was")
    kinds = [kind for area in OF_SELECTIONS for kind in area.kinds if re.search(HARMLESS, kind)]
    with transaction.atomic():
        for kind in kinds:
            ledger.record(kind, selection=team.selection)
    assert (len(kinds) > 20, runs.is_stale(run)) == (True, False)
    add_vendor(team.selection, name_zh="云桥智能客服", member=team.bo)
    assert runs.is_stale(run)


@pytest.mark.django_db
def test_event_of_an_earlier_version_leaves_its_part_unproved_and_accuses_nobody():
    selection = finished.selection()
    replay.baseline(selection)
    chair = selection.members.get(key="xu")
    judge = selection.members.filter(is_evaluator=True).exclude(pk=chair.pk).first()
    leave_out(judge, member=chair, reason="没有按时交齐评分表。", field="why")
    assert (verify(selection).findings, verify(selection).unproved) == ([], [])
    with triggers.lifted():
        Payload.objects.filter(event__type="scoring.sheet_left_out").update(kept={})
    verdict = verify(selection)
    assert [finding.kind for finding in verdict.findings] == ["chain"]
    why = "no event holds all that was stored before"
    assert verdict.unproved == [("counting", why), ("settled", why)]


@pytest.mark.django_db
def test_event_holds_hashes_and_no_values():
    team = cast.committee()
    add_vendor(team.selection, name_zh="云桥智能客服", member=team.bo)
    kept = Event.objects.get(type="vendors.added").payload.kept
    assert kept == {"vendors": {"of": ["A"], "entries": {"A": kept["vendors"]["entries"]["A"]}}}
    assert re.fullmatch("[0-9a-f]{32}", kept["vendors"]["entries"]["A"])
