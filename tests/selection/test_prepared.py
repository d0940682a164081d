"""Does a question that was put into SQL once answer for whatever it is asked, on every database?"""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from selection.models import Member, Phase, Selection, User
from selection.prepared import Prepared
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.services]
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = date(2026, 3, 4)

SEATS = Prepared(lambda code, user: Member.objects.select_related("selection").filter(selection__code=code, user=user),
                 code=str, user=int)  # fmt: skip
DUE = Prepared(
    lambda now, day, name: (
        Selection.objects.filter(
            Q(scoring_closes_at__lt=now) | Q(decision_date=day),
            Exists(Member.objects.filter(selection=OuterRef("pk"), key=name)),
        )
        .order_by("code")
        .values("code", "scoring_closes_at", "decision_date")
    ),
    now=datetime,
    day=date,
    name=str,
)

OTHERS = Prepared(
    lambda pks, code: Selection.objects.filter(pk__in=pks).exclude(code=code).order_by("code"),
    pks=list,
    code=str,
)


def test_rows_are_those_of_the_query_itself():
    made = [cast.committee(code) for code in ("S-0001", "S-0002")]
    for team in made:
        for member in team.members.values():
            [found] = SEATS.rows(code=team.selection.code, user=member.user_id)
            assert (found, found.selection, found.roles) == (member, team.selection, member.roles)
    assert SEATS.row(code="S-0003", user=made[0].eva.user_id) is None
    assert SEATS.row(code="S-0001' OR 1=1 --", user=made[0].eva.user_id) is None


def test_moments_and_days_are_asked_as_the_database_takes_them():
    cast.committee("S-0001", scoring_closes_at=NOON, decision_date=DAY + timedelta(days=1))
    cast.committee("S-0002", Phase.SCORE, ("eva",), scoring_closes_at=NOON + timedelta(hours=1), decision_date=DAY)

    def codes(**values):
        return [row["code"] for row in DUE.rows(**values)]

    assert codes(now=NOON, day=DAY - timedelta(days=1), name="eva") == []
    assert codes(now=NOON, day=DAY, name="eva") == ["S-0002"]
    assert codes(now=NOON + timedelta(minutes=1), day=DAY, name="eva") == ["S-0001", "S-0002"]
    assert codes(now=NOON + timedelta(minutes=1), day=DAY, name="bo") == ["S-0001"]
    [row] = DUE.rows(now=NOON, day=DAY, name="eva")
    assert (row["scoring_closes_at"], row["decision_date"]) == (NOON + timedelta(hours=1), DAY)


def test_a_list_is_as_long_as_it_is():
    made = [cast.committee(f"S-000{n}").selection for n in range(1, 5)]
    for length in range(1, 5):
        assert OTHERS.rows(pks=[one.pk for one in made[:length]], code="S-0001") == made[1:length]
    assert OTHERS.rows(pks=[made[3].pk, made[1].pk], code="S-0002") == [made[3]]
    assert OTHERS.rows(pks=[], code="S-0001") == []


def test_the_query_is_built_once_a_thread():
    built = []

    def build(pk):
        built.append(threading.get_ident())
        return User.objects.filter(pk=pk)

    asked = Prepared(build, pk=int)
    eva, bo = cast.person("eva"), cast.person("bo")
    assert [asked.row(pk=eva.pk), asked.row(pk=bo.pk), asked.row(pk=0)] == [eva, bo, None]
    assert len(built) == 1

    def elsewhere():
        asked.rows(pk=eva.pk)
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(built) == 2
