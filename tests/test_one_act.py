"""Is everything that a sent form does stored together, or nothing, wherever the database fails on the way?"""

import sqlite3
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from selection.models import Phase
from tests import cast
from tests.test_fuzz import Form, dressed, forms, stored

pytestmark = pytest.mark.django_db
OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
REASON = "因为评审会上供应商当场演示了这一项，大家都看到了。"
TYPED = {
    "name_zh": "新的名字",
    "label_zh": "第一年许可",
    "text_zh": "六个渠道都要能进线",
    "title": "演示纪要 0304",
    "text": "原生接入 22 个渠道",
    "username": "ning",
    "reason": REASON,
    "rationale": REASON,
    "source": "供应商答复第 3 问",
    "code": "R-77",
    "moscow": "must",
    "item": "K01",
    "amount": "1200",
    "price": "300",
    "value": "96",
    "score": "7",
    "level": "documented",
    "result": "pass",
    "state": "pass",
    "department": "it",
    "closes_at": (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
    "block": "项目\t报价内\t第1年\t第2年\n许可\t是\t100\t120\n",
}


@contextmanager
def failing_at(place):
    """The query at this place, from 1, fails as on a full disk; at 0 they are only counted."""
    seen = []

    def execute(carry_out, sql, *rest):
        if not sql.startswith(OF_TRANSACTIONS):
            seen.append(sql)
            if len(seen) == place:
                cause = sqlite3.OperationalError("told")
                cause.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise OperationalError("told") from cause
        return carry_out(sql, *rest)

    with connection.execute_wrapper(execute):
        yield seen


def sent(client, form, before, place=0):
    """Status of the answer, whether something is stored now, and the count of queries; then all is undone."""
    filled = {name: value or TYPED.get(name.rpartition("-")[2], "") for name, value in form.fields.items()}
    seat = client.cookies["sessionid"].value
    with transaction.atomic():
        with failing_at(place) as seen:
            answer = client.post(form.path, filled)
        transaction.set_rollback(False)  # a save by itself that failed: without the test's own there is no transaction
        found = answer.status_code, stored() != before, len(seen)
        transaction.set_rollback(True)
    client.cookies["sessionid"] = seat
    return found


def half_done(client, all_forms, places):
    """The acts that were tried, and those that left something behind though their answer says that they failed."""
    before, tried, odd = stored(), set(), []
    for form in all_forms:
        status, is_stored, count = sent(client, form, before)
        if not is_stored:
            continue
        assert status < 400, (form.path, status)
        tried.add(form.path)
        for place in places(count):
            status, is_stored, _count = sent(client, form, before, place)
            if status >= 400 and is_stored:
                odd.append((form.path, place, count, status))
    return tried, odd


def last(count):
    return range(max(1, count - 3), count + 1)


PASTED = {"block": "K01\t订阅\tyes\t\t60.5\t67.5\t75\t84\t95", "unit": "wan", "scenario": "*", "write": "1"}
ACTS = [
    (Phase.DEFINE, "/s/S-0001/vendors/add/", {"name_zh": "磐石坐席"}),
    (Phase.DEFINE, "/s/S-0001/costs/lines/A/paste/", PASTED),
    (Phase.DEFINE, "/s/S-0001/members/add/", {"roles": "evaluator", "department": "it"}),
    (Phase.DEFINE, "/people/add/", {"username": "ning", "name_zh": "宁", "department": "it"}),
    (Phase.CONSENSUS, "/s/S-0001/results/run/", {}),
]


@pytest.mark.parametrize(("phase", "path", "fields"), ACTS, ids=[path for _phase, path, _fields in ACTS])
def test_act_is_whole_or_undone_when_one_of_its_last_queries_fails(phase, path, fields):
    client = dressed(phase)
    form = Form(path, fields | ({"user": str(cast.person("ida").pk)} if "members" in path else {}))
    assert half_done(client, [form], last) == ({path}, [])


def test_device_that_is_noted_as_seen_on_a_full_disk_is_told_so():
    client = dressed(Phase.DEFINE)
    with transaction.atomic(), failing_at(0) as seen:
        client.get("/profile/")
        transaction.set_rollback(True)
    place = next(number for number, sql in enumerate(seen, start=1) if sql.startswith('UPDATE "django_session"'))
    with failing_at(place):
        answer = client.get("/profile/")
    assert (answer.status_code, "磁盘已满" in answer.content.decode()) == (503, True)


@pytest.mark.campaign
@pytest.mark.parametrize("phase", Phase)
def test_no_act_of_any_phase_is_half_done_wherever_a_query_fails(phase):
    client = dressed(phase)
    tried, odd = half_done(client, forms(client), lambda count: range(1, count + 1))
    assert (odd, len(tried) > 1) == ([], True)
