"""How does someone sign in, sign out and set up their own pages?"""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


def test_a_person_signs_in_and_lands_on_the_list(client):
    cast.person("chen")
    answer = client.post("/sign-in/", {"username": "chen", "password": cast.PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_stranger_is_sent_to_the_sign_in_page(client):
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_a_script_without_a_session_gets_401_and_an_event(client):
    answer = client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"], answer.content) == (401, "signed-out", b"")


@pytest.mark.parametrize("path", ["/", "/inbox/", "/profile/", "/s/S-0001/"])
def test_a_member_opens_the_page(client, path):
    client.force_login(cast.committee().chen.user)
    assert client.get(path).status_code == 200


def test_the_overview_of_another_committee_does_not_exist(client):
    cast.committee()
    client.force_login(cast.person("mallory"))
    assert client.get("/s/S-0001/").status_code == 404
