"""Is a file that was made to do harm refused by name, or read as nothing but a table, in bounded memory?"""

import struct
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest

from tables.locked import MEBIBYTE
from tables.workbook import MOST_UNPACKED, ROOT, Unreadable, read_file
from tests.tables.binary import binary_workbook
from tests.tables.books import OPEN_HEAD, OPEN_TAIL, SPREADSHEET, archive, book, open_document, texts

MEASURED = """
import resource, sys
from pathlib import Path
from tables.workbook import Unreadable, read_file
try:
    read_file(Path(sys.argv[1]).read_bytes())
except Unreadable as refusal:
    print(refusal.code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHING = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
SPYING = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY spy SYSTEM "file:///etc/passwd">]>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>%s</t></is></c></row></sheetData></worksheet>'
)
OPEN_TABLE = (
    f'{OPEN_HEAD.partition("?>")[2]}<table:table table:name="S"><table:table-row><table:table-cell '
    f'office:value-type="string"><text:p>%s</text:p></table:table-cell></table:table-row></table:table>{OPEN_TAIL}'
)


def with_member(content, name, text):
    """The same archive with one member replaced or added."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        members = {member: packed.read(member) for member in packed.namelist()}
    return archive(members | {name: text})


def with_sheet(text):
    return with_member(book(["a"]), "xl/worksheets/sheet1.xml", text)


def open_with(text):
    return archive({"mimetype": SPREADSHEET, "content.xml": text, "META-INF/manifest.xml": "<manifest/>"})


def outcome(content):
    """The first cell, or why there is none."""
    try:
        sheets = read_file(content).sheets
    except Unreadable as refusal:
        return refusal.code
    return sheets[0].rows[0][0].text if sheets and sheets[0].rows else ""


@pytest.mark.campaign
@pytest.mark.parametrize(
    "content",
    [
        with_sheet(LAUGHING + SHEET % "&l9;"),
        open_with(LAUGHING + OPEN_TABLE % "&l9;"),
        with_sheet(SPYING + SHEET % "&spy;"),
        open_with(SPYING + OPEN_TABLE % "&spy;"),
    ],
    ids=["laughs in xlsx", "laughs in ods", "a spy in xlsx", "a spy in ods"],
)
def test_entities_bring_nothing(content):
    """Some readers refuse them, some leave them out; none follows or unfolds one."""
    assert outcome(content) in {"broken", ""}


@pytest.mark.campaign
def test_a_member_that_points_elsewhere_is_read_nowhere():
    content = with_member(book(["a"]), "../../../../tmp/touchstone-was-here", "x")
    assert outcome(content) == "a"


@pytest.mark.campaign
def test_a_size_that_is_a_lie_is_found_out():
    content = bytearray(with_sheet(SHEET % ("x" * 5_000_000)))
    place = content.index(b"PK\x01\x02")
    while content[place + 46 :][:24] != b"xl/worksheets/sheet1.xml":
        place = content.index(b"PK\x01\x02", place + 4)
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    assert outcome(bytes(content)) == "broken"


@pytest.mark.campaign
def test_elements_within_elements_without_end_harm_nobody():
    assert outcome(with_sheet("<a>" * 200_000 + "</a>" * 200_000)) in {"broken", ""}


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("made", "code", "most"),
    [
        (lambda: archive({"xl/workbook.xml": bytes(MOST_UNPACKED + 1)}), "unpacked", 100),
        (lambda: book(*([1.5] * 101 for _ in range(3000))), "cells", 150),
        (lambda: with_member(book(["a"]), "xl/vbaProject.bin", "x"), "macros", 100),
        (lambda: b"%PDF-1.7" + bytes(19 * MEBIBYTE), "pdf", 150),
    ],
    ids=["a bomb", "too many cells", "macros", "a renamed PDF"],
)
def test_a_refusal_takes_little_memory(made, code, most, tmp_path):
    """In a process of its own: the memory of children is counted together."""
    (tmp_path / "file").write_bytes(made())
    command = [sys.executable, "-c", MEASURED, tmp_path / "file"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    found, megabytes = done.stdout.split()
    assert found == code
    assert int(megabytes) < most


def test_a_binary_workbook_is_read():
    rows = [["项目", "供应商甲"], ["可用性", 99.95], ["订阅", 126000.0]]
    assert texts(binary_workbook(*rows)) == [["项目", "供应商甲"], ["可用性", "99.95"], ["订阅", "126000"]]


def test_an_open_document_may_repeat_what_is_empty_a_million_times():
    """As LibreOffice and WPS end each sheet."""
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
    empty += ' table:number-columns-repeated="16384"/></table:table-row></table:table>'
    with zipfile.ZipFile(BytesIO(open_document(["Item", 5]))) as packed:
        text = packed.read("content.xml").decode()
    assert texts(open_with(text.replace("</table:table>", empty))) == [["Item", "5"]]
