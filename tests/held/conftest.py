"""Where does an installation live that a test breaks?"""

from time import monotonic_ns

import pytest
from django.conf import settings

from tests.held.running import home_of, python
from tests.services import as_postgres, newest_postgres

SCENE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from reports.proof import replay
from tests.scoring.scene import scene
replay.baseline(scene().selection)
"""


@pytest.fixture
def empty_place(tmp_path, request):
    """A data directory and an empty database: the folder, and the environment of its commands."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    environment = {"TOUCHSTONE_DATA": str(data), "DATABASE_URL": ""}
    if settings.DATABASE_URL:
        url, name = request.getfixturevalue("postgres_url"), f"held_{monotonic_ns()}"
        as_postgres(newest_postgres() / "createdb", "-h", home_of(url), "-U", "touchstone", name)
        environment["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{name}"
    return data, environment


@pytest.fixture
def place(empty_place):
    """With the scene of the tests of scoring in it."""
    python(empty_place[1], SCENE)
    return empty_place
