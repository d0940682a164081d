"""Does every act that changes something leave an event by who acted?"""

from functools import partial
from inspect import signature

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from selection.access import BEFORE_CLOSE, WrongPhase
from selection.models import ChainHead, Event, Payload, Phase
from selection.phases import Blocked
from tests import rows
from tests.test_late_acts import REASON, STANDS, function_of, staged

pytestmark = pytest.mark.django_db
# What `staged` holds too much or too little of in the first phases; each is called by tests of its own.
ELSEWHERE = {
    Phase.DEFINE: {
        "selection.setup.delete_draft",
        "reports.limits.mending.even",
        "criteria.copying.copy_into",
        *("criteria.tree.remove_category", "criteria.tree.remove_criterion"),
    },
    Phase.INVITE: {"reports.limits.mending.even"},
    Phase.SCORE: {"scoring.rounds.close_round"},
}


def tables():
    return rows.stored(Event, Payload, ChainHead)


def with_reason(function, stage):
    """After a round has closed a reason is asked for."""
    is_asked = stage.selection.phase not in BEFORE_CLOSE and "reason" in signature(function).parameters
    return partial(function, reason=REASON) if is_asked else function


def acted(stage, verb, before):
    """Who stands behind the events that came with a change; None where nothing was changed. Nothing of it stays."""
    last = Event.objects.latest("pk").pk
    with transaction.atomic():
        try:
            STANDS[verb](stage, with_reason(function_of(verb), stage))
            is_changed = tables() != before
        except (WrongPhase, PermissionDenied, Blocked, ValidationError):
            is_changed = False
        found = set(Event.objects.filter(pk__gt=last, actor__isnull=False).values_list("actor__username", flat=True))
        transaction.set_rollback(True)
    return found if is_changed else None


@pytest.mark.parametrize(
    "phase", [pytest.param(phase, marks=[] if phase == Phase.DEFINE else pytest.mark.campaign) for phase in Phase]
)
def test_every_act_that_changes_something_leaves_an_event_by_who_acted(phase):
    stage = staged(phase)
    assert stage.admin
    before, found = tables(), {}
    for verb in set(STANDS) - ELSEWHERE.get(phase, set()) - {"reports.printing.request_report"}:
        if (who := acted(stage, verb, before)) is not None:
            found[verb] = who
    assert found
    assert {verb: who for verb, who in found.items() if who not in ({"xu"}, {"ada"})} == {}
