"""What does a page say when disk or database fail under it?"""

import sqlite3

import pytest
from django.db import OperationalError, connection

from selection.models import Selection, User
from tests import cast

pytestmark = pytest.mark.django_db
NAME = {"name_zh": "新平台", "source": "blank", "note": "<b>甲 & 乙</b>"}
FAILURES = [
    (sqlite3.SQLITE_FULL, "磁盘已满"),
    (sqlite3.SQLITE_READONLY, "目前只读"),
    (sqlite3.SQLITE_BUSY, "正被占用"),
    (sqlite3.SQLITE_CANTOPEN, "没有响应"),
]


def failing(code):
    """Every write ends as SQLite ends it with this code."""

    def fail(execute, sql, *rest):
        if not sql.startswith(("INSERT", "UPDATE", "DELETE")):
            return execute(sql, *rest)
        cause = sqlite3.OperationalError("told")
        cause.sqlite_errorcode = code
        raise OperationalError("told") from cause

    return connection.execute_wrapper(fail)


@pytest.fixture
def chen(client):
    client.force_login(cast.person("chen"))
    client.get("/profile/")
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("code", "words"), FAILURES)
def test_failure_is_said_and_what_was_typed_can_be_sent_again(chen, code, words):
    with failing(code):
        answer = chen.post("/selections/new/", NAME)
    page = answer.content.decode()
    assert (answer.status_code, words in page, "Traceback" in page) == (503, True, False)
    assert 'name="name_zh" value="新平台"' in page
    assert 'name="note" value="&lt;b&gt;甲 &amp; 乙&lt;/b&gt;"' in page
    assert 'action="/selections/new/"' in page
    assert not Selection.objects.exists()
    assert chen.post("/selections/new/", NAME).status_code == 302


def test_password_is_not_on_the_page(client):
    cast.person("chen")
    client.raise_request_exception = False
    with failing(sqlite3.SQLITE_FULL):
        page = client.post("/sign-in/", {"username": "chen", "password": cast.PASSWORD})
    assert (page.status_code, cast.PASSWORD in page.content.decode()) == (503, False)


def test_page_that_asked_the_database_for_nothing_says_so_too(chen):
    def away(_execute, *_rest):
        raise OperationalError("the server closed the connection unexpectedly")

    with connection.execute_wrapper(away):
        answer = chen.get("/")
    assert (answer.status_code, answer["Retry-After"], "没有响应" in answer.content.decode()) == (503, "10", True)
    assert "<form" not in answer.content.decode()


def test_fault_of_the_code_promises_nothing(chen, monkeypatch):
    monkeypatch.setattr(User, "display_name", property(lambda _self: 1 / 0))
    answer = chen.get("/")
    assert answer.status_code == 500
    assert ("不能确定" in answer.content.decode(), "Nothing" in answer.content.decode()) == (True, False)
