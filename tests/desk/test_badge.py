"""Does the number beside “Your turn” count what the list names, in one read?"""

import random
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk import badge
from desk.frame import outline
from desk.stages import stages
from desk.standing import standings
from poc.models import Plan, Scenario
from scoring.models import Score
from selection.models import Member, Phase, Selection
from tests import cast
from tests.desk.test_turns import assert_counted, scene, submit
from vendors.models import CostLine, Vendor

pytestmark = pytest.mark.django_db
LATE_EVENING = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "waits"),
    [
        ("Pacific/Kiritimati", datetime(2026, 3, 3, 10, 30, tzinfo=UTC), 1),
        ("Asia/Shanghai", datetime(2026, 3, 3, 15, 30, tzinfo=UTC), 0),
        ("Asia/Shanghai", datetime(2026, 3, 3, 16, 30, tzinfo=UTC), 1),
        ("America/Los_Angeles", datetime(2026, 3, 4, 7, 30, tzinfo=UTC), 0),
        ("Etc/GMT+12", datetime(2026, 3, 4, 11, 30, tzinfo=UTC), 0),
        ("Etc/GMT+12", datetime(2026, 3, 4, 12, 30, tzinfo=UTC), 1),
        ("", LATE_EVENING, 1),
    ],
)
def test_trials_wait_from_the_first_day_where_the_selection_is(zone, now, waits):
    made = scene(Phase.CLOSED, zone=zone)
    Plan.objects.create(selection=made.selection, start=date(2026, 3, 4), end=date(2026, 4, 1))
    Scenario.objects.create(selection=made.selection, code="S1")
    assert sum(one.turns for one in badge.waiting(cast.person("bo").pk, now)) == waits


def mixed(rng):
    """A selection in any phase with anything missing, and somebody in any roles."""
    made = scene(rng.choice(list(Phase)[:6]), code=f"S-{rng.randrange(10**8)}")
    names = list(made.committee.members)
    for name in names:
        roles = {f"is_{role}": rng.random() < 0.5 for role in Member.ROLES}
        Member.objects.filter(pk=made.committee.members[name].pk).update(**roles)
    if rng.random() < 0.3:
        Score.objects.all().delete()
        Vendor.objects.filter(selection=made.selection).update(withdrawn="late")
    if rng.random() < 0.5:
        made.committee.members["eva"].assignments.create(criterion=made.criteria[rng.choice(["T", "T1", "F1", "F"])])
    if made.selection.rounds.exists():
        submit(made, *(name for name in names if rng.random() < 0.6))
    for vendor in made.selection.vendors.all():
        if rng.random() < 0.5:
            CostLine.objects.create(vendor=vendor, item="K01", year=0, amount=1)
    return made


@pytest.mark.parametrize("seed", range(3))
def test_it_counts_what_the_list_names_whatever_is_there(seed):
    rng = random.Random(seed)
    made = [mixed(rng) for _ in range(8)]
    for name in made[0].committee.members:
        assert_counted(cast.person(name))
        for found in standings(cast.person(name), Selection.objects.all()):
            assert stages(outline(found.member)) == stages(found)


def test_the_frame_asks_four_times_at_most_for_3_selections_as_for_300(client):
    made = [scene(code=f"S-{n:04}") for n in range(3)]
    few = frame_queries(client, made[0])
    rows = Selection.objects.bulk_create(Selection(code=f"M-{n:04}", phase=Phase.SCORE) for n in range(297))
    Member.objects.bulk_create(
        Member(selection=row, user=cast.person("eva"), key="eva", is_evaluator=True) for row in rows
    )
    assert frame_queries(client, made[0]) == few
    assert few <= 4


def frame_queries(client, made):
    """What a page asks beyond what its fragment, which has no frame, asks."""
    client.force_login(cast.person("eva"))
    request = client.get(f"/s/{made.selection.code}/score/").wsgi_request
    from desk.frame import frame

    for name in ("asked", "member"):
        request.__dict__.pop(name, None)
    with CaptureQueriesContext(connection) as captured:
        request.member = Member.objects.get(selection=made.selection, user=request.user)
        frame(request)
    return len(captured)
