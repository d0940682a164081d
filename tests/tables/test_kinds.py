"""Is a file known by what it is, whatever it is called?"""

import pytest

from tables.kinds import MOST_UNPACKED, Refused, kind_of
from tables.workbook import TEMPLATES
from tests.tables.books import OLD, SPREADSHEET, archive, book, open_document

OLE = b"\xd0\xcf\x11\xe0" + bytes(100)
WORD = "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (book(["a"]), "xlsx"),
        (OLD.read_bytes(), "xls"),
        (archive({"xl/workbook.bin": "x"}), "xlsb"),
        (open_document(["a"]), "ods"),
        (b"a;b\n1;2", "text"),
        ("项目,金额".encode("gb18030"), "text"),
        ("a\tb".encode("utf-16"), "text"),
        (b"\xef\xbb\xbfa,b", "text"),
    ],
)
def test_a_table_is_known_by_its_contents(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n", "image"),
        (b"\xff\xd8\xff\xe0 JFIF", "image"),
        (b"Rar!\x1a", "archive"),
        (b"\x1f\x8b\x08", "archive"),
        (archive({"notes.txt": "x"}), "archive"),
        (archive({"word/document.xml": "x"}), "word"),
        (archive({"ppt/presentation.xml": "x"}), "slides"),
        (archive({"Index/Tables.iwa": "x"}), "numbers"),
        (archive({"xl/workbook.xml": "x", "xl/vbaProject.bin": "x"}), "macros"),
        (archive({"mimetype": SPREADSHEET, "Basic/Standard/Module1.xml": "x"}), "macros"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (OLE + WORD, "word"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "slides"),
        (b'{"format": "x"}', "json"),
        (b"\xef\xbb\xbf{}", "json"),
        (b"<!DOCTYPE html><table>", "page"),
        (b"\r\n<html>", "page"),
        (b"PK\x03\x04 and no more", "broken"),
        (book(["a"])[:900], "broken"),
        (b"a\0b", "broken"),
    ],
)
def test_what_is_no_table_is_refused_by_its_name(content, code):
    with pytest.raises(Refused) as refusal:
        kind_of(content)
    assert refusal.value.code == code
    assert code in TEMPLATES


def test_what_would_unpack_too_large_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("tables.kinds.MOST_UNPACKED", 2**20)
    with pytest.raises(Refused) as refusal:
        kind_of(archive({"xl/workbook.xml": b" " * (2**20 + 1)}))
    assert (refusal.value.code, refusal.value.params) == ("unpacked", {"size": 2, "most": 1})
    assert MOST_UNPACKED == 200 * 2**20
