"""Is an act there whole or not at all, wherever a process dies or the database fails in it?"""

import os
import signal
from contextlib import contextmanager, nullcontext

import pytest
from django.conf import settings
from django.db import Error, OperationalError, connection, connections

from tests.held.acts import ACTS, begun, faults, length
from tests.held.running import end_connections, say

pytestmark = [pytest.mark.campaign, pytest.mark.services, pytest.mark.django_db(transaction=True)]


class Stop:
    """Count the queries of an act, and let something happen instead of one of them."""

    def __init__(self, at, happens):
        self.at, self.happens, self.seen = at, happens, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.at:
            self.happens()
        return execute(sql, params, many, context)


def fail():
    raise OperationalError("the connection was lost")


def die():
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def without_transactions():
    """Each statement stands for itself; the code believes that it is in a transaction."""
    connection.ensure_connection()
    connection.in_atomic_block = True
    connection.features.has_select_for_update = False  # PostgreSQL holds rows in a transaction alone
    connection._savepoint_allowed = lambda: False  # on SQLite one would be a transaction of its own
    try:
        yield
    finally:
        del connection.features.has_select_for_update, connection._savepoint_allowed
        connection.in_atomic_block, connection.needs_rollback, connection.savepoint_ids = False, False, []


def in_a_child(work):
    """Run the work in a process that may be killed; whether it was."""
    connections.close_all()
    child = os.fork()
    if not child:
        ended = 1
        try:
            work()
            ended = 0
        finally:
            os._exit(ended)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def is_killed_at(number, act, made, around=nullcontext):
    def work():
        with around(), connection.execute_wrapper(Stop(number, die)):
            act.do(made)

    return in_a_child(work)


def fails_at(number, act, made, around=nullcontext):
    with around(), connection.execute_wrapper(Stop(number, fail)):
        try:
            act.do(made)
        except OperationalError:
            return True
    return False


def loses_its_connection_at(number, act, made, around=nullcontext):
    """PostgreSQL ends the connection itself; the next query finds a new one."""
    try:
        with around(), connection.execute_wrapper(Stop(number, end_connections)):
            act.do(made)
    except Error:
        return True
    finally:
        connection.close()
    return False


STOPS = [is_killed_at, fails_at, *([loses_its_connection_at] if settings.DATABASE_URL else [])]


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("stops", STOPS)
def test_act_that_is_stopped_at_any_query_was_never_begun(name, stops):
    made, act = begun(), ACTS[name]
    before, number = length(made), 1
    while stops(number, act, made):
        assert (number, length(made), faults(made)) == (number, before, [])
        number += 1
    say(f"{name}, {stops.__name__}: {number - 1} places, 0 half done")
    assert (number > 3, length(made) > before, faults(made)) == (True, True, [])


@pytest.mark.parametrize("stops", STOPS)
def test_without_its_transaction_it_would_be_left_half_done(stops):
    """The control: the same act, each statement for itself."""
    made, act = begun(), ACTS["fact removed"]
    half = (number for number in range(1, 12) if stops(number, act, made, without_transactions) and faults(made))
    place = next(half, None)
    say(f"the control, {stops.__name__}: half done at place {place}")
    assert place is not None
