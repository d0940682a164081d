"""Two windows save one cell at the same moment: one is stored, the other gets a conflict."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from scoring.models import Score
from scoring.rounds import close_round
from selection import ledger
from selection.access import WrongPhase
from selection.models import ChainHead, Event
from selection.versions import Stale
from tests.scoring.scene import scene

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
THREADS = 6


def at_once(work):
    """Run the work in several threads that start together; what each answers."""
    gate = Barrier(THREADS)

    def run(number):
        gate.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_one_of_many_first_saves_wins():
    s = scene()

    def save(number):
        try:
            return s.give("eva", "F1", "A", number, operation=f"op-{number}").score
        except Stale as conflict:
            return ("conflict", conflict.current.score)

    answers = at_once(save)
    stored = Score.objects.get()
    assert [answer for answer in answers if not isinstance(answer, tuple)] == [stored.score]
    assert {answer for answer in answers if isinstance(answer, tuple)} == {("conflict", stored.score)}
    assert (stored.version, Event.objects.count(), ledger.faults(ChainHead.objects.get())) == (1, 1, [])


def test_one_of_many_later_saves_wins():
    s = scene()
    s.give("eva", "F1", "A", 10)

    def save(number):
        try:
            return s.give("eva", "F1", "A", number, operation=f"op-{number}", version=1).version
        except Stale:
            return "conflict"

    answers = at_once(save)
    assert sorted(answers, key=str) == [2, *["conflict"] * (THREADS - 1)]
    assert Event.objects.count() == 2


def test_the_same_operation_sent_many_times_is_saved_once():
    s = scene()
    answers = at_once(lambda number: s.give("eva", "F1", "A", 7, operation="op-a").version)
    assert answers == [1] * THREADS
    assert Event.objects.count() == 1


def test_a_save_at_the_moment_of_the_close_is_counted_or_refused():
    """Either the mark is in the record of the close, or it is not stored at all."""
    s = scene(more=())
    s.give("eva", "F2", "B")

    def act(number):
        try:
            if number:
                return s.give("eva", "F1", "A", 7, operation=f"op-{number}").score
            return close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。").number
        except (Stale, WrongPhase) as refusal:
            return type(refusal).__name__

    at_once(act)
    gaps = Event.objects.get(type="selection.moved").payload.body["gaps"]["eva"]
    assert gaps == 6 - Score.objects.count()
    assert ledger.faults(ChainHead.objects.get()) == []
