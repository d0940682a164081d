"""Who sits on the committee, in which roles?"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from selection import committee
from selection.access import WrongPhase
from selection.models import Event, Member, Phase, Selection, User
from tests import cast

pytestmark = pytest.mark.django_db
REASON = "没有别的组织者可以替我改这个角色。"


@pytest.fixture
def team():
    return cast.committee(people=("chen", "eva", "bo"))


def test_a_new_member_has_the_roles_and_a_key(team):
    member = committee.add(
        team.selection, user=cast.person("lin"), roles=["evaluator", "observer"], department="it", by=team.chen
    )
    assert (member.roles, member.department, member.key) == (["evaluator", "observer"], "it", "lin")


def test_a_taken_key_gets_a_number(team):
    Member.objects.filter(pk=team.eva.pk).update(key="lin")
    member = committee.add(team.selection, user=cast.person("lin"), roles=["observer"], department="it", by=team.bo)
    assert member.key == "lin2"


def test_nobody_sits_twice(team):
    with pytest.raises(ValidationError):
        committee.add(team.selection, user=team.eva.user, roles=["observer"], department="it", by=team.chen)


def test_a_seat_needs_a_role(team):
    with pytest.raises(ValidationError):
        committee.change(team.eva, roles=[], department="it", by=team.chen)


def test_the_last_chair_can_neither_leave_nor_lose_the_chair(team):
    committee.remove(team.bo, by=team.chen)
    with pytest.raises(ValidationError, match="不能没有主席"):
        committee.remove(team.chen, by=team.chen)
    with pytest.raises(ValidationError, match="不能没有主席"):
        committee.change(team.chen, roles=["observer"], department="it", by=team.chen, reason=REASON)
    team.chen.refresh_from_db()
    assert (team.chen.removed_at, team.chen.roles) == (None, ["chair"])


def test_the_chair_can_be_handed_on(team):
    committee.change(team.eva, roles=["chair", "evaluator"], department="it", by=team.chen)
    eva = Member.objects.get(pk=team.eva.pk)
    committee.change(team.chen, roles=["observer"], department="it", by=eva)
    assert [member.key for member in committee.active(team.selection).filter(is_chair=True)] == ["eva"]


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.INVITE, Phase.SCORE])
def test_a_buyer_neither_takes_the_chair_nor_takes_it_away(team, phase):
    Selection.objects.update(phase=phase)
    lin = cast.person("lin")
    attempts = [
        lambda: committee.change(team.bo, roles=["chair", "procurement"], department="it", by=team.bo, reason=REASON),
        lambda: committee.change(team.eva, roles=["chair", "evaluator"], department="it", by=team.bo),
        lambda: committee.change(team.chen, roles=["observer"], department="it", by=team.bo),
        lambda: committee.add(team.selection, user=lin, roles=["chair"], department="it", by=team.bo),
        lambda: committee.remove(team.chen, by=team.bo),
    ]
    for attempt in attempts:
        with pytest.raises(ValidationError):
            attempt()
    seats = Member.objects.filter(removed_at=None).order_by("key")
    assert [(row.key, row.roles) for row in seats] == [
        ("bo", ["procurement"]),
        ("chen", ["chair"]),
        ("eva", ["evaluator"]),
    ]


def test_nobody_changes_their_own_roles_while_another_organiser_can(team):
    for own, other in ((team.chen, team.bo), (team.bo, team.chen)):
        roles = [*own.roles, "observer"]
        with pytest.raises(ValidationError, match=other.user.display_name):
            committee.change(own, roles=roles, department="it", by=own, reason=REASON)
        committee.change(own, roles=own.roles, department="finance", by=own)  # the department is nobody's right
        committee.change(own, roles=roles, department="finance", by=other)
    assert set(Event.objects.values_list("type", flat=True)) == {"selection.member_changed"}


@pytest.mark.parametrize("gone", ["removed", "deactivated"])
def test_a_chair_alone_changes_their_own_roles_with_a_reason_that_all_read(team, client, gone):
    if gone == "removed":
        committee.remove(team.bo, by=team.chen)
    else:
        User.objects.filter(username="bo").update(is_active=False)
    with pytest.raises(ValidationError):
        committee.change(team.chen, roles=["chair", "observer"], department="it", by=team.chen)
    committee.change(team.chen, roles=["chair", "observer"], department="it", by=team.chen, reason=REASON)
    event = Event.objects.latest("sequence")
    assert (event.type, event.reason, event.payload.body["to"]["roles"]) == (
        "selection.own_seat_changed",
        REASON,
        ["chair", "observer"],
    )
    client.force_login(team.eva.user)
    assert REASON in client.get("/s/S-0001/members/").content.decode()
    assert "修改了自己的角色" in client.get("/s/S-0001/").content.decode()


def test_who_starts_a_selection_sets_their_own_roles_until_the_seal(team):
    Selection.objects.update(created_by=team.chen.user)
    chen = Member.objects.get(pk=team.chen.pk)
    committee.change(chen, roles=["chair", "observer"], department="it", by=chen)
    Selection.objects.update(phase=Phase.INVITE)
    with pytest.raises(ValidationError):
        committee.change(chen, roles=["chair"], department="it", by=Member.objects.get(pk=chen.pk))


def test_who_is_removed_is_out_at_once_and_keeps_the_seat(client, team):
    committee.remove(team.eva, by=team.chen)
    client.force_login(team.eva.user)
    assert client.get("/s/S-0001/").status_code == 404
    again = committee.add(team.selection, user=team.eva.user, roles=["evaluator"], department="it", by=team.chen)
    assert again.pk == team.eva.pk
    assert client.get("/s/S-0001/").status_code == 200


def test_every_change_is_in_the_record(team):
    committee.change(team.eva, roles=["observer"], department="it", by=team.chen)
    committee.remove(team.eva, by=team.chen)
    assert list(Event.objects.order_by("sequence").values_list("type", "object")) == [
        ("selection.member_changed", "eva"),
        ("selection.member_removed", "eva"),
    ]


def test_the_committee_rests_once_scoring_is_closed(team):
    team.selection.phase = Phase.CLOSED
    team.selection.save()
    with pytest.raises(WrongPhase):
        committee.remove(team.eva, by=team.chen)


def test_an_evaluator_changes_nobody(team):
    with pytest.raises(PermissionDenied):
        committee.remove(team.bo, by=team.eva)


def test_a_member_of_another_committee_changes_nobody(team):
    other = cast.committee("S-0002", people=("mallory", "otto"))
    Member.objects.filter(pk=other.mallory.pk).update(is_chair=True)
    with pytest.raises(PermissionDenied):
        committee.remove(team.eva, by=Member.objects.get(pk=other.mallory.pk))
