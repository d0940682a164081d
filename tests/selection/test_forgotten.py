"""How does somebody get in who has forgotten their password, where mail is configured?"""

import io
import logging.config
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from celery import Celery
from django.contrib.auth import get_user
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from config.celery import app
from reports.tasks import sweep
from selection import accounts, attempts, forgotten, tasks
from selection.models import Event, LinkRequest
from tests import cast

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "another-fine-one-7", "new_password2": "another-fine-one-7"}
PUBLIC = "https://pick.example"


@pytest.fixture(autouse=True)
def configured(settings):
    settings.EMAIL_HOST, settings.PUBLIC_URL = "mail.example", PUBLIC


@pytest.fixture
def eva():
    return cast.person("eva", email="Eva@example.com", language="en")


def ask(client, address="eva@example.com", **extra):
    return client.post("/forgotten/", {"email": address}, **extra)


def link():
    """The path of the link in the last mail."""
    return urlsplit(re.findall(r"https?://\S+", mail.outbox[-1].body)[0]).path


def follow(client, path, typed=NEW):
    place = client.get(path)
    return client.post(place["Location"], typed) if place.status_code == 302 else place


def test_mail_brings_a_link_that_sets_a_password_and_signs_in(client, eva):
    old = Client()
    old.force_login(eva)
    assert ask(client)["Location"] == "/forgotten/sent/"
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["Eva@example.com"], "A new password for Touchstone")
    assert f"{PUBLIC}{link()}" in sent.body and "sign-in name: eva" in sent.body
    assert follow(client, link())["Location"] == "/"
    assert (get_user(client), cast.person("eva").check_password("another-fine-one-7")) == (eva, True)
    assert old.get("/").status_code == 302
    event = Event.objects.get(type="selection.password_reset")
    assert (event.actor, event.object, event.chain.key) == (eva, "eva", "site")


def test_link_is_of_the_address_that_the_operator_set_and_in_the_persons_language(client, settings):
    cast.person("chen", email="chen@example.com", language="zh-hans")
    settings.ALLOWED_HOSTS = ["*"]
    ask(client, "chen@example.com", HTTP_HOST="evil.example")
    assert mail.outbox[0].subject == "重设试金石的密码"
    assert "evil.example" not in mail.outbox[0].body


@pytest.mark.parametrize("address", ["eva@example.com", "nobody@example.com", "EVA@EXAMPLE.COM"])
def test_answer_is_the_same_whoever_has_the_address(client, eva, address):
    answer = ask(client, address)
    page = client.get(answer["Location"])
    assert (answer.status_code, answer["Location"], address in page.content.decode()) == (
        302,
        "/forgotten/sent/",
        False,
    )


@pytest.mark.parametrize("state", ["deactivated", "never had a password", "another address of the same look"])
def test_no_mail_goes_to_who_may_not_sign_in(client, state):
    eva = cast.person("eva", email="eva@example.com")
    if state == "deactivated":
        accounts.deactivate(eva, actor=cast.admin())
    elif state == "never had a password":
        eva.set_unusable_password()
        eva.save()
    ask(client, "eva@examp\u0131e.com" if state.startswith("another") else "eva@example.com")
    assert mail.outbox == []


def test_looking_at_the_page_of_the_link_changes_nothing(client, eva):
    ask(client)
    assert [client.get(link(), follow=True).status_code for _ in range(3)] == [200] * 3
    assert follow(client, link(), {**NEW, "new_password2": "something-else-8"}).status_code == 422
    assert follow(client, link())["Location"] == "/"


@pytest.mark.parametrize("after", ["used", "late", "signed in", "deactivated", "odd", "another person"])
def test_link_that_is_over_opens_nothing(client, eva, settings, after):
    ask(client)
    path, device = link(), Client()
    if after == "used":
        follow(device, path)
    elif after == "late":
        settings.PASSWORD_RESET_TIMEOUT = -1
    elif after == "signed in":
        device.post("/sign-in/", {"username": "eva", "password": cast.PASSWORD})
    elif after == "deactivated":
        accounts.deactivate(eva, actor=cast.admin())
    elif after == "odd":
        path = path[:-2] + ("x/" if path[-2] != "x" else "y/")
    else:
        path = path.replace(path.split("/")[2], "OTk5OTk5")
    before = cast.person("eva").password
    assert follow(client, path).status_code == 404
    assert (cast.person("eva").password, get_user(client).is_anonymous) == (before, True)


def test_of_two_who_have_opened_the_link_one_sets_the_password(eva):
    ask(Client())
    devices = [Client(), Client()]
    places = [device.get(link())["Location"] for device in devices]
    answers = [device.post(place, NEW).status_code for device, place in zip(devices, places, strict=True)]
    assert answers == [302, 404]


def test_token_sets_one_password_also_when_two_come_at_the_same_moment(eva):
    token = default_token_generator.make_token(eva)
    answers = [forgotten.reset(eva, token=token, password=f"another-fine-one-{number}") for number in (7, 8)]
    assert answers == [eva, None]
    assert cast.person("eva").check_password("another-fine-one-7")


def test_page_of_the_link_has_no_token_in_its_address(client, eva):
    ask(client)
    page = client.get(link(), follow=True)
    token = link().split("/")[3]
    assert (token in page.request["PATH_INFO"], token in page.content.decode()) == (False, False)


def test_no_line_of_the_log_has_the_token(client, eva, settings):
    ask(client)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    described = dict(settings.LOGGING["formatters"]["line"])
    handler.setFormatter(logging.config.DictConfigurator({}).configure_formatter(described))
    logging.getLogger("django").addHandler(handler)
    try:
        Client(enforce_csrf_checks=True).post(link(), NEW)
        Client().post(link() + "more/", NEW)
    finally:
        logging.getLogger("django").removeHandler(handler)
    told = stream.getvalue()
    assert ("/forgotten/" in told, link().split("/")[3] in told) == (True, False)


# Where there is no mail ---------------------------------------------------------------------------
def test_without_mail_there_is_neither_link_nor_page(client, eva, settings):
    assert 'href="/forgotten/"' in client.get("/sign-in/").content.decode()
    settings.EMAIL_HOST = ""
    assert 'href="/forgotten/"' not in client.get("/sign-in/").content.decode()
    assert [client.get(path).status_code for path in ("/forgotten/", "/forgotten/sent/", "/forgotten/x/y/")] == [
        404
    ] * 3
    assert ask(client).status_code == 404


@pytest.mark.parametrize("error", [OSError("eva@example.com refused"), OperationalError("away")])
def test_mail_or_broker_that_is_away_changes_no_answer_and_tells_no_address(client, eva, monkeypatch, caplog, error):
    def fail(*args, **options):
        raise error

    if isinstance(error, OSError):
        monkeypatch.setattr("selection.forgotten.send_mail", fail)
    else:
        monkeypatch.setattr(tasks.mail_forgotten, "delay", fail)
    assert ask(client)["Location"] == "/forgotten/sent/"
    [line] = [line for line in caplog.messages if "forgotten password" in line]
    assert (type(error).__name__ in line, "eva@" in line) == (True, False)


def test_what_a_broker_that_is_away_did_not_take_is_sent_later_and_once(client, eva, broker_url):
    away = Celery("away", broker="redis://127.0.0.1:9/0", set_as_current=False)
    away.conf.task_publish_retry = False
    away.set_current()
    try:
        assert [ask(client, address).status_code for address in ("eva@example.com", "nobody@example.com")] == [302] * 2
    finally:
        app.set_current()
    assert (mail.outbox, LinkRequest.objects.count()) == ([], 2)
    sweep()
    sweep()
    assert ([sent.to for sent in mail.outbox], LinkRequest.objects.count()) == ([["Eva@example.com"]], 0)
    assert follow(client, link())["Location"] == "/"


def test_what_the_mail_server_did_not_take_is_sent_when_the_lease_is_over(client, eva, monkeypatch, settings):
    def fail(*args, **options):
        raise OSError

    with monkeypatch.context() as without_server:
        without_server.setattr("selection.forgotten.send_mail", fail)
        ask(client)
    [row] = LinkRequest.objects.all()
    forgotten.mail(row.pk)
    assert (mail.outbox, forgotten.waiting()) == ([], [])
    LinkRequest.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert forgotten.waiting() == [row.pk]
    forgotten.mail(row.pk)
    forgotten.mail(row.pk)
    assert (len(mail.outbox), forgotten.waiting()) == (1, [])


def test_nothing_is_sent_to_who_asked_a_day_ago(client, eva):
    row = forgotten.request("eva@example.com")
    LinkRequest.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    assert (forgotten.waiting(), LinkRequest.objects.count()) == ([], 0)
    forgotten.mail(row.pk)
    assert mail.outbox == []


# How often ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["eva@example.com", "nobody@example.com"])
def test_one_mailbox_gets_three_mails_and_nobody_learns_it(eva, address):
    answers = [ask(Client(), address, REMOTE_ADDR=f"10.0.0.{number}")["Location"] for number in range(6)]
    assert answers == ["/forgotten/sent/"] * 6
    assert len(mail.outbox) == (attempts.MAILS if address.startswith("eva") else 0)


def test_one_address_asks_only_so_often(client, eva):
    answers = [ask(client, f"person{number}@example.com").status_code for number in range(10)]
    assert answers == [302] * 8 + [429] * 2
    assert ask(client, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_asking_keeps_nobody_from_signing_in(client, eva):
    for _ in range(10):
        ask(client)
    assert client.post("/sign-in/", {"username": "eva", "password": cast.PASSWORD}).status_code == 302
