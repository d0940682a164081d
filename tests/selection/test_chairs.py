"""Who leads a committee whose chairs can no longer sign in, and does everybody learn it?"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from reports import exceptions
from reports.findings.exceptions import told
from reports.proof import replay, verification
from selection import accounts, committee
from selection.events import CommitteeEvent
from selection.models import Event, LateAct, Member, Phase, Selection
from tests import cast
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db
REASON = "原主席已经离职，由采购负责人接任主席。"


@pytest.fixture
def s():
    """The only chair has left the company."""
    made, ada = scene(), cast.admin()
    replay.baseline(made.selection)
    accounts.deactivate(made.member("chen").user, actor=ada)
    return made


def appoint(client, s, name, reason=REASON):
    client.force_login(cast.admin())
    place = f"chair-{s.selection.pk}"
    body = {f"{place}-member": s.member(name).pk, f"{place}-reason": reason}
    return client.post(f"/people/chairs/{s.selection.pk}/", body).status_code


def test_an_administrator_names_a_chair_from_the_committee_and_all_are_told(client, s):
    client.force_login(cast.admin())
    assert 'href="/people/chairs/"' in client.get("/people/").content.decode()
    assert s.selection.code in client.get("/people/chairs/").content.decode()
    assert (appoint(client, s, "bo", "短"), appoint(client, s, "bo")) == (422, 302)
    event = Event.objects.get(type=CommitteeEvent.CHAIR_APPOINTED)
    assert (event.chain.selection, event.actor, event.object, event.reason) == (s.selection, cast.admin(), "bo", REASON)
    for name in ("bo", "eva", "otto"):
        client.force_login(cast.person(name))
        assert REASON in client.get("/s/S-0001/members/").content.decode()
        assert "担任主席" in client.get("/s/S-0001/").content.decode()
    assert verification.verify(s.selection).findings == []


def test_a_committee_with_a_chair_or_an_end_keeps_what_it_has(client, s):
    accounts_of = {"bo": s.member("bo"), "eva": s.member("eva")}
    committee.appoint_chair(accounts_of["bo"], actor=cast.admin(), reason=REASON)
    assert (appoint(client, s, "eva"), list(committee.without_chair())) == (404, [])
    with pytest.raises(ValidationError):
        committee.appoint_chair(accounts_of["eva"], actor=cast.admin(), reason=REASON)
    Member.objects.filter(key="bo").update(is_chair=False)
    Selection.objects.update(phase=Phase.DONE)
    assert appoint(client, s, "eva") == 404


def test_only_an_administrator_and_only_somebody_who_sits_there(client, s):
    outsider = cast.committee("S-0002", people=("mallory",)).mallory
    Member.objects.filter(key="otto").update(removed_at=timezone.now())
    assert [appoint(client, s, name) for name in ("otto", "chen")] == [422, 422]
    with pytest.raises(PermissionDenied):
        committee.appoint_chair(s.member("bo"), actor=s.member("bo").user, reason=REASON)
    assert outsider.selection in committee.without_chair()
    assert Member.objects.filter(selection=s.selection, is_chair=True).values_list("key").get() == ("chen",)


def test_after_the_round_it_is_among_the_exceptions(s):
    Selection.objects.update(phase=Phase.CONSENSUS)
    with pytest.raises(ValidationError):
        committee.appoint_chair(s.member("bo"), actor=cast.admin())
    committee.appoint_chair(s.member("bo"), actor=cast.admin(), reason=REASON)
    act = LateAct.objects.get()
    [found] = told(exceptions.of(Selection.objects.get()), zone="Asia/Shanghai")
    assert (act.kind, act.reason, found.reason) == (CommitteeEvent.CHAIR_APPOINTED, REASON, REASON)
    assert found.details[1:] == ["采购 → 主席、采购"]
