"""Who sits on the committee, in which roles?"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from selection import committee
from selection.access import WrongPhase
from selection.models import Event, Member, Phase
from tests import cast

pytestmark = pytest.mark.django_db


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
    with pytest.raises(ValidationError):
        committee.remove(team.chen, by=team.bo)
    with pytest.raises(ValidationError):
        committee.change(team.chen, roles=["observer"], department="it", by=team.bo)
    team.chen.refresh_from_db()
    assert (team.chen.removed_at, team.chen.roles) == (None, ["chair"])


def test_the_chair_can_be_handed_on(team):
    committee.change(team.eva, roles=["chair", "evaluator"], department="it", by=team.chen)
    committee.change(team.chen, roles=["observer"], department="it", by=team.chen)
    assert [member.key for member in committee.active(team.selection).filter(is_chair=True)] == ["eva"]


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
