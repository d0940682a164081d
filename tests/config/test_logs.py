"""What stands in a log, and what does not?"""

import logging

import pytest
from django.conf import settings

from config.logs import WithoutTracesOfRefusals
from selection.models import Phase
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(monkeypatch):
    """What the handler of the settings writes."""
    handler = Lines()
    handler.addFilter(WithoutTracesOfRefusals())
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.lines
    root.removeHandler(handler)


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


def test_a_refusal_is_one_line_without_a_traceback(client, lines):
    client.force_login(cast.committee(phase=Phase.SCORE).eva.user)
    assert client.get("/s/S-0001/edit/").status_code == 403
    assert [line for line in lines if "/edit/" in line] == ["WARNING Forbidden (Permission denied): /s/S-0001/edit/"]


def test_a_fault_keeps_its_traceback(client, lines, monkeypatch):
    client.force_login(cast.committee().eva.user)
    client.raise_request_exception = False
    monkeypatch.setattr("desk.views.home.render", None)
    assert client.get("/").status_code == 500
    assert ["Traceback" in line for line in lines if "Internal Server Error" in line] == [True]


def test_the_log_of_every_way_of_running_leaves_them_out():
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["refusals"]


def test_no_page_may_ask_for_a_device(client):
    for path in ("/sign-in/", "/nowhere/"):
        assert "camera=()" in client.get(path)["Permissions-Policy"]
