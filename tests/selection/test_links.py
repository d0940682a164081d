"""How does somebody without a password get in, once?"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.utils import timezone

from selection import accounts, links
from selection.models import AccessLink
from tests import cast

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "another-fine-one-7", "new_password2": "another-fine-one-7"}


@pytest.fixture
def token():
    return links.issue(cast.person("eva"), actor=cast.admin())


def test_only_the_hash_of_a_link_is_stored(token):
    [link] = AccessLink.objects.values_list("token_hash", flat=True)
    assert link == links.hashed(token)
    assert token not in link


def test_looking_at_a_link_does_not_use_it_up(client, token):
    assert [client.get(f"/access/{token}/").status_code for _ in range(3)] == [200, 200, 200]


def test_a_password_uses_the_link_up_and_signs_in(client, token):
    assert client.post(f"/access/{token}/", NEW)["Location"] == "/"
    assert get_user(client) == cast.person("eva")
    assert cast.person("eva").check_password("another-fine-one-7")
    assert client.get(f"/access/{token}/").status_code == 404


def test_two_passwords_that_differ_leave_the_link_usable(client, token):
    answer = client.post(f"/access/{token}/", {**NEW, "new_password2": "something-else-8"})
    assert answer.status_code == 422
    assert links.usable(token)


def test_a_link_ends_after_seven_days(client, token):
    link = AccessLink.objects.get()
    assert (link.expires_at - link.created_at).days in (6, 7)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(f"/access/{token}/", NEW).status_code == 404


def test_a_new_link_ends_the_earlier_one(token):
    again = links.issue(cast.person("eva"), actor=cast.admin())
    assert (links.usable(token), bool(links.usable(again))) == (None, True)


def test_a_deactivated_person_has_no_usable_link(token):
    accounts.deactivate(cast.person("eva"), actor=cast.admin())
    assert links.usable(token) is None


def test_used_expired_and_unknown_links_look_the_same(client, token):
    client.post(f"/access/{token}/", NEW)
    client.post("/sign-out/")
    late = links.issue(cast.person("otto"), actor=cast.admin())
    AccessLink.objects.filter(user__username="otto").update(expires_at=timezone.now())
    pages = [client.get(f"/access/{key}/") for key in (token, late, "unknown")]
    bodies = {page.content.replace(page.context["csrf_token"].encode(), b"").split(b"<main")[1] for page in pages}
    assert ({page.status_code for page in pages}, len(bodies)) == ({404}, 1)


def test_who_is_signed_in_is_led_home_from_a_used_link(client, token):
    def door():
        main = client.get(f"/access/{token}/").content.decode().split("<main")[1].split("</main")[0]
        return re.findall(r'class="btn btn-primary" href="(.*?)"', main)

    client.post(f"/access/{token}/", NEW)
    assert door() == ["/"]
    client.post("/sign-out/")
    assert door() == ["/sign-in/"]


def test_a_link_is_used_by_one_of_two(token):
    assert links.use(token, password="another-fine-one-7") == cast.person("eva")
    assert links.use(token, password="a-third-fine-one-7") is None
    assert cast.person("eva").check_password("another-fine-one-7")
