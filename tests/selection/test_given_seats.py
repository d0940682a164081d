"""Who gets a seat that came with a file, from whom, and what stays marked?"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from selection import committee, ledger
from selection.access import WrongPhase
from selection.models import Event, Member, Notice, Phase, Selection, User
from tests import cast

pytestmark = pytest.mark.django_db
NEW = {"name_zh": "王明", "name_en": "Wang Ming"}


@pytest.fixture
def team():
    return cast.committee()


def seat(team, *roles, **fields):
    flags = {f"is_{role}": True for role in roles or ["evaluator"]}
    return Member.objects.create(selection=team.selection, key="wang", department="it", **NEW, **flags, **fields)


def client_of(name):
    User.objects.filter(username=name).update(language="en")
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_the_account_has_the_seat_with_its_roles_and_all_are_told(team):
    one, lin = seat(team, "evaluator", "chair"), cast.person("lin")
    committee.give(one, user=lin, by=team.chen)
    one.refresh_from_db()
    assert (one.user, one.roles, one.key, one.name_in_file) == (lin, ["chair", "evaluator"], "wang", "王明")
    event = Event.objects.get()
    assert (event.type, event.actor.username, event.object, event.payload.body) == (
        "selection.member_given",
        "chen",
        "wang",
        {"person": "lin"},
    )
    assert set(Notice.objects.values_list("member__key", flat=True)) == {*team.members, "wang"} - {"chen"}
    assert ledger.faults(team.selection.chain) == []


@pytest.mark.parametrize("name", ["bo", "eva", "otto", "aude"])
def test_only_a_chair_gives_a_seat(team, name):
    with pytest.raises(PermissionDenied):
        committee.give(seat(team), user=cast.person("lin"), by=team.members[name])


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in (Phase.DEFINE, Phase.INVITE, Phase.SCORE)])
def test_no_seat_is_given_once_marks_are_closed(team, phase):
    Selection.objects.update(phase=phase)
    with pytest.raises(WrongPhase):
        committee.give(seat(team), user=cast.person("lin"), by=team.chen)


def test_a_seat_is_given_once_and_not_to_who_sits_or_sat_there(team):
    one = seat(team)
    Member.objects.filter(pk=team.otto.pk).update(removed_at=timezone.now())
    for user in (team.eva.user, team.otto.user, cast.person("off", is_active=False)):
        with pytest.raises(ValidationError):
            committee.give(one, user=user, by=team.chen)
    committee.give(one, user=cast.person("lin"), by=team.chen)
    with pytest.raises(ValidationError):
        committee.give(one, user=cast.person("mei"), by=team.chen)
    assert Member.objects.get(pk=one.pk).user == cast.person("lin")


@pytest.mark.parametrize(("roles", "is_refused"), [(["evaluator"], True), (["observer"], False)])
def test_a_seat_from_which_prices_were_seen_is_given_to_nobody_who_would_score(team, roles, is_refused):
    """Unless the committee has chosen so, as for everybody else."""
    one = seat(team, *roles, prices_seen_at=timezone.now())
    if is_refused:
        with pytest.raises(ValidationError):
            committee.give(one, user=cast.person("lin"), by=team.chen)
        committee.allow_prices(one, by=team.chen, reason="One of us has to do both in a firm of three.")
    committee.give(one, user=cast.person("lin"), by=team.chen)
    assert Member.objects.get(pk=one.pk).user is not None


def test_the_chair_gives_it_on_the_page_of_the_seat_and_the_name_of_the_file_stays(team):
    one, lin = seat(team), cast.person("lin")
    path = f"/s/S-0001/members/{one.pk}/"
    assert "Give the seat to an account" not in client_of("bo").get(path).content.decode()
    chen = client_of("chen")
    assert "Give the seat to an account" in chen.get(path).content.decode()
    assert chen.post(f"{path}give/", {"heir-user": team.eva.user_id}).status_code == 422
    assert chen.post(f"{path}give/", {"heir-user": lin.pk}).url == "/s/S-0001/members/"
    page = client_of("eva").get("/s/S-0001/members/").content.decode()
    assert "Seat from a file, there: Wang Ming" in page
    assert "gave <b>lin</b> a seat that came with a file" in page
    assert "gave a seat that came with a file to lin" in client_of("bo").get("/s/S-0001/").content.decode()
    assert client_of("lin").get("/s/S-0001/").status_code == 200
    assert "Give the seat to an account" not in chen.get(path).content.decode()
