"""The doors of one selection, through a browser in English; files are opened by the reader itself."""

import json

import pytest

from selection import opening
from tables.reading import told_of
from tables.workbook import _unpacked
from tests.vendors.views.conftest import cast, site, words

__all__ = ["cast", "site", "words"]


@pytest.fixture(autouse=True, params=["here", pytest.param("apart", marks=pytest.mark.campaign)])
def reader(request, monkeypatch):
    """A process of its own for each file takes half a second; the campaign gives each one."""
    if request.param == "here":

        def read(content, *, encoding="", separator=""):
            return _unpacked(json.loads(json.dumps(told_of(content, encoding, separator))))

        monkeypatch.setattr(opening, "read_file", read)
