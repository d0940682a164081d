"""Which moves between phases are possible?"""

from itertools import pairwise, product

import pytest
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
