"""How long does a device stay signed in?"""

import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests import cast

pytestmark = pytest.mark.django_db
HOUR, DAY = 3600, 86_400


def sign_in(client, **more):
    cast.person("chen")
    return client.post("/sign-in/", {"username": "chen", "password": cast.PASSWORD, **more})


def passed(client, *, since_seen, since_start=None):
    """So many seconds have passed since the last request, and since signing in."""
    session = client.session
    session["seen"] -= since_seen
    session["started"] -= since_seen if since_start is None else since_start
    session.save()


def is_signed_in(client):
    return client.get("/profile/").status_code == 200


@pytest.mark.parametrize(("seconds", "stays"), [(0, True), (HOUR - 30, True), (HOUR, False), (3 * DAY, False)])
def test_device_that_was_idle_for_an_hour_is_signed_out(client, seconds, stays):
    sign_in(client)
    passed(client, since_seen=seconds)
    assert (is_signed_in(client), get_user(client).is_authenticated) == (stays, stays)


def test_session_past_its_last_moment_is_nobodys(client):
    sign_in(client)
    assert is_signed_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert (is_signed_in(client), get_user(client).is_authenticated) == (False, False)


@pytest.mark.parametrize(("seconds", "stays"), [(12 * HOUR - 30, True), (12 * HOUR, False)])
def test_device_in_use_is_signed_out_after_twelve_hours(client, seconds, stays):
    sign_in(client)
    passed(client, since_seen=60, since_start=seconds)
    assert is_signed_in(client) == stays


def test_each_request_begins_the_hour_again(client):
    sign_in(client)
    for _ in range(4):
        passed(client, since_seen=50 * 60)
        assert is_signed_in(client)


@pytest.mark.parametrize(("limits", "seconds"), [({"SESSION_IDLE_MINUTES": 7}, 420), ({"SESSION_HOURS": 1}, 3600)])
def test_both_limits_are_settings(client, settings, limits, seconds):
    for name, value in limits.items():
        setattr(settings, name, value)
    sign_in(client)
    passed(client, since_seen=30, since_start=0)
    assert is_signed_in(client)
    passed(client, since_seen=seconds)
    assert not is_signed_in(client)


def test_cookie_ends_with_the_browser_unless_the_person_asks(client):
    sign_in(client)
    assert client.cookies["sessionid"]["max-age"] == ""
    client.post("/sign-out/")
    sign_in(client, remember="on")
    assert client.cookies["sessionid"]["max-age"] == 14 * DAY


@pytest.mark.parametrize(("seconds", "stays"), [(13 * DAY, True), (14 * DAY - 30, True), (14 * DAY, False)])
def test_device_that_is_to_be_remembered_stays_for_fourteen_days(client, seconds, stays):
    sign_in(client, remember="on")
    passed(client, since_seen=seconds)
    assert is_signed_in(client) == stays


def test_installation_may_forbid_to_be_remembered(client, settings):
    settings.KEEP_SIGNED_IN_DAYS = 0
    assert "remember" not in client.get("/sign-in/").content.decode()
    sign_in(client, remember="on")
    assert client.cookies["sessionid"]["max-age"] == ""
    passed(client, since_seen=HOUR)
    assert not is_signed_in(client)


def test_session_of_an_earlier_version_gets_its_limits_at_the_next_request(client):
    client.force_login(cast.person("chen"))
    assert is_signed_in(client)
    passed(client, since_seen=HOUR)
    assert not is_signed_in(client)


def test_signing_out_clears_the_browser(client):
    sign_in(client)
    client.get("/profile/")
    assert client.cookies["person"].value
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert (client.cookies["person"].value, get_user(client).is_anonymous) == ("", True)


@pytest.mark.parametrize(("seconds", "written"), [(59, 0), (60, 60), (200, 200)])
def test_being_seen_is_written_once_a_minute(client, monkeypatch, seconds, written):
    start = time.time()
    monkeypatch.setattr(time, "time", lambda: start)
    sign_in(client)
    monkeypatch.setattr(time, "time", lambda: start + seconds)
    is_signed_in(client)
    assert client.session["seen"] == int(start) + written
