"""Is a file a table, whatever it is called, and if not, what is it?"""

import re
import zipfile
from io import BytesIO

from tables.locked import MEBIBYTE
from tables.workbook import MOST_UNPACKED

BEGINNINGS = {
    b"%PDF": "pdf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OLE = b"\xd0\xcf\x11\xe0"
PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")
MACROS = re.compile(r"vbaProject\.bin$|^Basic/")
MEMBERS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb"}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
OTHERS = {"word": "word", "ppt": "slides", "Index": "numbers"}
STREAMS = {
    "EncryptedPackage": "password",
    "_VBA_PROJECT": "macros",
    "WordDocument": "word",
    "PowerPoint Document": "slides",
}


class Refused(Exception):
    """Why a file is not read: a code of `workbook.TEMPLATES` and its parameters."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def kind_of(content: bytes) -> str:
    """xlsx, xls, xlsb, ods or text; raises `Refused` for anything else."""
    if not content.strip():
        raise Refused("empty")
    for beginning, code in BEGINNINGS.items():
        if content.startswith(beginning):
            raise Refused(code)
    if content.startswith(b"PK"):
        return _kind_of_archive(content)
    return _kind_of_old(content) if content.startswith(OLE) else _kind_of_text(content)


def _kind_of_text(content: bytes) -> str:
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"{"):
        raise Refused("json")
    if start.startswith(PAGES):
        raise Refused("page")
    if b"\0" in content[:4096] and not content.startswith(UTF_16):
        raise Refused("broken")
    return "text"


def _kind_of_archive(content: bytes) -> str:
    """Told by the members; how large they are unpacked is counted before one of them is."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except zipfile.BadZipFile as error:
        raise Refused("broken") from error
    size = sum(member.file_size for member in archive.infolist())
    if size > MOST_UNPACKED:
        raise Refused("unpacked", size=-(-size // MEBIBYTE), most=MOST_UNPACKED // MEBIBYTE)
    names = archive.namelist()
    if any(MACROS.search(name) for name in names):
        raise Refused("macros")
    for member, kind in MEMBERS.items():
        if member in names:
            return kind
    if "mimetype" in names and archive.read("mimetype").startswith(OPEN_DOCUMENT):
        return "ods"
    parts = {name.partition("/")[0] for name in names}
    raise Refused(next((code for part, code in OTHERS.items() if part in parts), "archive"))


def _kind_of_old(content: bytes) -> str:
    for name, code in STREAMS.items():
        if name.encode("utf-16-le") in content:
            raise Refused(code)
    return "xls"
