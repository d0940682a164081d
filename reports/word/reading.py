"""Which tables stand on the pages of a report, under which headings, with which notes?

They are read from the pages themselves, so that no number is computed or written a second time.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
NOTES = {"lead", "cap"}
ALIGNED = {"n": "right", "c": "center"}
STRONG = {"b", "cat", "tot"}
APART = {"vb", "ev"}  # a letter tile and the strokes of evidence: what is apart for the eye gets a space
WIDTH = re.compile(r"width:([\d.]+)mm")
SPACES = re.compile(r"[ \t\n\r]+")


@dataclass
class Heading:
    """What stands above a table."""

    level: int
    text: str = ""


@dataclass
class Note:
    """A sentence about tables, above or below them."""

    text: str = ""


@dataclass
class Cell:
    """One cell, over as many columns as it spans."""

    span: int = 1
    align: str = "left"
    is_strong: bool = False
    width: float = 0  # millimetres; 0 where the page leaves it open
    text: str = ""


@dataclass
class Row:
    is_head: bool
    is_strong: bool
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)
    columns: list[float] = field(default_factory=list)  # widths in millimetres where the page names them apart

    def widths(self) -> list[float]:
        """The width of each column in millimetres; 0 where it takes what the others leave."""
        found = self.columns or [0.0] * max(sum(cell.span for cell in row.cells) for row in self.rows)
        for row in self.rows:
            if all(cell.span == 1 for cell in row.cells) and any(cell.width for cell in row.cells):
                return [cell.width for cell in row.cells]
        return found


Block = Heading | Note | Table


def tables(html: str) -> list[Block]:
    """The tables of the pages with the headings over them and the notes beside them, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(_about_tables(reader.blocks))


def _about_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """Without headings under which there is no table, and without what was noted under them."""
    waiting: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            yield from [*waiting, block]
            waiting = []
        elif isinstance(block, Heading):
            over = [place for place, one in enumerate(waiting) if _closes(block, one)]
            waiting = [*(waiting[: over[0]] if over else waiting), block]
        elif waiting:
            waiting.append(block)
        else:
            yield block


def _closes(heading: Heading, other: Block) -> bool:
    return isinstance(other, Heading) and other.level >= heading.level


class _Reader(HTMLParser):
    """Headings, notes and tables, as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.open: Heading | Note | Cell | None = None
        self.is_head = False
        self.drawings = 0
        self.apart: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        css = set(given.get("class", "").split())
        if tag == "svg":
            self.drawings += 1
        elif tag in HEADINGS:
            self._begin(Heading(HEADINGS[tag]))
        elif tag == "p" and css & NOTES:
            self._begin(Note())
        elif tag == "blockquote" and self.blocks and isinstance(self.blocks[-1], Note):
            self.blocks.pop()  # it leads to what was quoted
        elif tag == "br":
            self._add("\n")
        elif tag == "span":
            self.apart.append(bool(css & APART))
            self._add(" " * self.apart[-1])
        else:
            self._table(tag, given, css)

    def _table(self, tag: str, given: dict[str, str], css: set[str]) -> None:
        if tag == "table":
            self.blocks.append(Table())
        elif tag == "thead":
            self.is_head = True
        elif tag in ("col", "tr", "td", "th") and isinstance(table := self.blocks[-1], Table):
            width = float(found[1]) if (found := WIDTH.search(given.get("style", ""))) else 0.0
            if tag == "col":
                table.columns.append(width)
            elif tag == "tr":
                table.rows.append(Row(self.is_head, is_strong=self.is_head or bool(css & STRONG)))
            else:
                align = next((ALIGNED[name] for name in sorted(css) if name in ALIGNED), "left")
                self.open = Cell(int(given.get("colspan", "1")), align, bool(css & STRONG), width)
                table.rows[-1].cells.append(self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self.drawings -= 1
        elif tag == "thead":
            self.is_head = False
        elif tag == "span":
            self._add(" " * self.apart.pop())
        elif self.open and (tag in HEADINGS or tag in ("td", "th") or (tag == "p" and isinstance(self.open, Note))):
            self.open.text = _set(self.open.text)
            self.open = None

    def handle_data(self, data: str) -> None:
        self._add(SPACES.sub(" ", data))

    def _begin(self, block: Heading | Note) -> None:
        self.open = block
        self.blocks.append(block)

    def _add(self, text: str) -> None:
        if self.open and not self.drawings:
            self.open.text += text


def _set(text: str) -> str:
    """Lines without spaces at their ends, words one space apart."""
    return "\n".join(" ".join(part for part in line.split(" ") if part) for line in text.split("\n")).strip()
