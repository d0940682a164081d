"""Are the tables of a report, as a document that others edit, those of its pages?"""

import re
import zipfile
from functools import cache
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from lxml import html

from reports.models import Report, State
from reports.paper import book
from reports.pdf import glyphs
from reports.word.reading import Heading, Note, Table, tables
from reports.word.writing import document
from selection.models import Event, Member, Phase, Selection
from tests.cast import person
from tests.reports import finished, papers

FORMULA = "=cmd|' /C calc'!A0"


def small():
    return finished.only(finished.inputs(), "A", "B")


def odd():
    """Two vendors, and texts that a program could take for something else."""
    decision_file = small()
    decision_file["vendors"][0]["name"] = {"zh": FORMULA, "en": papers.MARKUP}
    decision_file["rounds"][0]["scores"][0]["rationale"] = f"一行\n{papers.BELL}{papers.EMOJI} {papers.MARKUP}"
    return decision_file


def opened(kind):
    if kind == "demo":
        return papers.paper(language="zh-hans")
    if kind == "decided":
        return papers.paper(small(), language="en", is_draft=False, outcome=papers.outcome())
    return papers.paper(odd(), language="zh-hans")


@cache
def made(kind):
    return document(opened(kind))


def read(content):
    return Document(BytesIO(content))


def on_the_pages(kind):
    """The cells of each table of the pages, row by row."""
    whole = html.fromstring(glyphs.legible(book.html(opened(kind))))
    return [
        [[papers.flat(cell.text_content()) for cell in row.iter("th", "td")] for row in table.iter("tr")]
        for table in whole.iter("table")
    ]


def in_the_document(kind):
    found = read(made(kind)).tables
    return [[[papers.flat(text_of(cell)) for cell in row._tr.tc_lst] for row in table.rows] for table in found]


def text_of(element):
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


@pytest.mark.parametrize("kind", ["demo", "decided", "odd"])
def test_every_cell_of_every_table_of_the_pages_and_no_other(kind):
    found = in_the_document(kind)
    assert len(found) > 10
    assert found == on_the_pages(kind)


def test_headings_and_notes_go_with_their_tables():
    found = [(one.style.name, one.text) for one in read(made("decided")).paragraphs if one.text]
    levels = [text for style, text in found if style == "Heading 1"]
    assert levels[:3] == ["Decision", "Conclusion", "Decision matrix"]
    assert ("Heading 2", "By item") in found
    assert not {"Charts of the analysis", "Has read this report"} & {text for _style, text in found}
    assert [style for style, text in found if text.startswith("Every cell is the official value")] == ["Caption"]


def test_headings_without_a_table_and_what_leads_to_a_quote_are_left_out():
    page = """<h1>One</h1><p class="lead">a</p><h2>Drawn</h2><p class="cap">b</p><h2>Told</h2>
      <table><thead><tr><th colspan="2">x <i>y</i></th></tr></thead><tr><td class="n">1<br>2</td><td></td></tr></table>
      <p class="cap">c</p><p class="cap">d</p><blockquote><p>“e”</p></blockquote><h2>Last</h2><p>f</p>"""
    kinds = [(type(one), getattr(one, "text", "")) for one in tables(page)]
    assert kinds == [(Heading, "One"), (Note, "a"), (Heading, "Told"), (Table, ""), (Note, "c")]
    head, row = tables(page)[3].rows
    assert [(cell.text, cell.span, cell.align) for cell in head.cells] == [("x y", 2, "left")]
    assert [(cell.text, cell.span, cell.align) for cell in row.cells] == [("1\n2", 1, "right"), ("", 1, "left")]
    assert (head.is_head, row.is_head) == (True, False)


def test_a_head_is_repeated_numbers_stand_to_the_right_and_wide_tables_lie_across():
    paper = read(document(papers.paper(papers.wide(leaves=5), language="en")))
    lying = {section.orientation: (section.page_width.mm, section.page_height.mm) for section in paper.sections}
    sizes = {way: tuple(round(size) for size in sides) for way, sides in lying.items()}
    assert sizes == {WD_ORIENT.PORTRAIT: (210, 297), WD_ORIENT.LANDSCAPE: (297, 210)}
    matrix = next(table for table in paper.tables if len(table.columns) > 7)
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in matrix.rows]
    assert heads == [True] + [False] * (len(heads) - 1)
    number = matrix.rows[-1].cells[-1]
    assert re.search(r"\d", number.text)
    assert number.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert abs(sum(column.width.mm for column in matrix.columns) - 257) < 1


def test_the_same_run_makes_the_same_bytes_and_the_file_says_product_and_code_only():
    content = made("decided")
    assert document(opened("decided")) == content
    told = read(content).core_properties
    assert (told.author, told.last_modified_by, told.title) == ("试金石 Touchstone", "试金石 Touchstone", "S-0007")
    assert (told.comments, told.keywords, told.modified) == ("", "", papers.MOMENT)
    with zipfile.ZipFile(BytesIO(content)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert [name for name in parts if not name.endswith((".xml", ".rels"))] == []
    assert [name for name, part in parts.items() if b'TargetMode="External"' in part or b"python" in part] == []
    assert [name for name in parts if "custom" in name or "app.xml" in name or "vba" in name.lower()] == []


@pytest.mark.parametrize("kind", ["odd", "decided"])
def test_texts_are_text_in_faces_that_office_programs_have(kind):
    with zipfile.ZipFile(BytesIO(made(kind))) as file:
        body, styles = (ElementTree.fromstring(file.read(f"word/{name}.xml")) for name in ("document", "styles"))
    fields = {qn(f"w:{name}") for name in ("fldSimple", "instrText", "hyperlink", "object", "drawing")}
    assert [node.tag for node in body.iter() if node.tag in fields] == []
    normal = next(one for one in styles.iter(qn("w:style")) if one.get(qn("w:styleId")) == "Normal")
    fonts = normal.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii"))) == ("宋体", "Arial")
    if kind == "odd":
        cells = [cell.text for table in read(made(kind)).tables for row in table.rows for cell in row.cells]
        assert any(FORMULA in text for text in cells)


# Who may have it --------------------------------------------------------------------------------
@pytest.fixture
def run(db):
    return finished.computed(decision_file=small(), by="xu")


def made_report(run, **changed):
    told = {"state": State.DONE, "sha256": "a" * 64, "plain_sha256": "b" * 64, "language": "en", "pages": 9}
    told |= {"is_draft": False, "finished_at": timezone.now(), "requested_by": person("xu")}
    return Report.objects.create(run=run, **(told | changed))


def asked(client, report, name="xu"):
    client.force_login(person(name))
    return client.get(reverse("download_report_tables", args=[report.run.selection.code, report.pk]))


def taken():
    return [event.payload.body for event in Event.objects.filter(type="selection.table_taken")]


def test_taking_it_is_an_event_and_it_is_of_the_run_of_the_report(client, run):
    report = made_report(run)
    answer = asked(client, report)
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert taken() == [{"table": "report", "form": "docx"}]
    assert run.file_hash in "\n".join(one.text for one in read(answer.content).paragraphs)
    assert asked(client, report).content == answer.content
    place = reverse("download_report_tables", args=[run.selection.code, report.pk])
    assert place in client.get(reverse("decision", args=[run.selection.code])).content.decode()


@pytest.mark.parametrize("role", Member.ROLES)
def test_drafts_go_to_who_makes_reports(client, run, role):
    flags = {f"is_{other}": other == role for other in Member.ROLES}
    Member.objects.filter(selection=run.selection, key="lin").update(**flags)
    draft = made_report(run, is_draft=True, exceptions="0")
    answer = asked(client, draft, "lin")
    assert answer.status_code == (302 if role in ("chair", "procurement") else 404)
    assert taken() == []


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED])
def test_before_the_reveal_nobody_gets_it(client, run, phase):
    report = made_report(run)
    Selection.objects.filter(pk=run.selection_id).update(phase=phase)
    assert asked(client, report).status_code == 409
    assert taken() == []


def test_a_draft_whose_exceptions_have_changed_is_made_again_first(client, run):
    draft = made_report(run, is_draft=True, exceptions="0")
    place = reverse("decision", args=[run.selection.code])
    answer = asked(client, draft)
    assert (answer.status_code, answer.url, taken()) == (302, place, [])
    shown = client.get(place).content.decode()
    assert reverse("download_report_tables", args=[run.selection.code, draft.pk]) not in shown
    assert "请重新生成报告" in shown


def test_a_report_of_earlier_stays_with_who_may_export(client, run):
    old = made_report(run, plain_sha256="")
    Member.objects.filter(selection=run.selection, key="lin").update(is_chair=False, is_procurement=False)
    assert (asked(client, old, "lin").status_code, asked(client, old).status_code) == (403, 200)


def test_a_record_that_does_not_fit_makes_no_final_tables(client, run):
    report = made_report(run)
    run.selection.criteria.filter(parent=None).update(weight=1)
    answer = asked(client, report)
    assert (answer.status_code, taken()) == (302, [])
