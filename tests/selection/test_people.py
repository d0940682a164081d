"""How does an administrator let people in and out?"""

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import UpdateError
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection

from selection import accounts, links
from selection.models import AccessLink, Event, Selection, User
from tests import cast

pytestmark = pytest.mark.django_db
LIN = {"name_zh": "林岚", "department": "service"}


@pytest.fixture
def ada(client):
    client.force_login(cast.admin())
    return client


def test_a_name_and_a_department_are_enough(ada):
    answer = ada.post("/people/add/", LIN, follow=True)
    lin = User.objects.get(username="林岚")
    assert (lin.name_zh, lin.department, lin.has_usable_password()) == ("林岚", "service", False)
    assert links.usable(links.hashed(answer.context["address"].rstrip("/").split("/")[-1])).user == lin


def test_loading_the_link_page_again_adds_nobody_and_shows_no_link(ada):
    answer = ada.post("/people/add/", LIN, follow=True)
    place = answer.redirect_chain[-1][0]
    assert User.objects.filter(name_zh="林岚").count() == AccessLink.objects.count() == 1
    again = ada.get(place, follow=True)
    assert again.redirect_chain == [(f"/people/{User.objects.get(name_zh='林岚').pk}/", 302)]
    assert answer.context["address"] not in again.content.decode()
    assert User.objects.filter(name_zh="林岚").count() == AccessLink.objects.count() == 1
    assert "made_link" not in ada.session


def test_a_link_is_shown_on_its_own_persons_page_only(ada):
    eva, bo = cast.person("eva"), cast.person("bo")
    ada.post(f"/people/{eva.pk}/link/")
    assert ada.get(f"/people/{bo.pk}/link/").status_code == 302


def test_an_account_that_nobody_used_can_be_deleted(ada):
    ada.post("/people/add/", LIN)
    lin = User.objects.get(name_zh="林岚")
    assert f"/people/{lin.pk}/delete/" in ada.get(f"/people/{lin.pk}/").content.decode()
    assert ada.get(f"/people/{lin.pk}/delete/").status_code == 200
    assert ada.post(f"/people/{lin.pk}/delete/")["Location"] == "/people/"
    assert not User.objects.filter(pk=lin.pk).exists() and not AccessLink.objects.exists()
    event = Event.objects.get(type="selection.person_deleted")
    assert (event.object, event.payload.body["name_zh"]) == ("林岚", "林岚")


@pytest.mark.parametrize("used", ["signed in", "a seat", "a password", "a selection", "an act", "oneself"])
def test_an_account_in_use_is_never_deleted(ada, used):
    someone = accounts.add_person(actor=cast.admin(), name_zh="林岚", name_en="", department="service")
    if used == "signed in":
        User.objects.filter(pk=someone.pk).update(last_login="2026-02-05T07:06Z")
    elif used == "a seat":
        cast.join(cast.committee().selection, someone.username, "evaluator")
    elif used == "a password":
        someone.set_password(cast.PASSWORD)
        someone.save()
    elif used == "a selection":
        cast.committee()
        Selection.objects.update(created_by=someone)
    elif used == "an act":
        links.issue(cast.person("eva"), actor=someone)
    else:
        someone = cast.admin()
    assert f"/people/{someone.pk}/delete/" not in ada.get(f"/people/{someone.pk}/").content.decode()
    assert ada.post(f"/people/{someone.pk}/delete/").status_code == 409
    assert User.objects.filter(pk=someone.pk).exists()


def test_nobody_deletes_the_own_account_be_it_unused(db):
    someone = accounts.add_person(actor=cast.admin(), name_zh="林岚", name_en="", department="service")
    assert accounts.is_unused(someone)
    with pytest.raises(ValidationError):
        accounts.delete_unused(someone, actor=someone)
    assert User.objects.filter(pk=someone.pk).exists()


def test_the_link_is_a_picture_too(ada):
    assert ada.post("/people/add/", LIN, follow=True).context["qr"].startswith("<svg ")


def test_a_local_address_is_pointed_out(ada):
    assert ada.post("/people/add/", LIN, SERVER_NAME="127.0.0.1", follow=True).context["is_local"]
    assert not ada.post("/people/add/", {**LIN, "name_zh": "周屿"}, follow=True).context["is_local"]


def test_the_public_address_stands_in_the_link(ada, settings):
    settings.PUBLIC_URL = "https://choose.example"
    assert ada.post("/people/add/", LIN, follow=True).context["address"].startswith("https://choose.example/access/")


def test_a_person_without_a_name_is_refused(ada):
    answer = ada.post("/people/add/", {"department": "it"})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"name_zh": ["请填写名称。"]})


@pytest.mark.parametrize(
    ("name", "username"), [("Lin Lan", "lin.lan"), ("林岚", "林岚"), ("O'Neil / A", "o.neil.a"), ("//", "person")]
)
def test_the_name_makes_the_sign_in_name(name, username):
    assert accounts.free_username(name) == username


def test_a_taken_sign_in_name_gets_a_number():
    cast.person("lin.lan")
    cast.person("lin.lan2")
    assert accounts.free_username("Lin Lan") == "lin.lan3"


def test_a_deactivated_person_is_out_at_the_next_request(client):
    client.force_login(cast.person("eva"))
    accounts.deactivate(cast.person("eva"), actor=cast.admin())
    assert get_user(client).is_anonymous
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_a_link_for_a_deactivated_person_lets_nobody_in_by_itself(ada):
    eva = cast.person("eva", is_active=False)
    answer = ada.post(f"/people/{eva.pk}/link/", follow=True)
    token = answer.context["address"].rstrip("/").split("/")[-1]
    assert not User.objects.get(pk=eva.pk).is_active
    assert links.usable(links.hashed(token)).user == eva


@pytest.mark.parametrize("table", ["selection_user", "selection_accesslink", "selection_payload", "django_session"])
def test_person_and_link_are_made_together_or_not_at_all(ada, table):
    def fail(execute, sql, *rest):
        if f'"{table}"' in sql and sql.startswith(("INSERT", "UPDATE")):
            raise OperationalError("the line was cut")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail), pytest.raises((OperationalError, UpdateError)):
        ada.post("/people/add/", LIN)
    assert (User.objects.filter(name_zh="林岚").exists(), AccessLink.objects.exists()) == (False, False)


def test_nobody_deactivates_themselves(ada):
    cast.person("eva", is_site_admin=True)  # so that the site would still have an administrator
    ada.post(f"/people/{cast.admin().pk}/deactivate/")
    assert cast.admin().is_active


def test_the_last_administrator_stays(ada):
    with pytest.raises(ValidationError):
        accounts.change_person(cast.admin(), actor=cast.admin(), is_site_admin=False)
    assert cast.admin().is_site_admin


def test_a_changed_person_is_in_the_record(ada):
    eva = cast.person("eva")
    ada.post(f"/people/{eva.pk}/", {"name_zh": "叶娃", "department": "quality"})
    event = Event.objects.get(type="selection.person_changed")
    assert (event.payload.body["from"]["department"], event.payload.body["to"]["department"]) == ("other", "quality")


def test_mail_carries_the_link_when_mail_is_configured(ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PUBLIC_URL = "https://choose.example"
    eva = cast.person("eva", email="eva@example.com", language="en")
    ada.post(f"/people/{eva.pk}/mail/")
    [message] = mail.outbox
    token = message.body.split("/access/")[1].split("/")[0]
    assert (message.to, links.usable(links.hashed(token)).user) == (["eva@example.com"], eva)
    assert "Hello, Eva" in message.body


def test_mail_that_fails_is_said(ada, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    eva = cast.person("eva", email="eva@example.com")
    answer = ada.post(f"/people/{eva.pk}/mail/", follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["邮件未能发送。请生成链接，自行交给对方。"]


@pytest.mark.parametrize("path", ["/people/", "/people/add/", "/people/1/", "/people/1/link/", "/examples/remove/"])
def test_people_are_for_administrators(client, path):
    client.force_login(cast.person("eva"))
    assert (client.get(path).status_code, client.post(path).status_code) == (403, 403)


def test_people_are_found_by_part_of_a_name(ada):
    cast.person("eva")
    assert [row.username for row in ada.get("/people/?q=叶").context["page"]] == ["eva"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_few_as_for_many(ada, count, django_assert_num_queries):
    for number in range(count):
        cast.person(f"person{number}")
    ada.get("/people/")
    with django_assert_num_queries(8):
        ada.get("/people/")


def test_an_import_brings_nobody_in():
    cast.person("eva", is_active=False)
    assert AccessLink.objects.count() == 0
