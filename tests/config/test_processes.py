"""Does no process outlive the installation?"""

import os
import subprocess
import sys
import time

import pytest

import config.processes
from config.processes import Processes
from tests.services import wait_for

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
SLEEP = "import time; time.sleep(60)"
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).wait()"


def alive(group):
    return subprocess.run(["pgrep", "-g", str(group)], capture_output=True).returncode == 0


@pytest.fixture
def processes():
    processes = Processes()
    yield processes
    processes.stop()


def start(processes, code):
    processes.start("child", [sys.executable, "-c", code])
    return processes.running["child"].pid


def test_stop_ends_a_willing_process(processes):
    pid = start(processes, SLEEP)
    processes.stop()
    assert not alive(pid)


def test_stop_kills_a_stubborn_process(processes, monkeypatch):
    monkeypatch.setattr(config.processes, "PATIENCE_SECONDS", 0.2)
    pid = start(processes, STUBBORN)
    time.sleep(0.3)
    processes.stop()
    assert not alive(pid)


def test_stop_ends_grandchildren(processes):
    pid = start(processes, PARENT)
    wait_for(lambda: len(subprocess.run(["pgrep", "-g", str(pid)], capture_output=True).stdout.split()) == 2)
    processes.stop()
    assert not alive(pid)


def test_first_ended_names_the_process_and_its_code(processes):
    start(processes, "raise SystemExit(3)")
    processes.running["child"].wait()
    assert processes.first_ended() == ("child", 3)


def test_nothing_has_ended_while_all_run(processes):
    start(processes, SLEEP)
    assert processes.first_ended() is None


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's own")
def test_child_ends_with_a_parent_that_was_killed(tmp_path):
    code = (
        "import sys, time; from config.processes import Processes; p = Processes();"
        "p.start('child', [sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(p.running['child'].pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=os.environ)
    with parent:
        child = int(parent.stdout.readline())
        parent.kill()
        parent.stdout.close()
    wait_for(lambda: not alive(child))
