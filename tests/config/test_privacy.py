"""Does what the installation keeps stay with the account that runs it?"""

import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import broker, privacy


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def run(*command, data, wide=0o000):
    """A process of its own, started where everything new may be read by everybody."""
    environment = os.environ | {"TOUCHSTONE_DATA": str(data), "DATABASE_URL": "", "SECRET_KEY": "", "HTTPS": "false"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environment,
        umask=wide,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_a_command_makes_is_for_its_owner_only(tmp_path):
    data = tmp_path / "data"
    done = run("manage.py", "migrate", "-v0", "contenttypes", data=data)
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert modes(data) == {"secret_key": 0o600, "touchstone.sqlite3": 0o600}


@pytest.mark.parametrize(
    "entry",
    [
        "import config.wsgi",
        "from celery.signals import worker_init; import config; worker_init.send(sender=None)",
    ],
)
def test_web_and_worker_keep_to_their_owner(tmp_path, entry):
    made = tmp_path / "made"
    script = f"{entry}; open({str(made)!r}, 'w').close()"
    done = run("-c", script, data=tmp_path / "data")
    assert (done.returncode, stat.S_IMODE(made.stat().st_mode)) == (0, 0o600), done.stderr


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o710, 0o704, 0o770, 0o701])
@pytest.mark.parametrize("command", [["manage.py", "check_selections"], ["-m", "config.launcher", "serve"]])
def test_data_that_others_may_enter_is_refused_with_the_remedy(tmp_path, mode, command):
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(mode)
    done = run(*command, data=data)
    assert done.returncode == 1
    assert f"other accounts of this machine may enter {data}; close it: chmod -R go= {data}" in done.stderr
    assert "Traceback" not in done.stderr
    assert modes(data) == {}


def test_closed_or_missing_folder_is_taken(tmp_path):
    tmp_path.chmod(0o700)
    privacy.require_closed(tmp_path)
    privacy.require_closed(tmp_path / "not there yet")


def test_folder_for_the_socket_that_somebody_else_laid_out_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    long = tmp_path / ("d" * 100)
    folder = broker.embedded_socket(long).parent
    broker.server_command(long)
    folder.chmod(0o777)
    with pytest.raises(ImproperlyConfigured, match="chmod"):
        broker.server_command(long)
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ImproperlyConfigured, match="belongs to another account"):
        broker.server_command(long)
