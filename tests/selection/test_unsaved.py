"""What happens to a form that is sent after the session ended?"""

import pytest

from selection.models import AttemptCount, Selection
from tests import cast

pytestmark = pytest.mark.django_db
NAME = {"name_zh": "新平台", "source": "blank"}


def ended(client, name="chen"):
    """A device on which somebody was signed in until their session ended."""
    cast.committee()
    client.force_login(cast.person(name))
    client.get("/profile/")
    del client.cookies["sessionid"]


def sign_in(client, name, password=cast.PASSWORD):
    return client.post("/sign-in/", {"username": name, "password": password})


def test_the_form_waits_behind_the_sign_in(client):
    ended(client)
    answer = client.post("/selections/new/", NAME)
    page = answer.content.decode()
    assert (answer.status_code, "你的会话已经结束" in page or answer.context["kept"]) == (401, True)
    assert NAME["name_zh"] not in page


def test_after_signing_in_one_button_sends_it(client):
    ended(client)
    client.post("/selections/new/", NAME)
    kept = sign_in(client, "chen").context["kept"]
    assert (kept.path, dict(kept.fields)) == ("/selections/new/", NAME)
    client.post(kept.path, dict(kept.fields))
    assert Selection.objects.get(name_zh="新平台").created_by.username == "chen"


def test_a_wrong_password_in_between_loses_nothing_and_stores_nothing(client):
    ended(client)
    client.post("/selections/new/", NAME)
    assert sign_in(client, "chen", "wrong").context["kept"]
    assert NAME["name_zh"] not in str(list(AttemptCount.objects.values()))
    assert dict(sign_in(client, "chen").context["kept"].fields) == NAME


def test_what_one_person_typed_never_reaches_another(client):
    ended(client)
    client.post("/selections/new/", NAME)
    answer = sign_in(client, "eva")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "unsaved" not in client.session
    client.post("/sign-out/")
    assert sign_in(client, "chen").status_code == 302


@pytest.mark.parametrize("how", ["never signed in", "signed out", "forged"])
def test_nothing_is_kept_when_nobody_knows_whose_it_is(client, how):
    cast.committee()
    if how != "never signed in":
        client.force_login(cast.person("chen"))
        client.get("/profile/")
        client.post("/sign-out/")
    if how == "forged":
        client.cookies["person"] = str(cast.person("chen").pk)
    assert client.post("/selections/new/", NAME)["Location"] == "/sign-in/?next=/selections/new/"


def test_what_was_kept_ends_after_an_hour(client):
    ended(client)
    client.post("/selections/new/", NAME)
    session = client.session
    session["unsaved"] = {**session["unsaved"], "at": session["unsaved"]["at"] - 3601}
    session.save()
    assert sign_in(client, "chen").status_code == 302


def test_passwords_are_not_kept(client):
    ended(client)
    client.post("/profile/password/", {"old_password": "x", "new_password1": "y", "note": "z"})
    assert client.session["unsaved"]["fields"] == [["note", "z"]]


def test_a_script_gets_401_and_an_event(client):
    answer = client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"], answer.content) == (401, "signed-out", b"")
