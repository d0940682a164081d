"""Does everything on paper stand beside its neighbour, whatever the number of vendors and the size of their figures?"""

import re
import xml.etree.ElementTree as ET
from copy import deepcopy
from functools import cache
from itertools import pairwise

import pytest
import weasyprint
from django.utils import translation
from weasyprint.text.fonts import FontConfiguration

from reports.paper import annex, book, columns
from reports.paper.words import decimals, weights
from reports.pdf import sandbox
from reports.pdf.drawing import width_of
from tests.reports import finished, papers

CROWDS = [
    pytest.param(6, 200_000, id="six with wide figures"),
    pytest.param(12, 1, id="twelve", marks=pytest.mark.campaign),
    pytest.param(3, 3_000_000, id="three with the widest", marks=pytest.mark.campaign),
    pytest.param(8, 1, id="eight", marks=pytest.mark.campaign),
]
LONGER = ((7, "zh-hans"), (4, "en"), (7, "en"), (12, "zh-hans"), (12, "en"))
SLACK = 0.6  # pixels: an accent or a side bearing
MARGINS = (22 / 25.4 * 96, (210 - 18) / 25.4 * 96)


def many(count, factor):
    """The demo with so many vendors, copies of the first four, whose prices are so many times as high."""
    decision_file = deepcopy(finished.inputs())
    codes = [chr(ord("A") + place) for place in range(count)]
    source = {code: "ABCD"[place % 4] for place, code in enumerate(codes)}
    rows = {row["code"]: row for row in decision_file["vendors"]}
    decision_file["vendors"] = [_copy(rows[source[code]], code, place, factor) for place, code in enumerate(codes)]
    decision_file["rounds"] = decision_file["rounds"][:1]
    first = decision_file["rounds"][0]
    first["scores"] = _of_all(first["scores"], source)
    first["scores"] = [score | {"rationale": score["rationale"][:40]} for score in first["scores"]]
    decision_file["consensus"] = []
    for need in decision_file["needs"]:
        need["judgements"] = _of_all(need["judgements"], source)
    for scenario in decision_file["poc"]["scenarios"]:
        scenario["results"] = _of_all(scenario["results"], source)
    return decision_file


def _copy(row, code, place, factor):
    row = deepcopy(row) | {"code": code, "withdrawn": ""}
    row["name"] = {"zh": f"{row['name']['zh']} {place}", "en": f"{row['name']['en']} {place}"}
    for line in [*row["costs"], *row["seat_prices"]]:
        line["amount"] *= factor
    return row


def _of_all(rows, source):
    return [row | {"vendor": code} for code, own in source.items() for row in rows if row["vendor"] == own]


def pages(opened, since="<h1>"):
    """Every page from this heading on as laid out, with the same fonts and style as in the file."""
    work, fonts = book.job(opened), FontConfiguration()
    begin, (_before, heading, rest) = work["html"].partition("<h1>")[0], work["html"].partition(since)
    work["html"] = begin + heading + rest
    fetcher = sandbox.bundled(sorted(sandbox.ASSETS))
    css = weasyprint.CSS(string=work["css"], font_config=fonts, url_fetcher=fetcher)
    html = weasyprint.HTML(string=work["html"], url_fetcher=fetcher)
    return [page._page_box for page in html.render(font_config=fonts, stylesheets=[css]).pages], work["html"]


@cache
def crowd(count, factor, language):
    return pages(papers.paper(many(count, factor), language))


def lines(box):
    """Every piece of text of a page: left, right, top and bottom of its letters."""
    if hasattr(box, "text") and box.text.strip():
        yield (box.position_x, box.position_x + box.width, box.position_y, box.position_y + box.height, box.text)
    for child in getattr(box, "children", ()):
        if child.element_tag != "svg":
            yield from lines(child)


def overlaps(boxes):
    """Pairs of texts in one line of which the second begins before the first has ended."""
    boxes = sorted(boxes)
    for number, (left, right, top, bottom, text) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            if other[0] >= right - SLACK:
                break
            if min(bottom, other[3]) - max(top, other[2]) > (bottom - top) / 2 and other[0] > left - SLACK:
                yield text, other[4]


def drawn(html):
    """Every drawing as a list of texts with their boxes, and its width."""
    for found in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        root = ET.fromstring(found)
        width = float(root.get("viewBox").split()[2])
        yield width, [label(node) for node in root.iter("{http://www.w3.org/2000/svg}text") if node.text]


def label(node):
    size, x, y = (float(node.get(name)) for name in ("font-size", "x", "y"))
    wide = width_of(node.text, size, bold=node.get("font-weight") == "700")
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[node.get("text-anchor")]
    if node.get("transform"):  # upright, from its foot
        return x - size * 0.75, x, y - wide, y, node.text
    return left, left + wide, y - size * 0.75, y, node.text


@pytest.mark.parametrize(("count", "factor"), CROWDS)
def test_no_text_touches_another_or_passes_the_margin(count, factor):
    laid_out, html = crowd(count, factor, "en")
    for number, page in enumerate(laid_out[1:], start=2):
        found = list(lines(page))
        assert list(overlaps(found)) == [], number
        assert [text for left, right, *_y, text in found if left < MARGINS[0] - 1 or right > MARGINS[1] + 1] == [], (
            number
        )
    for width, labels in drawn(html):
        assert list(overlaps(labels)) == []
        assert [text for left, right, *_y, text in labels if left < -1 or right > width + 1] == []


# Columns ----------------------------------------------------------------------------------------
def test_figures_that_fit_stand_in_one_table_of_the_first_size():
    assert columns.parts("ABCD", columns.figures(["485.1"])) == [columns.Part(["A", "B", "C", "D"], 27.0)]


def test_figures_get_smaller_before_the_vendors_are_told_in_two_tables():
    need = columns.figures(["1,234,567.89"])
    [whole] = columns.parts("ABCDEF", need)
    assert (whole.css, whole.vendors) == ("z70", list("ABCDEF"))
    assert [part.vendors for part in columns.parts("ABCDEFGHIJKL", need)] == [list("ABCDEF"), list("GHIJKL")]


def test_tables_share_the_vendors_evenly():
    parts = columns.parts("ABCDEFG", columns.remarks)
    assert [len(part.vendors) for part in parts] == [4, 3]


def test_a_figure_wider_than_the_room_stands_alone():
    parts = columns.parts("AB", columns.figures(["9" * 80]))
    assert [(part.vendors, part.width > 110) for part in parts] == [(["A"], True), (["B"], True)]


def test_no_vendor_is_a_table_without_columns():
    assert columns.parts("", columns.remarks) == [columns.Part([], 27.0)]


def test_a_column_has_one_number_of_decimals():
    write = weights([0.4, 0.075, 0.1])
    assert [write(share) for share in (0.4, 0.075, 0.1)] == ["40.0", "7.5", "10.0"]
    write = decimals([99.5, 98.25, 3.0], 3)
    assert [write(value) for value in (99.5, 98.25, 3.0)] == ["99.50", "98.25", "3.00"]


# Page breaks ------------------------------------------------------------------------------------
def rows_of(box):
    if box.element_tag == "tr":
        yield box
    for child in getattr(box, "children", ()):
        yield from rows_of(child)


def tables(box):
    if box.element_tag == "table" and type(box).__name__ == "TableBox":
        yield box
    for child in getattr(box, "children", ()):
        yield from tables(child)


def bodies(page):
    """Head and body rows of every table on a page, by the table."""
    for table in tables(page):
        groups = {group.element_tag: list(rows_of(group)) for group in table.children}
        yield table.element, groups.get("thead", []), groups.get("tbody", [])


@pytest.mark.parametrize(
    ("count", "language"),
    [(4, "zh-hans"), *(pytest.param(*more, marks=pytest.mark.campaign) for more in LONGER)],
)
def test_no_total_and_no_head_stands_alone(count, language):
    laid_out, _html = crowd(count, 1, language)
    seen = [list(bodies(page)) for page in laid_out]
    for number, (page, after) in enumerate(pairwise(seen), start=1):
        for element, _head, rows in page:
            following = next((more for other, _h, more in after if other is element), [])
            assert not (following and len(rows) < 2), number
            assert not (following and len(following) < 2), number


def headings(page):
    """What stands on a page from top to bottom, and whether it is a heading."""
    found = [
        (box.element_tag in ("h1", "h2", "h3"), box.position_y)
        for box in page.descendants()
        if box.element_tag in ("h1", "h2", "h3", "p", "tr", "svg") and hasattr(box, "position_y")
    ]
    return sorted(found, key=lambda entry: entry[1])


def test_no_heading_stands_alone_at_the_foot():
    """Where most cells have one mark or none, tables of one row follow each other."""
    decision_file = finished.inputs()
    for item in decision_file["rounds"]:
        item["scores"] = [score for score in item["scores"] if score["person"] == "lin" and score["vendor"] == "A"]
    laid_out, _html = pages(papers.paper(decision_file, "en"))
    ends = [headings(next(box for box in page.children if box.element_tag == "html")) for page in laid_out]
    assert [number for number, found in enumerate(ends, start=1) if found and found[-1][0]] == []


def test_a_vendor_that_goes_on_over_the_page_is_named_again():
    laid_out, _html = pages(papers.paper(finished.inputs(), "en"), since="<h1>Annex")
    heads = [
        (element, head)
        for page in laid_out
        for element, head, _rows in bodies(page)
        if "scores" in element.get("class", "")
    ]
    assert len(heads) > len({id(element) for element, _head in heads})
    assert all(len(head) == 1 for _element, head in heads)


def test_a_long_reason_goes_on_in_a_row_that_names_the_person_again():
    decision_file = finished.inputs()
    decision_file["rounds"][0]["scores"][0]["rationale"] = "This is a sentence. " * 100
    opened = papers.paper(decision_file, "en")
    with translation.override("en"):
        leaf = annex.section(opened)["categories"][0]["leaves"][0]
        name = opened.person(decision_file["rounds"][0]["scores"][0]["person"])
    own = [score for score in leaf["vendors"][0]["scores"] if len(score["rationale"]) > 100]
    assert [score["who"] for score in own] == [name, f"{name} (continued)", f"{name} (continued)"]
    assert "".join(score["rationale"] for score in own) == "This is a sentence. " * 100
    assert all(score["rationale"].endswith(". ") for score in own)


@pytest.mark.parametrize(("text", "count"), [("", 1), ("字" * 700, 1), ("字" * 701, 2), ("word " * 300, 3)])
def test_a_text_without_a_sentence_is_cut_at_a_word_or_anywhere(text, count):
    found = annex.pieces(text)
    assert ("".join(found), len(found)) == (text, count)
