"""Is it the turn of who may agree to an erasure, and of nobody else?"""

import pytest
from django.db import transaction
from django.utils import timezone

from desk import badge
from selection import accounts, erasure, ledger
from selection.models import Event, Phase, User
from tests import cast
from tests.reports.record.test_erasing import WHY, client_of, first

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    """A finished selection with an event."""
    team = cast.committee(phase=Phase.DONE)
    with transaction.atomic():
        ledger.record("selection.edited", selection=team.selection, member=team.chen, payload={"lead": [0, 1]})
    return team


def turns(name):
    """What the list names; the number in the menu says as many."""
    answer = client_of(name).get("/inbox/")
    found = [(turn.title, turn.detail, turn.url, turn.due) for turn in answer.context["turns"]]
    assert answer.context["shell"]["turns"] == len(found)
    return [one for one in found if one[0] == "Confirm an erasure"]


def named(place, event):
    return ("Confirm an erasure", f"{place} · proposed by Bo", f"/record/erasures/{event.pk}/", None)


def test_what_waits_is_the_turn_of_administrators_who_did_not_propose_it(team):
    ada, event = cast.admin(), first(team.selection)
    assert turns("ada") == []
    erasure.propose(event, member=team.bo, reason=WHY)
    assert turns("ada") == [named("S-0001", event)]
    page = client_of("ada").get("/").content.decode()
    assert (f"/record/erasures/{event.pk}/" in page, team.selection.name_en in page) == (True, False)
    User.objects.filter(username="bo").update(is_site_admin=True)
    assert [turns(name) for name in ("bo", "chen", "otto")] == [[], [], []]
    erasure.confirm(event, actor=ada)
    assert turns("ada") == []


def test_what_is_let_stand_and_proposed_again_waits_again(team):
    ada, event = cast.admin(), first(team.selection)
    for waits in ([named("S-0001", event)], [named("S-0001", event)]):
        erasure.propose(event, member=team.bo, reason=WHY)
        assert turns("ada") == waits
        erasure.drop(event, actor=ada)
        assert turns("ada") == []


def test_it_waits_beside_what_waits_in_ones_own_selections_and_after_it(team):
    ada = cast.admin()
    for code in ("S-0011", "S-0012"):
        made = cast.committee(code, people=("bo",))
        cast.join(made.selection, "ada", "chair")
    before = [turn.title for turn in client_of("ada").get("/inbox/").context["turns"]]
    erasure.propose(first(team.selection), member=team.bo, reason=WHY)
    User.objects.filter(username="bo").update(is_site_admin=True)
    bo = User.objects.get(username="bo")
    for name in ("Lin Lan", "Wu Wei"):
        accounts.add_person(actor=ada, name_zh="", name_en=name, department="it")
    added, other = Event.objects.select_related("chain").filter(type="selection.person_added").order_by("sequence")
    erasure.propose_for_site(added, actor=bo, reason=WHY)
    erasure.propose_for_site(other, actor=ada, reason=WHY)
    assert turns("ada") == [named("S-0001", first(team.selection)), named("Site", added)]
    assert [url for _title, _detail, url, _due in turns("bo")] == [f"/record/erasures/{other.pk}/"]
    assert [turn.title for turn in client_of("ada").get("/inbox/").context["turns"]][:-2] == before
    last = badge.waiting(ada.pk, timezone.now())[-1]
    assert (last.selection, last.turns) == (None, 2)


def test_the_number_asks_as_often_as_without_an_erasure(team, django_assert_num_queries):
    ada = cast.admin()
    erasure.propose(first(team.selection), member=team.bo, reason=WHY)
    badge.waiting(ada.pk, timezone.now())
    with django_assert_num_queries(1):
        assert sum(one.turns for one in badge.waiting(ada.pk, timezone.now())) == 1
