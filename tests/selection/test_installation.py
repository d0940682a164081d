"""How does an empty installation get its first administrator?"""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from selection import accounts, console
from selection.models import User
from tests import cast

pytestmark = pytest.mark.django_db
FIRST = {"name": "方晓", "username": "fang", "password": "a-fine-password-9"}
HERE = {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}
ELSEWHERE = {"HTTP_HOST": "testserver", "REMOTE_ADDR": "10.0.0.7"}


def test_the_first_visit_leads_to_the_first_administrator(client):
    assert client.get("/", follow=True).redirect_chain == [("/sign-in/?next=/", 302), ("/welcome/", 302)]


def test_the_first_administrator_is_signed_in_at_once(client):
    answer = client.post("/welcome/", FIRST, **HERE)
    fang = User.objects.get()
    assert (answer["Location"], fang.name_zh, fang.is_site_admin) == ("/", "方晓", True)
    assert client.get("/people/").status_code == 200


def test_it_is_offered_once(client):
    cast.person("chen")
    assert client.post("/welcome/", FIRST, **HERE)["Location"] == "/"
    assert User.objects.count() == 1


def test_of_two_first_visits_at_once_one_is_refused():
    cast.person("chen")
    with pytest.raises(PermissionDenied):
        accounts.create_first_administrator(username="fang", password="a-fine-password-9", language="en")


def test_a_weak_password_is_refused_and_the_rest_stays(client):
    answer = client.post("/welcome/", {**FIRST, "password": "12345"}, **HERE)
    assert (answer.status_code, User.objects.count()) == (422, 0)
    assert answer.context["form"]["name"].value() == "方晓"


# From elsewhere -----------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", [None, "", "abcde-fghij-klmno-pqrst", "\uff41", "x" * 60])
def test_who_does_not_know_the_console_creates_nobody(client, typed):
    answer = client.post("/welcome/", FIRST | ({} if typed is None else {"start_code": typed}), **ELSEWHERE)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["start_code"])
    assert User.objects.count() == 0


@pytest.mark.parametrize("change", [str, str.upper, lambda code: f" {code.replace('-', ' ')} "])
def test_the_code_of_the_console_opens_the_door(client, change):
    printed = io.StringIO()
    call_command("first_visit", stdout=printed)
    first, code = printed.getvalue().splitlines()
    assert (first, code.startswith("start code: ")) == ("first visit: create the administrator", True)
    typed = change(code.removeprefix("start code: "))
    assert client.post("/welcome/", {**FIRST, "start_code": typed}, **ELSEWHERE).status_code == 302
    assert User.objects.get().is_site_admin


def test_the_code_is_long_and_of_this_installation(settings):
    ours = console.start_code()
    settings.SECRET_KEY = "another-" + "y" * 50
    assert (len(ours.replace("-", "")), ours == console.start_code()) == (20, False)


def test_nothing_is_printed_once_somebody_has_an_account():
    cast.person("chen")
    printed = io.StringIO()
    call_command("first_visit", stdout=printed)
    assert printed.getvalue() == ""


@pytest.mark.parametrize(
    ("changed", "is_asked"),
    [
        ({}, False),
        ({"HTTP_HOST": "127.0.0.1:8000"}, False),
        ({"HTTP_HOST": "[::1]:8000", "REMOTE_ADDR": "::1"}, False),
        ({"HTTP_HOST": "testserver"}, True),
        ({"REMOTE_ADDR": "192.168.1.9"}, True),
        ({"REMOTE_ADDR": ""}, True),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, True),
        ({"HTTP_X_REAL_IP": "127.0.0.1"}, True),
        ({"HTTP_FORWARDED": "for=127.0.0.1"}, True),
    ],
)
def test_the_code_is_asked_for_but_at_the_machine_itself(client, changed, is_asked):
    page = client.get("/welcome/", **HERE | changed)
    assert ("start_code" in page.context["form"].fields) == is_asked


def test_behind_a_proxy_everybody_is_asked(client, settings):
    settings.IS_DIRECT = False
    assert "start_code" in client.get("/welcome/", **HERE).context["form"].fields
