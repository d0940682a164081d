"""How does someone sign in, sign out and set up their own pages?"""

import pytest
from django.contrib.auth import get_user

from selection.models import Event, User
from tests import cast

pytestmark = pytest.mark.django_db
SIGNED_IN = {"username": "chen", "password": cast.PASSWORD}


def test_a_person_signs_in_and_lands_on_the_list(client):
    cast.person("chen")
    answer = client.post("/sign-in/", SIGNED_IN)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_after_signing_in_the_page_asked_for_comes(client):
    cast.person("chen")
    assert client.post("/sign-in/", {**SIGNED_IN, "next": "/inbox/"})["Location"] == "/inbox/"


def test_another_site_is_never_the_page_after_signing_in(client):
    cast.person("chen")
    assert client.post("/sign-in/", {**SIGNED_IN, "next": "//elsewhere.example/"})["Location"] == "/"


def test_a_wrong_password_says_so_and_keeps_the_name(client):
    cast.person("chen")
    answer = client.post("/sign-in/", {**SIGNED_IN, "password": "wrong"})
    assert answer.status_code == 422
    assert answer.context["form"]["username"].value() == "chen"


def test_known_and_unknown_names_get_the_same_answer(client):
    cast.person("chen")
    known = client.post("/sign-in/", {**SIGNED_IN, "password": "wrong"}).context["form"].errors
    unknown = client.post("/sign-in/", {"username": "nobody", "password": "wrong"}).context["form"].errors
    assert known == unknown


def test_the_overlay_signs_in_without_leaving_the_page(client):
    chen = cast.person("chen")
    answer = client.post("/sign-in/", SIGNED_IN, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Trigger"].startswith(f'{{"signed-in": {{"user": {chen.pk}, "csrf": "')


def test_the_overlay_shows_a_form_and_no_page(client):
    cast.person("chen")
    answer = client.get("/sign-in/", headers={"HX-Request": "true"})
    assert answer.content.strip().startswith(b"<form")


def test_who_is_signed_in_does_not_see_the_sign_in_page(client):
    client.force_login(cast.person("chen"))
    assert client.get("/sign-in/?next=/inbox/")["Location"] == "/inbox/"


def test_signing_out_ends_the_session(client):
    client.force_login(cast.person("chen"))
    client.post("/sign-out/")
    assert get_user(client).is_anonymous


@pytest.mark.parametrize("path", ["/", "/inbox/", "/profile/", "/s/S-0001/", "/s/S-0001/members/", "/selections/new/"])
def test_a_member_opens_the_page(client, path):
    client.force_login(cast.committee().chen.user)
    assert client.get(path).status_code == 200


def test_the_profile_keeps_language_theme_and_keys(client):
    client.force_login(cast.person("chen"))
    client.post("/profile/", {"language": "en", "theme": "dark"})
    chen = User.objects.get(username="chen")
    assert (chen.language, chen.theme, chen.letter_keys) == ("en", "dark", False)
    assert not Event.objects.exists()


def test_a_new_password_keeps_this_session_and_ends_the_others(client, django_user_model):
    chen = cast.person("chen")
    client.force_login(chen)
    other = client.__class__()
    other.force_login(chen)
    words = {"new_password1": "another-fine-one-7", "new_password2": "another-fine-one-7"}
    answer = client.post("/profile/password/", {"old_password": cast.PASSWORD, **words})
    assert answer["Location"] == "/profile/"
    assert (get_user(client).is_authenticated, get_user(other).is_authenticated) == (True, False)


def test_a_wrong_old_password_changes_nothing(client):
    client.force_login(cast.person("chen"))
    words = {"new_password1": "another-fine-one-7", "new_password2": "another-fine-one-7"}
    assert client.post("/profile/password/", {"old_password": "wrong", **words}).status_code == 422
    assert cast.person("chen").check_password(cast.PASSWORD)


def test_language_is_chinese_until_somebody_chooses(client):
    cast.person("chen")
    answer = client.get("/sign-in/", headers={"Accept-Language": "en"})
    assert (answer["Content-Language"], answer.context["form"]["username"].label) == ("zh-hans", "登录名")


def test_a_chosen_language_stays_on_the_device_and_with_the_person(client):
    cast.person("chen")
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert client.get("/sign-in/")["Content-Language"] == "en"
    client.force_login(cast.person("chen"))
    client.post("/language/", {"language": "en", "next": "/inbox/"})
    assert cast.person("chen").language == "en"


def test_the_persons_language_wins_over_the_devices(client):
    client.force_login(cast.person("eva", language="en"))
    client.cookies["django_language"] = "zh-hans"
    assert client.get("/profile/")["Content-Language"] == "en"


def test_an_unknown_language_changes_nothing(client):
    client.force_login(cast.person("chen"))
    answer = client.post("/language/", {"language": "xx", "next": "//elsewhere.example"})
    assert (answer["Location"], cast.person("chen").language) == ("/", "")


def test_the_theme_is_kept(client):
    client.force_login(cast.person("chen"))
    assert client.post("/theme/", {"theme": "dark"}).status_code == 204
    assert 'data-bs-theme="dark"' in client.get("/profile/").content.decode()
