"""Does another program come to the same results from the workbook of a selection, and leave all else as it is?"""

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from selection.models import Phase, Selection
from tests.reports import finished
from tests.services import missing
from tests.test_tables_out import reader, take

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]
STORED = re.compile(rb"(</f>)<v>[^<]*</v>")
ALWAYS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>"
)
CENT = 0.01


def without_results(content):
    """The workbook with its formulas and nothing that they come to: what stands there later was computed."""
    found = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as packed, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as made:
        for name in packed.namelist():
            made.writestr(name, STORED.sub(rb"\1", packed.read(name)))
    return found.getvalue()


def recomputed(content, folder):
    """The same workbook, opened, computed and saved by LibreOffice without a screen."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    calc = program and Path(program).resolve().parent / "libsclo.so"
    if not calc or not calc.exists():
        missing("LibreOffice with its tables (Debian: libreoffice-calc-nogui)")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS)
    (folder / "selection.xlsx").write_bytes(content)
    how = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    command = [program, *how, "--outdir", folder / "out", folder / "selection.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (folder / "out" / "selection.xlsx").read_bytes()


def cells(content, *, is_computed=True):
    """(sheet, place) → what stands there."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=is_computed)
    rows = ((page.title, row) for page in book for row in page.iter_rows())
    return {(title, cell.coordinate): cell.value for title, row in rows for cell in row if cell.value not in (None, "")}


def is_same(one, other):
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < CENT
    return (one or None) == (other or None)


def test_libreoffice_computes_the_demo_to_the_same_totals_and_changes_no_cell(tmp_path):
    demo = finished.selection(Phase.CONSENSUS)
    finished.run(demo)
    Selection.objects.filter(pk=demo.pk).update(is_demo=True)
    content = take(reader("xu"), "all_table", demo.code).content
    bare = without_results(content)
    found = recomputed(bare, tmp_path)
    formulas = {
        place
        for place, value in cells(content, is_computed=False).items()
        if isinstance(value, str) and value.startswith("=")
    }
    stored, now = cells(content), cells(found)
    assert len(formulas - set(cells(bare))) == len(formulas) > 100
    assert {place: now.get(place) for place in formulas if not is_same(stored.get(place), now.get(place))} == {}
    kept = {place: value for place, value in stored.items() if place not in formulas}
    assert {place: now.get(place) for place, value in kept.items() if now.get(place) != value} == {}
    assert set(now) - set(stored) == set()
