"""Does one command start everything, say so, and leave nothing behind?"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings

from tests.services import PATIENCE, free_port, wait_for


class Installation:
    """`./run serve` or `demo` without the installing."""

    def __init__(self, data, mode="serve", **environment):
        self.port = free_port()
        foreign = ("HTTPS", "REDIS_URL", "DATABASE_URL", "SECRET_KEY")
        clean = {name: value for name, value in os.environ.items() if name not in foreign}
        clean |= {"TOUCHSTONE_DATA": str(data), "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        self.log = data.parent / f"{self.port}.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.launcher", mode],
                cwd=settings.BASE_DIR,
                env=clean | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def lines(self):
        return self.log.read_text().splitlines()

    def await_line(self, start):
        wait_for(lambda: self.process.poll() is not None or any(line.startswith(start) for line in self.lines()))
        return next(line for line in self.lines() if line.startswith(start))

    def children(self):
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]

    def groups_left(self, groups):
        return [group for group in groups if subprocess.run(["pgrep", "-g", str(group)], capture_output=True).stdout]

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory, empty_database):
    """A data directory that was used before; a first start is what the demo test sees."""
    data = tmp_path_factory.mktemp("migrated")
    shutil.copy(empty_database, data / "touchstone.sqlite3")
    environment = os.environ | {"TOUCHSTONE_DATA": str(data), "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "load_content", "-v0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
    return data


@pytest.fixture
def install(tmp_path, migrated):
    started = []

    def install(name="data", **options):
        if options.get("mode") != "demo" and not (tmp_path / name).exists():
            shutil.copytree(migrated, tmp_path / name)
        started.append(Installation(tmp_path / name, **options))
        return started[-1]

    yield install
    for installation in started:
        installation.stop()


LONG_NAME = " ".join(["a long name, 长名字"] * 5)


def test_it_starts_says_so_stops_starts_again_with_its_data_and_ends_with_any_process(install):
    first = install(name=LONG_NAME, HOST="0.0.0.0")
    shared = first.await_line("for colleagues").removeprefix("for colleagues ")
    url = f"http://127.0.0.1:{first.port}"
    assert first.await_line("ready") == f"ready {url}"
    assert [urllib.request.urlopen(address).status for address in (url, shared)] == [200, 200]
    second = install(name=LONG_NAME)
    assert second.process.wait(PATIENCE) == 1
    data = first.log.parent / LONG_NAME
    assert second.lines()[-1] == f"==> {data} is in use by another running installation; stop it first"
    key = (data / "secret_key").read_text()
    assert_stops(first, signal.SIGINT)

    again = install(name=LONG_NAME)
    again.await_line("ready")
    assert (data / "secret_key").read_text() == key
    assert_ends_with_one_process(again)


def assert_stops(installation, number):
    children = installation.children()
    assert len(children) == 3
    assert installation.stop(number) == 0
    assert installation.groups_left(children) == []
    assert [line for line in installation.lines() if "Traceback" in line] == []


def assert_ends_with_one_process(installation):
    children = installation.children()
    os.kill(children[1], signal.SIGKILL)
    assert installation.process.wait(PATIENCE) == 1
    assert installation.groups_left(children) == []
    assert re.search(r"the \w+ process ended by itself", installation.lines()[-1])


def test_taken_port_is_named_with_a_remedy(install):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        installation = install(PORT=str(port))
        assert installation.process.wait(PATIENCE) == 1
    expected = f"==> port {port} is taken by another program; choose another: PORT={port + 1}"
    assert installation.lines() == [expected]


def test_odd_port_is_refused(install):
    installation = install(PORT="80000")
    assert installation.process.wait(PATIENCE) == 1
    assert installation.lines() == ["==> PORT='80000' is not understood: use a whole number from 1 to 65535"]


def test_given_redis_is_used_and_a_launcher_that_is_killed_leaves_nothing(install, redis_url):
    installation = install(REDIS_URL=redis_url)
    installation.await_line("ready")
    children = installation.children()
    assert len(children) == 2
    installation.process.kill()
    wait_for(lambda: not installation.groups_left(children))


def test_demo_tells_how_to_sign_in(install):
    installation = install(mode="demo")
    line = installation.await_line("sign in: ")
    assert re.fullmatch(r"sign in: \S+ \S+ \S.*", line)
    assert_stops(installation, signal.SIGTERM)


def test_run_without_root_prints_the_line_to_type(tmp_path):
    """On a machine without Pango, as someone who may not install."""
    fakes = tmp_path / "bin"
    fakes.mkdir()
    for name, body in {"id": "echo 1000", "python3": "exit 1"}.items():
        (fakes / name).write_text(f"#!/bin/sh\n{body}\n")
        (fakes / name).chmod(0o755)
    path = f"{fakes}:{os.environ['PATH']}"
    done = subprocess.run([settings.BASE_DIR / "run", "setup"], env={"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == "sudo apt-get install -y --no-install-recommends python3 python3-venv"


def test_run_without_a_command_explains_itself():
    done = subprocess.run([settings.BASE_DIR / "run"], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("./run demo ")


def test_shell_script_is_sound():
    assert subprocess.run([shutil.which("bash"), "-n", settings.BASE_DIR / "run"]).returncode == 0


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("apt-get", "sudo apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0"
                    " libharfbuzz-subset0 python3 python3-venv"),
        ("dnf", "sudo dnf install -y pango harfbuzz python3.12"),
        ("zypper", "sudo zypper install -y libpango-1_0-0 libharfbuzz-subset0 python312"),
        ("brew", "brew install pango harfbuzz python@3.12"),
    ],
)  # fmt: skip
def test_run_prints_the_line_of_the_machines_own_package_manager(tmp_path, program, line):
    """On a machine that has nothing but its package manager, as someone who may not install."""
    tools = ("bash", "dirname", "sed", "tr", "awk", "cat", "grep", "head", "env")
    for name in tools:
        (tmp_path / name).symlink_to(shutil.which(name))
    for name, body in {"id": "echo 1000", "python3": "exit 1", "uname": "echo Darwin", program: "exit 1"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    command = [shutil.which("bash"), settings.BASE_DIR / "run", "setup"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (3, line)
