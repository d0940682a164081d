"""Does every event of a change keep what it changed, and does every verb that knows one end with it?"""

import re

import pytest
from django.conf import settings

from reports import replay, stored
from reports.verification import verify
from scoring.counting import leave_out
from selection import triggers
from selection.models import Event, Payload
from tests import cast
from tests.reports import finished
from vendors.registry import add_vendor

NAME = re.compile(r'"((?:selection|criteria|vendors|scoring|poc|report|run|reports)\.[a-z_]+)"')
# Acts that change nothing that is replayed, or of which the replay reads the payload.
SAID = {
    *("criteria.weight_explained", "criteria.weight_locked", "criteria.weight_unlocked"),
    *("run.requested", "run.finished", "report.requested", "report.made", "report.damaged"),
    *("selection.access_link_issued", "selection.person_reactivated", "selection.profile_changed"),
    *("selection.restored", "selection.signed_in", "selection.signed_out", "selection.exported"),
    *("report.downloaded", "report.chart_exported", "scoring.marks_kept"),
    *("selection.member_link_issued", "selection.member_link_used"),
    *(replay.BASELINE, "selection.imported"),
    *replay.APPLY,
}
APPS = ("selection", "criteria", "vendors", "scoring", "poc", "reports")


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
    assert verdict.unproved == [("counting", "no event holds all that was stored before")]


@pytest.mark.django_db
def test_event_holds_hashes_and_no_values():
    team = cast.committee()
    add_vendor(team.selection, name_zh="云桥智能客服", member=team.bo)
    kept = Event.objects.get(type="vendors.added").payload.kept
    assert kept == {"vendors": {"of": ["A"], "entries": {"A": kept["vendors"]["entries"]["A"]}}}
    assert re.fullmatch("[0-9a-f]{32}", kept["vendors"]["entries"]["A"])
