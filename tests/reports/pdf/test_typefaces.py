"""Do the bundled typefaces write the names that people have, each in the way of its script?"""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from reports.paper import book, marks
from reports.pdf import drawing, glyphs, rendering, typefaces
from tests.reports import finished, papers

NAMES = (
    "Công ty Phần mềm Đặng Nguyễn Ỹ",
    "Łódź Żółć İstanbul Ǻ ȧ ɓ",
    "Ελληνική Τεχνολογία ἀρχή",
    "Ґанок Україна Ѣ Җ",
    "테스트 소프트웨어 뷁",
    "さくら ガラス ゔ ｶﾀ",
    "مجموعة الأفق للتقنية پژگ",
    "תל־אביב",
    "ไทยซอฟต์แวร์",
    "हिन्दी प्रौद्योगिकी",
    "㐂㵘䶮龦𬭎",
    "† ‡ ‰ № ™ ← → ★ ☆ ✓ ₩ ₽ ₹ ₫ ½ ⅓ ⁴ ‑ … ‹›",
)
UNWRITTEN = {"emoji": "😀", "georgian": "ქართული", "private": "\ue000", "plane 2": "𠮷", "unassigned": "\U000e0fff"}


def page(language, body):
    body = glyphs.legible(f"<title>T</title><body>{body}</body>")
    return {
        "html": f'<!doctype html><html lang="{language}">{body}</html>',
        "css": typefaces.rules(language, body) + book.style(),
        "identifier": "ab" * 32,
        "created": "2026-03-27T09:00:00+08:00",
        "attachments": [{"name": "decision.json", "description": "inputs", "text": "{}"}],
    }


def shown(content):
    """Font and glyph number of every letter that is drawn, in reading order of the file."""
    file = PdfReader(BytesIO(content))
    streams = [(sheet["/Resources"], ContentStream(sheet.get_contents(), file)) for sheet in file.pages]
    for resources, stream in streams:
        font = ""
        for operands, operator in stream.operations:
            if operator == b"Tf":
                font = resources["/Font"][operands[0]]["/BaseFont"]
            elif operator in (b"Tj", b"TJ"):
                pieces = operands[0] if operator == b"TJ" else operands
                for data in (piece.original_bytes for piece in pieces if hasattr(piece, "original_bytes")):
                    yield from ((font, data[at : at + 2]) for at in range(0, len(data), 2))


@pytest.mark.parametrize("name", NAMES)
def test_names_of_many_scripts_have_all_their_letters(name):
    assert glyphs.missing(name) == set()
    assert glyphs.spelled(name) == glyphs.short(name) == name


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_script_is_set_in_its_own_face_in_both_weights(language):
    body = "".join(f"<p>{name}</p><p><b>{name}</b></p>" for name in NAMES)
    found = list(shown(rendering.render(page(language, body))))
    faces = {font.partition("+")[2].removesuffix("-Bold") for font, _glyph in found}
    assert {family.name.replace(" ", "-") for family in typefaces.FAMILIES} <= faces
    assert not [font for font, glyph in found if glyph == b"\0\0"]
    bold = {font.partition("+")[2] for font, _glyph in found if font.endswith("-Bold")}
    assert len(bold) == len(faces - {"Touchstone-Marks"})


def test_letters_join_in_a_drawing_as_they_do_in_a_text():
    names = ("مجموعة الأفق", "हिन्दी प्रौद्योगिकी", "ไทยซอฟต์แวร์")
    bodies = "".join(f"<p>{name}</p>" for name in names), "".join(map(sketched, names))
    in_text, in_drawing = (list(shown(rendering.render(page("en", body)))) for body in bodies)
    assert (in_drawing, len({font for font, _glyph in in_text})) == (in_text, len(names))


def sketched(name):
    sketch = drawing.Drawing(480, 20, "x")
    sketch.text(4, 12, name)
    return sketch.svg()


def test_other_scripts_are_loaded_only_where_they_are_used():
    assert "NotoSansKR" not in typefaces.rules("en", "Yunqiao ≥ 云桥")
    assert "NotoSansKR-Bold.ttf" in typefaces.rules("en", "테스트")
    assert "Inter-More" not in typefaces.rules("zh-hans", "云桥 ≥ 95% “好” → Yunqiao")


def test_figures_are_as_wide_as_each_other_and_marks_take_no_room():
    assert drawing.width_of("1111", 8) == drawing.width_of("8888", 8)
    assert drawing.width_of("e\u0301\u200d", 8) == drawing.width_of("e", 8)
    assert drawing.width_of("WWWW", 8) > drawing.width_of("iiii", 8)
    assert drawing.width_of("云", 8) == 8


# What has no letters here -----------------------------------------------------------------------
@pytest.mark.parametrize("strange", UNWRITTEN.values(), ids=UNWRITTEN)
def test_a_name_shows_a_box_and_is_spelled_out_at_the_end(strange):
    numbers = " ".join(f"U+{ord(character):04X}" for character in strange)
    assert glyphs.short(f"{strange} Soft {strange}") == "□ Soft □"
    assert glyphs.spelled(f"{strange} Soft") == f"[{numbers}] Soft"


def test_names_are_replaced_and_reasons_are_not():
    inputs = {"name": {"zh": "甲😀", "en": ""}, "rationale": "a😀", "rows": [{"label": "😀", "code": "K1"}]}
    assert glyphs.named(inputs) == {
        "name": {"zh": "甲□", "en": ""},
        "rationale": "a😀",
        "rows": [{"label": "□", "code": "K1"}],
    }
    assert list(glyphs.replaced(inputs)) == [("", "甲[U+1F600]"), ("K1", "[U+1F600]")]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("e\u0301 \u2009x\u00adx\ufe0f", "é  xx"),
        ("نمی\u200cخواهم a\u200cb", "نمی\u200cخواهم ab"),
        ("क्\u200dष", "क्\u200dष"),
        ("abc\u202edef\u2066", "abcdef"),
    ],
)
def test_what_draws_nothing_goes_where_it_shapes_no_letter(typed, written):
    assert glyphs.clean(typed) == written


def test_text_from_right_to_left_keeps_the_figures_after_it_in_place():
    assert glyphs.legible("B شركة 24 الحلول 49.00") == "B \u2068شركة 24 الحلول\u2069 49.00"
    assert glyphs.legible("<td>علي 3, أحمد 5</td>").count("\u2068") == 2


TITLE = {"zh-hans": "如何核对本报告", "en": "How to check this report"}


@pytest.mark.parametrize("language", TITLE)
def test_code_points_stand_where_the_report_is_proved_alone(language):
    work = book.job(papers.paper(strange(), language))
    before, title, after = work["html"].partition(f"<h1>{TITLE[language]}")
    assert ("U+" in before, bool(title), "U+" in after) == (False, True, True)


@pytest.mark.campaign
@pytest.mark.parametrize("language", TITLE)
def test_code_points_are_printed(language):
    content = papers.set_in_type(papers.paper(strange(), language))
    told = papers.pages(content)
    [number] = [number for number, text in enumerate(told) if "U+" in text]
    assert TITLE[language] in told[number] and TITLE[language] in told[-1]
    assert_written(told[number])


def test_code_points_are_printed_in_the_proof():
    work = book.job(papers.paper(strange()))
    start, _title, _rest = work["html"].partition("<h1>")
    _before, title, proof = work["html"].partition(f"<h1>{TITLE['zh-hans']}")
    work["html"] = start + title + proof
    assert_written("".join(papers.pages(rendering.render(work))))


def assert_written(told):
    assert "[U+10E5U+10D0U+10E0U+10D7U+10E3U+10DAU+10D8]" in papers.flat(told)
    assert re.search(r"F1\s*\[U\+1F600\]", told)


def strange():
    """A demo with names that no face of the report can write."""
    decision_file = finished.inputs()
    decision_file["vendors"][0]["name"] = {"zh": "ქართული 公司", "en": "ქართული Soft"}
    decision_file["criteria"][1]["name"] = {"zh": "😀 坐席", "en": "😀 Desk"}
    return decision_file


def test_charts_show_the_letter_of_a_vendor_whose_name_cannot_be_written():
    decision_file = finished.inputs()
    decision_file["vendors"][0]["name"] = {"zh": "", "en": "ქართული Soft"}
    drawn = book.html(papers.paper(decision_file, "en"))
    charts = re.findall(r"<svg.*?</svg>", drawn, re.S)
    labels = [text for chart in charts for text in re.findall(r"<text[^>]*>([^<]*)</text>", chart)]
    assert "A" in labels
    assert not [label for label in labels if "□" in label or "Soft" in label]
    assert "□ Soft" in drawn


def test_a_name_that_is_not_drawn_takes_no_room_beside_a_figure():
    written = marks.room_for(["Acme"])
    assert marks.room_for(["Acme", glyphs.short("ქართული Software House")]) == written
    assert marks.room_for(["Acme", "Georgian Software House"]) > written


def test_the_names_in_the_outcome_are_replaced_too():
    told = papers.outcome(people=[{"key": "xu", "name": {"zh": "许😀", "en": ""}}])
    opened = papers.paper(is_draft=False, outcome=told)
    assert opened.outcome["people"] == [{"key": "xu", "name": {"zh": "许□", "en": ""}}]
