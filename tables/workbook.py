"""What stands in a file that somebody chose: its sheets, cell by cell, read in a process that may do nothing else?"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tables.locked import MEBIBYTE

ROOT = Path(__file__).resolve().parents[1]
MOST_BYTES = 20 * MEBIBYTE
MOST_UNPACKED = 200 * MEBIBYTE
MOST_MEMORY = 512 * MEBIBYTE
MOST_CELLS = 300_000
SECONDS = 15
WAIT = 30  # of the clock: a busy machine gives a process less than a second a second


def gettext_noop(message: str) -> str:
    """Mark a message for extraction; the caller translates the template when it shows it."""
    return message


TOO_LARGE = gettext_noop("The file has %(size)s MB; %(most)s MB is the most.")
TOO_LONG = gettext_noop("Reading the file took more than %(seconds)s seconds. Keep only the sheets that are needed.")
TOO_MUCH = gettext_noop("The file needs more memory than %(most)s MB. Keep only the sheets that are needed.")
BROKEN = gettext_noop("The file cannot be read. Open it in a spreadsheet, save it as .xlsx and choose that file.")
TEMPLATES = {
    "empty": gettext_noop("The file is empty."),
    "pdf": gettext_noop("This is a PDF file. Choose the spreadsheet it was made from."),
    "word": gettext_noop("This is a text document. Choose a spreadsheet."),
    "slides": gettext_noop("This is a presentation. Choose a spreadsheet."),
    "archive": gettext_noop("This is an archive. Unpack it, then choose the spreadsheet inside."),
    "image": gettext_noop("This is a picture. Choose a spreadsheet."),
    "json": gettext_noop("This is a JSON file. A decision file is imported with “New selection”."),
    "macros": gettext_noop("The file holds macros, which are never run here. Save it as .xlsx without them."),
    "password": gettext_noop("The file has a password. Save it without one."),
    "numbers": gettext_noop("This is a file of Numbers. Export it as .xlsx."),
    "unpacked": gettext_noop("Unpacked the file has %(size)s MB; %(most)s MB is the most."),
    "cells": gettext_noop("The file has more than %(most)s cells. Keep only the sheets that are needed."),
    "encoding": gettext_noop("The letters of the file are not %(encoding)s. Choose another encoding."),
    "page": gettext_noop("This is a web page. Open it in a spreadsheet, save it as .xlsx and choose that file."),
    "broken": BROKEN,
    "memory": TOO_MUCH,
}


Packed = tuple[str, str, bool, bool]  # the fields of a cell


class ToldSheet(TypedDict):
    """A sheet on its way from the child."""

    name: str
    rows: list[list[Packed | None]]
    merged: list[tuple[int, int, int, int]]
    hidden_rows: list[int]
    hidden_columns: list[int]
    is_hidden: bool


class Told(TypedDict):
    """What the child says of a file: its sheets, or why there are none."""

    refusal: str
    params: dict[str, str | int]
    sheets: list[ToldSheet]
    encoding: str
    separator: str
    has_formats: bool
    links: int


class Unreadable(ValueError):
    """The kind of the refusal, and its English template with its parameters."""

    def __init__(self, code: str, template: str, params: Mapping[str, str | int] | None = None) -> None:
        self.code, self.template, self.params = code, template, params or {}
        super().__init__(template % self.params)


@dataclass(frozen=True)
class Cell:
    """A cell as the number grammar reads it: a number stands with the % and the sign that its format shows."""

    text: str = ""
    kind: str = ""  # text, number, date, truth, error; empty: nothing is there
    has_formula: bool = False
    is_computed: bool = True  # a formula whose result the file does not hold is not


EMPTY = Cell()


@dataclass(frozen=True)
class Sheet:
    """Rows of cells, all of the same width; rows and columns count from 0."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    """A file as it was read, and what a person may want to change about how."""

    sheets: tuple[Sheet, ...]
    encoding: str = ""  # of a text file
    separator: str = ""
    has_formats: bool = True  # else nobody knows which numbers are percentages or amounts
    links: int = 0  # formulas that look into another file; never followed


def read_file(content: bytes, *, encoding: str = "", separator: str = "", seconds: int = SECONDS) -> Workbook:
    """Read a file in a child process without network, files, secrets or much memory; raises `Unreadable`."""
    if len(content) > MOST_BYTES:
        size = -(-len(content) // MEBIBYTE)
        raise Unreadable("size", TOO_LARGE, {"size": size, "most": MOST_BYTES // MEBIBYTE})
    command = [sys.executable, "-m", "tables.reading", encoding, separator, str(seconds)]
    with tempfile.TemporaryDirectory(prefix="touchstone-table-") as folder:
        try:
            child = subprocess.run(
                command, input=content, capture_output=True, cwd=folder, env=_environment(folder), timeout=WAIT,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise Unreadable("time", TOO_LONG, {"seconds": seconds}) from error
    if child.returncode in (-24, 152):  # SIGXCPU: the seconds of the processor are over
        raise Unreadable("time", TOO_LONG, {"seconds": seconds})
    if child.returncode:
        raise Unreadable("broken", BROKEN)
    return _unpacked(json.loads(child.stdout))


def _environment(folder: str) -> dict[str, str]:
    """No setting, no secret and no address of the installation reaches the child."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    quiet = {"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
    return kept | quiet | {"HOME": folder, "TMPDIR": folder, "PYTHONPATH": str(ROOT)}


def _unpacked(told: Told) -> Workbook:
    """What the child wrote, or its refusal."""
    if told["refusal"]:
        raise Unreadable(told["refusal"], TEMPLATES[told["refusal"]], told["params"])
    sheets = tuple(
        Sheet(
            sheet["name"],
            tuple(tuple(Cell(*packed) if packed else EMPTY for packed in row) for row in sheet["rows"]),
            tuple((top, left, bottom, right) for top, left, bottom, right in sheet["merged"]),
            frozenset(sheet["hidden_rows"]),
            frozenset(sheet["hidden_columns"]),
            sheet["is_hidden"],
        )
        for sheet in told["sheets"]
    )
    return Workbook(sheets, told["encoding"], told["separator"], told["has_formats"], told["links"])
