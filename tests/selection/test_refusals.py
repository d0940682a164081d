"""How often was somebody refused, and who sees it?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from selection import refusals
from selection.models import Event, Phase, Refusal
from tests import cast

pytestmark = pytest.mark.django_db


def counted():
    return {(row.kind, row.person): row.count for row in Refusal.objects.all()}


@pytest.fixture
def eva(client):
    client.force_login(cast.committee(phase=Phase.SCORE).eva.user)
    return client


def test_what_a_role_or_a_phase_does_not_allow_is_counted_outside_every_chain(eva):
    places = ["/s/S-0001/edit/", "/s/S-0001/edit/", "/people/", "/s/S-0001/results/", "/s/S-0001/costs/"]
    answers = [eva.get(place).status_code for place in places]
    assert (answers[:4], counted()) == (
        [403, 403, 403, 409],
        {("role", "eva"): 3, ("phase", "eva"): answers.count(409)},
    )
    assert not Event.objects.exists()


def test_what_a_stranger_asks_for_is_no_refusal(client):
    cast.committee(phase=Phase.SCORE)
    client.force_login(cast.person("mallory"))
    assert (client.get("/s/S-0001/").status_code, client.get("/nowhere/").status_code, counted()) == (404, 404, {})


def test_failed_sign_ins_are_counted_by_name_and_unknown_names_as_one(client):
    cast.person("eva")
    for name in ("eva", "eva", "nobody", "somebody-else", "x" * 300, "EVA\0"):
        client.post("/sign-in/", {"username": name, "password": "wrong"})
    assert counted() in ({("sign_in", "eva"): 2, ("sign_in", ""): 3}, {("sign_in", "eva"): 2, ("sign_in", ""): 2})


def test_a_sign_in_that_succeeds_is_none(client):
    cast.person("eva")
    assert client.post("/sign-in/", {"username": "eva", "password": cast.PASSWORD}).status_code == 302
    assert counted() == {}


def test_counts_are_kept_for_a_while():
    old = timezone.localdate() - refusals.KEPT - timedelta(days=1)
    Refusal.objects.create(day=old, kind="role", person="eva", count=4, last_at=timezone.now())
    refusals.count(Refusal.Kind.ROLE, person="bo")
    assert counted() == {("role", "bo"): 1}


def test_the_administrator_reads_them_by_name(client):
    cast.person("eva")
    for person in ("eva", "gone", ""):
        refusals.count(Refusal.Kind.SIGN_IN, person=person)
    client.force_login(cast.admin())
    assert 'href="/people/refusals/"' in client.get("/people/").content.decode()
    page = client.get("/people/refusals/").content.decode()
    assert [words in page for words in ("叶娃", "gone", "没有这个登录名", "登录失败")] == [True] * 4


def test_the_page_asks_as_often_for_many_as_for_one(client):
    client.force_login(cast.admin())
    client.get("/people/refusals/")  # what is read once is read
    asked = []
    for count in (1, 30):
        for number in range(count):
            refusals.count(Refusal.Kind.ROLE, person=cast.person(f"p{number}").username)
        with CaptureQueriesContext(connection) as queries:
            client.get("/people/refusals/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_signing_in_and_out_are_events_of_the_site_and_preferences_are_none(client):
    cast.person("eva")
    client.post("/sign-in/", {"username": "eva", "password": cast.PASSWORD, "remember": "on"})
    for theme in ("dark", "light", "dark"):
        client.post("/theme/", {"theme": theme})
    client.post("/language/", {"language": "en"})
    client.post("/sign-out/")
    client.post("/sign-out/")
    events = [(event.type, event.chain.selection_id, event.actor.username) for event in Event.objects.order_by("pk")]
    assert events == [("selection.signed_in", None, "eva"), ("selection.signed_out", None, "eva")]
    assert (cast.person("eva").theme, cast.person("eva").language) == ("dark", "en")
