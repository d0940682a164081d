"""How do the tables of a report become a document for Word and WPS, the same bytes each time?"""

import zipfile
from collections.abc import Iterator
from datetime import UTC
from io import BytesIO
from itertools import pairwise

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from reports.paper import book, origin
from reports.paper.printed_run import PrintedRun
from reports.paper.words import moment
from reports.pdf import glyphs
from reports.word.reading import Block, Cell, Heading, Note, Row, Table, tables
from selection.languages import pick

PRODUCT = "试金石 Touchstone"
SHORT, LONG, EDGE = 210, 297, 20  # A4 and its margin in millimetres
MOST_UPRIGHT = 7  # columns; a table of more lies on a sheet across
LEAST = 12  # millimetres of a column whose width the page leaves open
DIGIT, PADDING = 2.0, 4.2  # millimetres of a bold digit at the size of cells, and at both sides of a text
TWIPS = 1440 / 25.4
# Word and WPS have these on every system, under these names.
LATIN_FONT, TEXT_FONT, BOLD_FONT = "Arial", "宋体", "黑体"
CELL = "Table Text"
SIZES = {"Normal": 10.5, "Title": 20, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11, "Caption": 9, CELL: 9}
HEADED = {"Title", "Heading 1", "Heading 2", "Heading 3"}
FIXED = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can say
# Of the library's template: a picture, a program and an empty store, none of which is ours.
NOT_OURS = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_XML)


def document(opened: PrintedRun) -> bytes:
    """All tables of the report, in its language."""
    with translation.override(opened.language):
        blocks = tables(glyphs.legible(book.html(opened)))
        paper = docx.Document()
        _bare(paper)
        _turn(paper.sections[0], is_across=False)
        _styles(paper)
        _title(paper, opened)
        for part in _parts(blocks):
            _part(paper, part)
        stored = BytesIO()
        paper.save(stored)
        return _timeless(stored.getvalue())


def _bare(paper: Document) -> None:
    """Without what the template brings along of others."""
    for holder in (paper.part.package, paper.part):
        for key in [key for key, relation in holder.rels.items() if relation.reltype in NOT_OURS]:
            del holder.rels[key]


def _styles(paper: Document) -> None:
    own = paper.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = paper.styles["Normal"]
    for name, size in SIZES.items():
        style = paper.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = LATIN_FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        fonts.set(qn("w:eastAsia"), BOLD_FONT if name in HEADED else TEXT_FONT)
        style.paragraph_format.space_after = Pt(0 if name == CELL else 6)
    paper.styles["Caption"].font.bold = False
    for language in paper.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")


def _title(paper: Document, opened: PrintedRun) -> None:
    """Whose tables these are, of which run; the foot of every page says it again."""
    name, state = pick(opened.decision_file["selection"]["name"])[0], origin.state(opened)
    label, digest = opened.label(), f"SHA-256 {opened.file_hash}"
    paper.add_paragraph(glyphs.legible(name), style="Title")
    mark = [origin.mark(opened)] if origin.mark(opened) else []
    paper.add_paragraph(" · ".join([*mark, _("Tables of the decision report"), state]))
    paper.add_paragraph(" · ".join([label, moment(opened.computed_at)]))
    paper.add_paragraph(digest, style=CELL)
    foot = paper.sections[0].footer.paragraphs[0]
    foot.style = paper.styles[CELL]
    foot.text = " · ".join([*mark, label, state, digest])
    told = paper.core_properties
    told.author, told.last_modified_by, told.comments = PRODUCT, PRODUCT, ""
    told.title, told.subject, told.revision = opened.code, opened.file_hash, 1
    told.created = told.modified = opened.computed_at.astimezone(UTC)  # the library drops the zone


def _parts(blocks: list[Block]) -> Iterator[list[Block]]:
    """The blocks under each heading of the first level."""
    starts = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    for start, end in pairwise([*starts, len(blocks)]):
        yield blocks[start:end]


def _part(paper: Document, part: list[Block]) -> None:
    is_across = any(isinstance(block, Table) and len(block.widths()) > MOST_UPRIGHT for block in part)
    if _lies(paper.sections[-1]) != is_across:
        _turn(paper.add_section(WD_SECTION.NEW_PAGE), is_across=is_across)
    for before, block, after in zip([None, *part[:-1]], part, [*part[1:], None], strict=True):
        match block:
            case Heading():
                paper.add_heading(block.text, level=block.level)
            case Note():
                said = paper.add_paragraph(block.text, style="Caption")
                said.paragraph_format.keep_with_next = isinstance(before, Heading)
            case Table():
                _place(paper, block, room=(LONG if is_across else SHORT) - 2 * EDGE)
                if not isinstance(after, Heading):
                    paper.add_paragraph(style=CELL)  # else two tables in a row are one


def _lies(section: Section) -> bool:
    return section.orientation == WD_ORIENT.LANDSCAPE


def _turn(section: Section, *, is_across: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(LONG if is_across else SHORT), Mm(SHORT if is_across else LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(EDGE)


def _place(paper: Document, table: Table, *, room: float) -> None:
    """At the end of the document, as elements: cell by cell the library takes seconds."""
    wanted = [max(width, least) if width else 0 for width, least in zip(table.widths(), _least(table), strict=True)]
    widths = _shared(wanted, room)
    twips = [round(width * TWIPS) for width in widths]
    made = paper.add_table(0, 0, style="Table Grid")
    made.autofit = False
    grid = made._tbl
    for twip in twips:
        grid.tblGrid.append(_node("gridCol", w=str(twip)))
    for row in table.rows:
        grid.append(_row(row, twips))


def _least(table: Table) -> list[float]:
    """The millimetres in which no number of a column is broken."""
    found = [0.0] * len(table.widths())
    for row in table.rows:
        at = 0
        for cell in row.cells:
            if cell.align == "right" and cell.span == 1 and not row.is_head:
                longest = max(map(len, cell.text.split()), default=0)
                found[at] = max(found[at], longest * DIGIT + PADDING)
            at += cell.span
    return found


def _shared(widths: list[float], room: float) -> list[float]:
    """Columns whose width is open share what is left; all shrink or grow together to the room."""
    opened = widths.count(0)
    rest = max((room - sum(widths)) / opened, LEAST) if opened else 0
    found = [width or rest for width in widths]
    return [width * room / sum(found) for width in found]


def _row(row: Row, twips: list[int]) -> BaseOxmlElement:
    head = [_node("trPr", _node("cantSplit"), _node("tblHeader"))] if row.is_head else []
    starts = [sum(cell.span for cell in row.cells[:place]) for place in range(len(row.cells))]
    cells = zip(row.cells, starts, strict=True)
    return _node(
        "tr",
        *head,
        *(_cell(cell, sum(twips[at : at + cell.span]), is_strong=row.is_strong) for cell, at in cells),
    )


def _cell(cell: Cell, twip: int, *, is_strong: bool) -> BaseOxmlElement:
    span = [_node("gridSpan", val=str(cell.span))] if cell.span > 1 else []
    bold = [_node("rPr", _node("b"))] if is_strong or cell.is_strong else []
    style = _node("pPr", _node("pStyle", val=CELL.replace(" ", "")), _node("jc", val=cell.align))
    lines: list[BaseOxmlElement] = []
    for number, line in enumerate(cell.text.split("\n")):
        text = _node("t")
        text.text = line
        lines += [_node("br"), text] if number else [text]
    run = _node("r", *bold, *lines)
    return _node("tc", _node("tcPr", _node("tcW", w=str(twip), type="dxa"), *span), _node("p", style, run))


def _node(name: str, *children: BaseOxmlElement, **values: str) -> BaseOxmlElement:
    element = OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    element.extend(children)
    return element


def _timeless(content: bytes) -> bytes:
    """The same parts, all of one moment."""
    stored = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(stored, "w") as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, FIXED), made.read(name), zipfile.ZIP_DEFLATED)
    return stored.getvalue()
