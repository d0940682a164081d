"""What happens to a form that is sent after the session ended?"""

import pytest
from django.core import signing

from selection import unsaved
from selection.models import Selection
from tests import cast

pytestmark = pytest.mark.django_db
NAME = {"name_zh": "新平台", "source": "blank"}


def sent_without_session(client):
    cast.committee()
    return client.post("/selections/new/", NAME)


def test_the_form_waits_behind_the_sign_in(client):
    answer = sent_without_session(client)
    assert answer.status_code == 401
    kept = unsaved.restore(answer.context["kept"])
    assert (kept.path, dict(kept.fields)) == ("/selections/new/", NAME)


def test_after_signing_in_one_button_sends_it(client):
    kept = sent_without_session(client).context["kept"]
    answer = client.post("/sign-in/", {"username": "chen", "password": cast.PASSWORD, "kept": kept})
    assert dict(answer.context["kept"].fields) == NAME
    client.post(answer.context["kept"].path, dict(answer.context["kept"].fields))
    assert Selection.objects.get(name_zh="新平台").created_by.username == "chen"


def test_a_wrong_password_in_between_loses_nothing(client):
    kept = sent_without_session(client).context["kept"]
    answer = client.post("/sign-in/", {"username": "chen", "password": "wrong", "kept": kept})
    assert answer.context["kept"] == kept


def test_passwords_are_not_kept(client):
    cast.person("chen")
    answer = client.post("/profile/password/", {"old_password": "x", "new_password1": "y", "note": "z"})
    assert unsaved.restore(answer.context["kept"]).fields == [("note", "z")]


def test_what_somebody_else_wrote_is_not_sent(client):
    forged = signing.dumps({"path": "/profile/", "fields": []}, salt="another")
    assert unsaved.restore(forged) is None
    assert unsaved.restore("nonsense") is None


def test_a_script_gets_401_and_an_event(client):
    answer = client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"], answer.content) == (401, "signed-out", b"")
