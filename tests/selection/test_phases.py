"""Which moves between phases are possible?"""

from itertools import pairwise, product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from selection import phases
from selection.access import WrongPhase
from selection.models import Event, Phase, Selection
from tests import cast

pytestmark = pytest.mark.django_db
FORWARD = [Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED, Phase.CONSENSUS, Phase.DECIDE, Phase.DONE]
ALLOWED = {(one, two) for one, two in pairwise(FORWARD)} | {(phase, Phase.CANCELLED) for phase in FORWARD[:-1]}


def moved(team, to, **options):
    with transaction.atomic():
        phases.move(team.selection, to, member=team.chen, **options)
    return Selection.objects.get().phase


@pytest.mark.parametrize(("start", "to"), list(product(Phase, Phase)))
def test_every_move_is_allowed_or_refused_by_the_table(start, to):
    team = cast.committee(phase=start)
    if (start, to) in ALLOWED:
        assert moved(team, to) == to
    else:
        with pytest.raises(WrongPhase):
            moved(team, to)
        assert Selection.objects.get().phase == start


def test_blockers_stop_a_move_and_are_said():
    team = cast.committee()
    with pytest.raises(phases.Blocked) as refused:
        moved(team, Phase.INVITE, blockers=["no criteria"])
    assert (refused.value.blockers, Selection.objects.get().phase) == (["no criteria"], "define")


def test_a_move_is_in_the_record():
    team = cast.committee()
    moved(team, Phase.INVITE, payload={"criteria": "abc"})
    assert Event.objects.get().payload.body == {"from": "define", "to": "invite", "criteria": "abc"}


def test_of_two_who_move_at_once_one_is_refused():
    team = cast.committee()
    stale = Selection.objects.get()
    moved(team, Phase.INVITE)
    with pytest.raises(WrongPhase), transaction.atomic():
        phases.move(stale, Phase.INVITE, member=team.chen)


def held(selection, member, action):
    with transaction.atomic():
        return phases.held(selection, member=member, action=action)


def test_who_holds_a_selection_sees_its_present_phase():
    team = cast.committee()
    Selection.objects.update(phase=Phase.INVITE)
    held(team.selection, team.chen, "open_scoring")
    assert team.selection.phase == Phase.INVITE


def test_a_seat_elsewhere_holds_nothing():
    team, other = cast.committee(), cast.committee("S-0002", people=("mallory",))
    other.mallory.is_chair = True
    with pytest.raises(PermissionDenied):
        held(team.selection, other.mallory, "seal")


def test_a_role_without_the_right_is_refused_and_a_past_phase_too():
    team = cast.committee()
    with pytest.raises(PermissionDenied):
        held(team.selection, team.eva, "seal")
    Selection.objects.update(phase=Phase.INVITE)
    with pytest.raises(WrongPhase):
        held(team.selection, team.chen, "seal")
