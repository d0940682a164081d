"""How does somebody without a password get in, once?"""

import io
import logging.config
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

from selection import accounts, links
from selection.models import AccessLink, Event, User
from tests import cast

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "another-fine-one-7", "new_password2": "another-fine-one-7"}


@pytest.fixture
def token():
    return links.issue(cast.person("eva"), actor=cast.admin())


def follow(client, token, typed):
    """Open the link, then send a password from the page that it leads to."""
    client.get(f"/access/{token}/")
    return client.post("/access/", typed)


def opened(token):
    return links.usable(links.hashed(token))


def test_only_the_hash_of_a_link_is_stored(token):
    [link] = AccessLink.objects.values_list("token_hash", flat=True)
    assert link == links.hashed(token)
    assert token not in link


def test_looking_at_a_link_does_not_use_it_up(client, token):
    pages = [client.get(f"/access/{token}/", follow=True) for _ in range(3)]
    assert [(page.redirect_chain, page.status_code) for page in pages] == [([("/access/", 302)], 200)] * 3


def test_a_password_uses_the_link_up_and_signs_in(client, token):
    assert follow(client, token, NEW)["Location"] == "/"
    assert get_user(client) == cast.person("eva")
    assert cast.person("eva").check_password("another-fine-one-7")
    assert client.get(f"/access/{token}/", follow=True).status_code == 404


def test_two_passwords_that_differ_leave_the_link_usable(client, token):
    answer = follow(client, token, {**NEW, "new_password2": "something-else-8"})
    assert answer.status_code == 422
    assert opened(token)


def test_a_link_ends_after_seven_days(client, token):
    link = AccessLink.objects.get()
    assert (link.expires_at - link.created_at).days in (6, 7)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert follow(client, token, NEW).status_code == 404


def test_a_new_link_ends_the_earlier_one(token):
    again = links.issue(cast.person("eva"), actor=cast.admin())
    assert (opened(token), bool(opened(again))) == (None, True)


def test_a_deactivated_person_has_no_usable_link(token):
    accounts.deactivate(cast.person("eva"), actor=cast.admin())
    assert opened(token) is None


def test_used_expired_and_unknown_links_look_the_same(client, token):
    follow(client, token, NEW)
    client.post("/sign-out/")
    late = links.issue(cast.person("otto"), actor=cast.admin())
    AccessLink.objects.filter(user__username="otto").update(expires_at=timezone.now())
    pages = [client.get(f"/access/{key}/", follow=True) for key in (token, late, "unknown")]
    bodies = {page.content.replace(page.context["csrf_token"].encode(), b"").split(b"<main")[1] for page in pages}
    assert ({page.status_code for page in pages}, len(bodies)) == ({404}, 1)


def test_who_is_signed_in_is_led_home_from_a_used_link(client, token):
    def door():
        main = client.get(f"/access/{token}/", follow=True).content.decode().split("<main")[1].split("</main")[0]
        return re.findall(r'class="btn btn-primary" href="(.*?)"', main)

    follow(client, token, NEW)
    assert door() == ["/"]
    client.post("/sign-out/")
    assert door() == ["/sign-in/"]


def test_a_link_is_used_by_one_of_two(token):
    assert links.use(links.hashed(token), password="another-fine-one-7") == cast.person("eva")
    assert links.use(links.hashed(token), password="a-third-fine-one-7") is None
    assert cast.person("eva").check_password("another-fine-one-7")


# Coming back --------------------------------------------------------------------------------------
@pytest.fixture
def left():
    """Eva, deactivated while a device of hers was signed in."""
    device = Client()
    device.force_login(cast.person("eva"))
    accounts.deactivate(cast.person("eva"), actor=cast.admin())
    return device


def test_deactivated_person_opens_nothing_until_the_link_is_used(client, left):
    eva = cast.person("eva")
    links.issue(eva, actor=cast.admin())
    assert not User.objects.get(pk=eva.pk).is_active
    assert left.get("/").status_code == 302
    client.post("/sign-in/", {"username": "eva", "password": cast.PASSWORD})
    assert get_user(client).is_anonymous


def test_link_lets_a_deactivated_person_in_again_with_the_new_password_only(client, left):
    token = links.issue(cast.person("eva"), actor=cast.admin())
    assert follow(client, token, NEW)["Location"] == "/"
    eva = cast.person("eva")
    assert (eva.is_active, client.get("/").status_code) == (True, 200)
    assert left.get("/").status_code == 302
    assert [eva.check_password(word) for word in (cast.PASSWORD, NEW["new_password1"])] == [False, True]
    made, used = Event.objects.filter(type__in=["selection.person_reactivated", "selection.access_link_used"])
    assert (made.actor, used.actor, used.payload.body) == (cast.admin(), eva, {"issued_by": cast.admin().username})


def test_link_of_before_the_deactivation_lets_nobody_back(client, token, left):
    assert follow(client, token, NEW).status_code == 404
    AccessLink.objects.update(expires_at=timezone.now() + timedelta(days=1))  # as an earlier version left it
    assert follow(client, token, NEW).status_code == 404
    assert not cast.person("eva").is_active


def test_deactivating_once_more_ends_the_link_to_come_back(client, left):
    token = links.issue(cast.person("eva"), actor=cast.admin())
    accounts.deactivate(cast.person("eva"), actor=cast.admin())
    assert opened(token) is None


# What others may read -----------------------------------------------------------------------------
def test_page_of_a_link_has_no_token_in_its_address_session_or_text(client, token):
    page = client.get(f"/access/{token}/", follow=True)
    kept = dict(client.session)
    assert (page.request["PATH_INFO"], token in page.content.decode(), token in str(kept)) == ("/access/", False, False)


def test_link_that_opens_nothing_leaves_nothing_in_the_session(client, token):
    client.get(f"/access/{token}/")
    client.get("/access/unknown/")
    assert "followed_link" not in client.session


@pytest.mark.parametrize("path", ["/access/{}/", "/access/{}", "/access/{}/?x=1", "/access/{}/more/"])
@pytest.mark.parametrize("is_csrf_checked", [True, False])
def test_no_line_of_the_log_has_a_token(token, path, is_csrf_checked):
    stream = io.StringIO()
    described = settings.LOGGING["formatters"]["line"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.config.DictConfigurator({}).configure_formatter(described | {}))
    logging.getLogger("django").addHandler(handler)
    try:
        Client(enforce_csrf_checks=is_csrf_checked).post(path.format(token), NEW)
        logging.getLogger("django.request").error("failed at %s", f"GET {path.format(token)} HTTP/1.1")
    finally:
        logging.getLogger("django").removeHandler(handler)
    told = stream.getvalue()
    assert ("/access/…" in told, token in told) == (True, False)


def test_traceback_has_no_token_either(token):
    formatter = logging.config.DictConfigurator({}).configure_formatter(dict(settings.LOGGING["formatters"]["line"]))
    try:
        raise ValueError(f"/access/{token}/")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", (), (type(error), error, error.__traceback__))
    assert token not in formatter.format(record)
