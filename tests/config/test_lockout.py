"""Is guessing passwords slow?"""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import F
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from config.proxy import client_address

PASSWORD = "correct horse battery"


@pytest.fixture
def eva(db):
    user = get_user_model()(username="eva")
    user.set_password(PASSWORD)
    user.save()
    return user


def attempt(client, password, username="eva", **extra):
    return client.post(reverse("sign_in"), {"username": username, "password": password}, **extra)


def fail_often(client, **extra):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = attempt(client, "wrong", **extra)
    return answer


def test_too_many_failures_refuse_even_the_right_password(client, eva):
    assert fail_often(client).status_code == 429
    assert attempt(client, PASSWORD).status_code == 429
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_pause_ends_in_time_also_for_who_goes_on_trying(client, eva, password):
    fail_often(client)
    passed = timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES)
    AccessAttempt.objects.update(attempt_time=timezone.now() - passed + timedelta(seconds=30))
    assert attempt(client, password).status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(seconds=31))
    assert attempt(client, PASSWORD).status_code == 302


def test_log_names_who_is_attacked_and_never_the_password(client, eva, caplog):
    logging.getLogger("axes").addHandler(caplog.handler)
    try:
        fail_often(client, REMOTE_ADDR="10.0.0.7")
    finally:
        logging.getLogger("axes").removeHandler(caplog.handler)
    assert ('"eva"' in caplog.text, "10.0.0.7" in caplog.text, "wrong" in caplog.text) == (True, True, False)


def test_one_failure_fewer_refuses_nothing(client, eva):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert attempt(client, "wrong").status_code == 422
    assert attempt(client, PASSWORD).status_code == 302


def test_refusal_holds_for_one_name_at_one_address(client, eva):
    fail_often(client)
    assert attempt(client, "wrong", username="bo").status_code == 422
    assert attempt(client, PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_refusal_says_the_same_of_a_name_that_does_not_exist(client, eva):
    known = fail_often(client)
    unknown = attempt(client, "wrong", username="nobody")
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        unknown = attempt(client, "wrong", username="nobody")
    assert (unknown.status_code, len(unknown.content)) == (known.status_code, len(known.content))


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "登录"), ("en", "Too many")])
def test_refusal_speaks_the_language_of_the_person(client, eva, language, words):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert words in fail_often(client).content.decode()


def test_forged_forwarding_header_does_not_start_a_new_count(client, eva):
    for number in range(settings.AXES_FAILURE_LIMIT):
        answer = attempt(client, "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_client_address_believes_only_our_own_proxies(settings, proxies, header, address):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=header)
    assert client_address(request) == address
