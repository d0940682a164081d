"""Is guessing passwords slow, and for nobody else?"""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import F
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config import proxy
from config.proxy import client_address
from selection import attempts
from selection.models import AttemptCount

PASSWORD = "correct horse battery"
LIMIT, PAUSE = settings.SIGN_IN_ATTEMPTS, settings.SIGN_IN_PAUSE_MINUTES


@pytest.fixture
def eva(db):
    user = get_user_model()(username="eva")
    user.set_password(PASSWORD)
    user.save()
    return user


def attempt(client, password, username="eva", **extra):
    return client.post(reverse("sign_in"), {"username": username, "password": password}, **extra)


def fail_often(client, times=LIMIT, **extra):
    for _ in range(times):
        answer = attempt(client, "wrong", **extra)
    return answer


def passed(**time):
    """So much time has passed since all that was counted."""
    gone = timedelta(**time)
    AttemptCount.objects.update(at=F("at") - gone, since=F("since") - gone, paused_at=F("paused_at") - gone)


def test_too_many_failures_refuse_even_the_right_password(client, eva):
    assert fail_often(client).status_code == 429
    assert attempt(client, PASSWORD).status_code == 429
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_pause_ends_in_time_also_for_who_goes_on_trying(client, eva, password):
    fail_often(client)
    passed(minutes=PAUSE, seconds=-30)
    assert attempt(client, password).status_code == 429
    passed(seconds=31)
    assert attempt(client, PASSWORD).status_code == 302


def test_each_pause_is_twice_as_long_up_to_four_hours(client, eva):
    told = []
    for _ in range(7):
        told.append(fail_often(client).context["minutes"])
        passed(minutes=told[-1])
    assert told == [15, 30, 60, 120, 240, 240, 240]
    assert attempt(client, PASSWORD).status_code == 302
    assert fail_often(client).context["minutes"] == 15


def test_pause_is_short_again_after_a_quiet_day(client, eva):
    fail_often(client)
    passed(minutes=PAUSE)
    attempt(client, "wrong")
    passed(hours=25)
    assert fail_often(client).context["minutes"] == 15


def test_failures_are_counted_over_an_hour(client, eva):
    fail_often(client, LIMIT - 1)
    passed(minutes=61)
    assert fail_often(client, LIMIT - 1).status_code == 422


def test_log_names_who_is_attacked_and_never_the_password(client, eva, caplog):
    fail_often(client, REMOTE_ADDR="10.0.0.7")
    last = caplog.messages[-1] if "paused" in caplog.messages[-1] else caplog.messages[-2]
    assert last == "sign-in failed, name 'eva', address 10.0.0.7: paused for 15 minutes"
    assert "wrong" not in caplog.text


def test_nothing_that_is_kept_names_what_was_typed(client, eva):
    attempt(client, "x", username="my-password-by-mistake", REMOTE_ADDR="10.0.0.7")
    kept = str(list(AttemptCount.objects.values()))
    assert (AttemptCount.objects.count(), "mistake" in kept, "10.0.0.7" in kept) == (3, False, False)


def test_one_failure_fewer_refuses_nothing(client, eva):
    assert fail_often(client, LIMIT - 1).status_code == 422
    assert attempt(client, PASSWORD).status_code == 302
    client.post("/sign-out/")
    assert fail_often(client, LIMIT - 1).status_code == 422


def test_refusal_holds_for_one_name_at_one_address(client, eva):
    fail_often(client)
    assert attempt(client, "wrong", username="bo").status_code == 422
    assert attempt(client, PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


@pytest.mark.parametrize("name", ["nobody", "EVA"])
def test_refusal_says_the_same_of_a_name_that_does_not_exist(client, eva, name):
    known, unknown = fail_often(client), fail_often(Client(), username=name, REMOTE_ADDR="10.0.0.9")
    assert (unknown.status_code, len(unknown.content)) == (known.status_code, len(known.content))


def test_a_name_that_exists_costs_as_many_reads_and_writes_as_one_that_does_not(client, eva):
    counts = []
    for name in ("eva", "nobody"):
        with CaptureQueriesContext(connection) as context:
            attempt(client, "wrong", username=name)
        counts.append([query["sql"].split(" ")[0] for query in context.captured_queries])
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "登录"), ("en", "Too many")])
def test_refusal_speaks_the_language_of_the_person(client, eva, language, words):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert words in fail_often(client).content.decode()


def test_administrator_ends_a_pause(client, eva):
    fail_often(client)
    call_command("axes_reset_username", "eva")
    assert attempt(client, PASSWORD).status_code == 302


# Nobody else waits ------------------------------------------------------------------------------
@pytest.fixture
def known(eva):
    """A device on which Eva signed in before and has signed out."""
    device = Client()
    attempt(device, PASSWORD)
    device.get("/profile/")
    device.post("/sign-out/")
    return device


def test_known_device_is_let_in_whatever_others_did(client, eva, known):
    assert fail_often(client).status_code == 429
    for number in range(50):
        attempt(client, "wrong", REMOTE_ADDR=f"10.0.{number}.7")
    assert attempt(Client(), PASSWORD, REMOTE_ADDR="10.1.1.1").status_code == 429
    assert attempt(known, PASSWORD).status_code == 302


def test_known_device_has_a_limit_of_its_own(client, eva, known):
    assert fail_often(known).status_code == 429
    assert attempt(known, PASSWORD).status_code == 429
    assert attempt(client, PASSWORD).status_code == 302


def test_device_is_known_for_its_person_only(client, eva, known):
    get_user_model().objects.create_user("bo", password=PASSWORD)
    fail_often(client, username="bo")
    assert attempt(known, PASSWORD, username="bo").status_code == 429


def test_device_of_two_people_is_known_for_both(client, eva, known):
    get_user_model().objects.create_user("bo", password=PASSWORD)
    attempt(known, PASSWORD, username="bo")
    known.get("/profile/")
    known.post("/sign-out/")
    fail_often(client), fail_often(client, username="bo")
    assert [attempt(known, PASSWORD, username=name).status_code for name in ("eva", "bo")] == [302, 302]


@pytest.mark.parametrize("value", ["", "x", "a b c", "a:b:c"])
def test_cookie_that_we_did_not_sign_makes_no_device_known(client, eva, value):
    fail_often(client)
    client.cookies["device"] = value
    assert attempt(client, PASSWORD).status_code == 429


def test_cookie_names_nobody(client, eva, known):
    assert "eva" not in known.cookies["device"].value


# Many names, many addresses, many at once ---------------------------------------------------------
def test_one_address_tries_only_so_many_names(client, eva):
    answers = [attempt(client, "wrong", username=f"person{number}").status_code for number in range(5 * LIMIT)]
    assert answers == [422] * (5 * LIMIT - 1) + [429]
    assert attempt(client, PASSWORD).status_code == 429
    assert attempt(client, PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_one_name_is_tried_only_so_often_from_everywhere(client, eva):
    answers = [attempt(client, "wrong", REMOTE_ADDR=f"10.0.{n}.7").status_code for n in range(5 * LIMIT)]
    assert answers == [422] * (5 * LIMIT - 1) + [429]
    assert attempt(client, PASSWORD, REMOTE_ADDR="10.9.9.9").status_code == 429


def test_an_office_that_signs_in_well_is_no_attack(client, eva):
    for _ in range(5 * LIMIT + 1):
        assert attempt(Client(), PASSWORD).status_code == 302


def test_addresses_of_one_network_of_the_new_kind_count_as_one(client, eva):
    for number in range(LIMIT):
        answer = attempt(client, "wrong", REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert answer.status_code == 429
    assert attempt(client, "wrong", REMOTE_ADDR="2001:db8:1:3::1").status_code == 422


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_get_past_the_limit(eva):
    scopes = attempts.signing_in("eva", address="10.0.0.7", device="")
    admitted, start = [], Barrier(20)

    def knock():
        start.wait()
        try:
            admitted.append(not attempts.admit(scopes))
        finally:
            connections.close_all()

    threads = [Thread(target=knock) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(admitted), sum(admitted)) == (20, LIMIT)
    connection.close()


# The form for a new password ----------------------------------------------------------------------
NEW = {"new_password1": "another-fine-one-7", "new_password2": "another-fine-one-7"}


def test_old_password_is_not_guessed_in_the_profile(client, eva):
    client.force_login(eva)
    answers = [client.post("/profile/password/", {"old_password": f"x{n}", **NEW}).status_code for n in range(12)]
    assert answers == [422] * LIMIT + [429] * (12 - LIMIT)
    assert client.post("/profile/password/", {"old_password": PASSWORD, **NEW}).status_code == 429
    passed(minutes=PAUSE)
    assert client.post("/profile/password/", {"old_password": PASSWORD, **NEW}).status_code == 302


def test_new_passwords_that_differ_are_no_guess(client, eva):
    client.force_login(eva)
    differing = {"old_password": PASSWORD, **NEW, "new_password2": "something-else-8"}
    assert {client.post("/profile/password/", differing).status_code for _ in range(LIMIT + 2)} == {422}


# Addresses ----------------------------------------------------------------------------------------
def test_forged_forwarding_header_does_not_start_a_new_count(client, eva):
    for number in range(LIMIT):
        answer = attempt(client, "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert answer.status_code == 429


def test_who_goes_around_the_proxy_is_counted_under_their_own_address(client, eva, settings, caplog):
    settings.PROXY_COUNT = 1
    proxy.named.clear()
    for number in range(LIMIT):
        sent = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": f"10.0.0.{number}"}
        answer = attempt(client, "wrong", **sent)
    assert answer.status_code == 429
    assert [line for line in caplog.messages if "PROXY_ADDRESSES" in line] == [
        "X-Forwarded-For of 203.0.113.9 is not believed; if it is your proxy, name it in PROXY_ADDRESSES"
    ]


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


@pytest.mark.parametrize(
    ("peer", "is_believed"),
    [("127.0.0.1", True), ("::1", True), ("", True), ("172.18.0.1", False), ("203.0.113.9", False), ("odd", False)],
)
def test_only_a_named_proxy_is_believed(settings, peer, is_believed):
    settings.PROXY_COUNT = 1
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1", REMOTE_ADDR=peer)
    assert client_address(request) == ("1.1.1.1" if is_believed else peer)
