"""How does an empty installation get its first administrator?"""

import pytest
from django.core.exceptions import PermissionDenied

from selection import accounts
from selection.models import User
from tests import cast

pytestmark = pytest.mark.django_db
FIRST = {"name": "方晓", "username": "fang", "password": "a-fine-password-9"}


def test_the_first_visit_leads_to_the_first_administrator(client):
    assert client.get("/", follow=True).redirect_chain == [("/sign-in/?next=/", 302), ("/welcome/", 302)]


def test_the_first_administrator_is_signed_in_at_once(client):
    answer = client.post("/welcome/", FIRST)
    fang = User.objects.get()
    assert (answer["Location"], fang.name_zh, fang.is_site_admin) == ("/", "方晓", True)
    assert client.get("/people/").status_code == 200


def test_it_is_offered_once(client):
    cast.person("chen")
    assert client.post("/welcome/", FIRST)["Location"] == "/"
    assert User.objects.count() == 1


def test_of_two_first_visits_at_once_one_is_refused():
    cast.person("chen")
    with pytest.raises(PermissionDenied):
        accounts.create_first_administrator(username="fang", password="a-fine-password-9", language="en")


def test_a_weak_password_is_refused_and_the_rest_stays(client):
    answer = client.post("/welcome/", {**FIRST, "password": "12345"})
    assert (answer.status_code, User.objects.count()) == (422, 0)
    assert answer.context["form"]["name"].value() == "方晓"
