"""Who is told that a link to somebody's seat was made or used, and until when?"""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from desk.events import names, sentence
from selection import ledger, links, notices
from selection.events import CommitteeEvent
from selection.models import Event, Member, Notice, Phase
from tests import cast
from tests.desk.test_turns import assert_counted

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "another-fine-one-7", "new_password2": "another-fine-one-7"}


@pytest.fixture
def two():
    """Eva sits on two committees, and sat on a third."""
    made = [cast.committee(code, phase=Phase.SCORE) for code in ("S-0001", "S-0002", "S-0003", "S-0004")]
    Member.objects.filter(selection=made[2].selection, user=cast.person("eva")).update(removed_at="2026-01-01T00:00Z")
    Member.objects.filter(selection=made[3].selection, user=cast.person("eva")).delete()
    return made


def told():
    return sorted((row.member.selection.code, row.member.key, row.event.type) for row in Notice.objects.all())


def events(kind):
    return [
        (event.chain.selection.code, event.actor.username, event.object, event.payload.body)
        for event in Event.objects.filter(type=kind).order_by("chain__selection_id")
    ]


def page(name, path, language="zh-hans"):
    client = Client()
    user = cast.person(name)
    user.language = language
    user.save()
    client.force_login(user)
    return client.get(path).content.decode()


def test_making_a_link_is_an_event_in_each_committee_of_the_person(two):
    links.issue(cast.person("eva"), actor=cast.admin())
    about = {"person": "eva", "reopens": False}
    assert events("selection.member_link_issued") == [(code, "ada", "eva", about) for code in ("S-0001", "S-0002")]
    assert told() == [
        (code, key, "selection.member_link_issued") for code in ("S-0001", "S-0002") for key in ("chen", "eva")
    ]
    assert [ledger.faults(event.chain) for event in Event.objects.all()] == [[]] * 3


def test_using_a_link_is_an_event_that_names_who_made_it(two, client):
    token = links.issue(cast.person("eva"), actor=cast.admin())
    client.get(f"/access/{token}/")
    assert client.post("/access/", NEW).status_code == 302
    about = {"person": "eva", "issued_by": "ada"}
    assert events("selection.member_link_used") == [(code, "eva", "eva", about) for code in ("S-0001", "S-0002")]
    assert len(told()) == 8
    assert "叶娃使用了安达生成的登录链接" in page("bo", "/s/S-0001/").replace(" ", "")


def test_a_link_that_is_only_looked_at_was_not_used(two, client):
    token = links.issue(cast.person("eva"), actor=cast.admin())
    client.get(f"/access/{token}/", follow=True)
    assert client.post("/access/", {**NEW, "new_password2": "x"}).status_code == 422
    assert events("selection.member_link_used") == []


@pytest.mark.parametrize("name", ["chen", "eva"])
def test_the_person_and_the_chairs_are_told_until_they_have_read_it(two, name):
    links.issue(cast.person("eva"), actor=cast.admin())
    words = "Ada created a new sign-in link for Eva"
    assert_counted(cast.person(name))
    counts = [page(name, "/inbox/", "en").count(words), page(name, "/s/S-0001/", "en").count(words)]
    assert counts == [2, 2]  # of two committees; under "Your turn" and "Recently"
    assert [page(name, place, "en").count(words) for place in ("/inbox/", "/s/S-0001/")] == [1, 1]
    assert_counted(cast.person(name))


def test_what_a_link_means_is_said_of_links_only(two):
    with transaction.atomic():
        notices.tell(ledger.record("selection.edited", selection=two[0].selection, member=two[0].bo), [two[0].eva])
    links.issue(cast.person("chen"), actor=cast.admin())
    shown = [page(name, "/s/S-0001/") for name in ("eva", "chen")]
    assert ['id="told"' in text for text in shown] == [True, True]
    assert ["持有链接的人" in text for text in shown] == [False, True]


@pytest.mark.parametrize("name", ["bo", "otto", "aude"])
def test_others_read_it_under_recently_only(two, name):
    links.issue(cast.person("eva"), actor=cast.admin())
    assert [page(name, place).count("登录链接") for place in ("/inbox/", "/s/S-0001/")] == [0, 1]


def test_a_chair_who_administers_the_site_is_not_told_of_what_they_did(two):
    links.issue(cast.person("eva"), actor=cast.person("chen"))
    assert [key for _code, key, _type in told()] == ["eva", "eva"]


def test_another_committee_learns_nothing(two):
    links.issue(cast.person("eva"), actor=cast.admin())
    assert [page(name, f"/s/{code}/").count("登录链接") for name, code in (("chen", "S-0003"), ("bo", "S-0004"))] == [
        0,
        0,
    ]


def test_the_inbox_asks_as_often_for_many_notices_as_for_one(two):
    asked = []
    for _ in range(2):
        links.issue(cast.person("eva"), actor=cast.admin())
        with CaptureQueriesContext(connection) as queries:
            page("chen", "/inbox/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_an_erased_payload_leaves_a_sentence():
    made = Event(type=CommitteeEvent.MEMBER_LINK_ISSUED, object="eva", actor=cast.admin())
    used = Event(type=CommitteeEvent.MEMBER_LINK_USED, object="eva", actor=cast.person("eva"))
    with translation.override("en"):
        told = [sentence(event, names([made, used])) for event in (made, used)]
    assert told == ["Ada created a new sign-in link for eva", "Eva used the sign-in link that The system made"]
