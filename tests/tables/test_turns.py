"""Are as many files read at once as may be, by all processes together, and does a dead one give its turn back?"""

import subprocess
import sys

import pytest

from tables.turns import Busy, turn
from tables.workbook import ROOT

HOLDER = """
import sys, time
from pathlib import Path
from tables.turns import turn
with turn(Path(sys.argv[1]), most=2, wait=5):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Starts a process that holds a turn until it is ended."""
    started = []

    def start():
        command = [sys.executable, "-c", HOLDER, str(tmp_path)]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close(), process.stdout.close()


def test_as_many_as_may_hold_a_turn_and_the_dead_give_theirs_back(holder, tmp_path):
    first, _second = holder(), holder()
    with pytest.raises(Busy), turn(tmp_path, most=2, wait=0):
        raise AssertionError("a third one came in")
    first.kill()
    with turn(tmp_path, most=2, wait=5), pytest.raises(Busy), turn(tmp_path, most=2, wait=0):
        raise AssertionError("a third one came in")


def test_who_comes_later_waits_for_a_turn(holder, tmp_path):
    holder(), holder().stdin.close()  # the second one ends soon
    with turn(tmp_path, most=2, wait=10):
        pass


def test_a_turn_is_given_back_when_reading_fails(tmp_path):
    for _ in range(2):
        with pytest.raises(LookupError), turn(tmp_path, most=1, wait=0):
            raise LookupError
