"""Is no acknowledged save lost or doubled when PostgreSQL ends the connections of everybody, again and again?"""

import threading
from time import sleep
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import Error, connection

from reports.proof import replay
from reports.proof.verification import verify
from scoring.models import Score
from selection.models import Event, Selection
from tests.held.running import end_connections, say
from tests.held.size import TIMES
from tests.scoring.scene import scene

pytestmark = [pytest.mark.campaign, pytest.mark.services, pytest.mark.django_db(transaction=True)]
ENDS = 25 * TIMES


class Saver(threading.Thread):
    """One person who sends each save until it is answered."""

    def __init__(self, made, name):
        super().__init__()
        self.made, self.person, self.known, self.lost_answers = made, name, [], 0
        self.ends = threading.Event()

    def run(self):
        while not self.ends.is_set():
            self.save(len(self.known), str(uuid4()))
        connection.close()

    def save(self, version, operation):
        while True:
            try:
                self.made.give(self.person, "F1", "A", version % 10, version=version, operation=operation)
                break
            except Error:
                self.lost_answers += 1
                connection.close()
        self.known.append(operation)


@pytest.mark.skipif(not settings.DATABASE_URL, reason="SQLite has no server that could end a connection")
def test_saves_outlive_the_end_of_every_connection():
    made = scene()
    replay.baseline(made.selection)
    connection.close()
    savers = [Saver(made, name) for name in ("eva", "ed")]
    for saver in savers:
        saver.start()
    for _number in range(ENDS):
        sleep(0.3)
        end_connections()
    for saver in savers:
        saver.ends.set()
    for saver in savers:
        saver.join()
    known = [operation for saver in savers for operation in saver.known]
    stored = list(Event.objects.filter(type="scoring.score_recorded").values_list("operation", flat=True))
    cut = sum(saver.lost_answers for saver in savers)
    say(f"{len(known)} saves, {ENDS} ends of all connections, {cut} sent again")
    assert (sorted(stored), cut > 0, len(known) > 10) == (sorted(known), True, True)
    assert sum(Score.objects.values_list("version", flat=True)) == len(known)
    assert verify(Selection.objects.get(pk=made.selection.pk)).findings == []
