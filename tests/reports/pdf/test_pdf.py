"""Is the report what it says: PDF/A-3a, the run's numbers, its inputs attached, whatever people typed?"""

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from io import BytesIO

import pytest
from django.conf import settings
from django.utils import translation
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, ContentStream, DictionaryObject, TextStringObject

from analysis.decision_file import canonical_bytes
from reports.paper import book, proof
from reports.pdf import glyphs, rendering, typefaces
from reports.pdf.sandbox import ASSETS, LENGTH, LIMITS, SCHEME
from tests.reports import finished, papers

LANGUAGES = ("zh-hans", "en")
STRINGS = (ByteStringObject, TextStringObject)
PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'


@pytest.fixture(scope="module", params=["zh-hans", pytest.param("en", marks=pytest.mark.campaign)])
def opened(request):
    return papers.paper(language=request.param)


@pytest.fixture(scope="module")
def content(opened):
    return papers.set_in_type(opened)


@pytest.fixture(autouse=True)
def language(request):
    """What the tests compare with is said in the language of the report."""
    chosen = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    with translation.override(chosen.get("opened") or chosen.get("spoken") or "zh-hans"):
        yield


@pytest.fixture
def file(content):
    return PdfReader(BytesIO(content))


def words(content):
    return " ".join(" ".join(page.split()) for page in papers.pages(content))


def job(body, **more):
    return {
        "html": PAGE.format(body),
        "css": typefaces.rules("en", body) + "body { font-family: Inter, 'Noto Sans SC' }",
        "identifier": "ab" * 32,
        "created": "2026-03-27T09:00:00+08:00",
        "attachments": [{"name": "decision.json", "description": "inputs", "text": "{}"}],
    } | more


# What it says -----------------------------------------------------------------------------------
def test_printed_totals_ranges_and_places_are_those_of_the_run(opened, content):
    told = papers.pages(content)[1]
    for entry in opened.results["ranking"]:
        vendor = entry["vendor"]
        low, high = opened.results["interval"][vendor]
        row = next(
            line for line in told.splitlines() if opened.names[vendor] in line and "POC" not in line and "–" in line
        )
        assert f"{opened.results['total'][vendor]:.2f}" in row
        assert f"{low:.1f}–{high:.1f}" in row
        assert row.split()[0] == str(entry["rank"])


def test_every_cell_weight_and_category_of_the_matrix_is_printed(opened, content):
    told = papers.flat(papers.pages(content)[2])
    assert all(
        f"{cell['value'] / 10:.2f}" in told for leaf in opened.results["cells"].values() for cell in leaf.values()
    )
    assert all(f"{p:.2f}" in told for points in opened.results["contribution"].values() for p in points.values())
    assert all(papers.flat(opened.speaker.criterion(leaf["code"])) in told for leaf in opened.leaves)


def test_limits_of_the_stability_are_printed(opened, content):
    told = papers.flat(papers.pages(content)[3])
    limits = [rail["from"] for rails in opened.results["rails"].values() for rail in rails[1:]]
    assert limits
    assert all(f"{limit:.2f}" in told for limit in limits)


def test_money_is_printed_in_the_unit_of_the_language(opened, content):
    in_chinese, in_english = ("五年总成本万元", 1_000_000, 1), ("5-yeartotalcostCNY", 100_000, 0)
    head, factor, places = in_chinese if opened.language == "zh-hans" else in_english
    [told] = [page for page in map(papers.flat, papers.pages(content)) if page.startswith(head)]
    for cost in opened.results["cost"].values():
        worths = [cost["tco"], *(part["worth"] for part in cost["parts"] if part["worth"])]
        assert [worth for worth in worths if f"{worth / factor:,.{places}f}" not in told] == []


def test_every_score_of_every_round_is_there_with_its_reason(opened, content):
    told = papers.flat("".join(papers.pages(content)))
    reasons = [score["rationale"] for item in opened.decision_file["rounds"] for score in item["scores"]]
    assert len(reasons) == 250
    assert all(papers.flat(reason) in told for reason in reasons)


def test_attachment_is_the_snapshot_byte_for_byte(opened, file):
    [attached] = file.attachments[book.ATTACHMENT]
    assert list(file.attachments) == [book.ATTACHMENT]
    assert attached == opened.text.encode()
    assert sha256(attached).hexdigest() == opened.file_hash


def test_attachment_gives_the_printed_numbers_without_a_server(opened, content, file, tmp_path):
    path = tmp_path / "decision.json"
    path.write_bytes(file.attachments[book.ATTACHMENT][0])
    ranked = subprocess.run(
        [sys.executable, "-m", "analysis", "rank", path], capture_output=True, check=True, cwd=settings.BASE_DIR
    )
    found = json.loads(ranked.stdout)
    told = papers.flat(papers.pages(content)[2])
    assert found["total"] == opened.results["total"]
    assert all(f"{total:.2f}" in told for total in found["total"].values())
    assert all(f"{p:.2f}" in told for points in found["contribution"].values() for p in points.values())


def test_hash_and_snapshot_stand_on_every_page(opened, content):
    grouped = papers.flat(proof.grouped(opened.file_hash))
    for number, page in enumerate(papers.pages(content), start=1):
        assert grouped in papers.flat(page), number
        assert papers.flat(opened.label()) in papers.flat(page) or number == 1


def test_hash_is_printed_in_groups_of_four():
    assert proof.grouped("0123456789ab") == "0123 4567 89ab"


@pytest.mark.parametrize("spoken", ["zh-hans", pytest.param("en", marks=pytest.mark.campaign)])
def test_final_report_opens_with_the_decision_and_carries_it(spoken):
    opened = papers.paper(language=spoken, is_draft=False, outcome=papers.outcome())
    work = book.job(opened)
    start, rest = work["html"].split({"zh-hans": "<h1>评分矩阵", "en": "<h1>Decision matrix"}[spoken])
    end = rest.partition({"zh-hans": "<h1>如何核对", "en": "<h1>How to check"}[spoken])
    assert all(end)
    work["html"] = start + "".join(end[1:])
    content = rendering.render(work)
    second = papers.flat(papers.pages(content)[1])
    opening = {"zh-hans": "委员会选定A云桥客服", "en": "ThecommitteechoseAYunqiaoDesk"}[spoken]
    assert [
        words in second for words in (opening, "第一段理由。", "第二段理由，也要印全。", "差距虽小，仍然选它。")
    ] == [True] * 4
    attached = PdfReader(BytesIO(content)).attachments
    assert attached == {"decision.json": [opened.text.encode()], "outcome.json": [opened.outcome_text.encode()]}
    printed = papers.flat("".join(papers.pages(content)))
    assert [sha256(text.encode()).hexdigest() in printed for text in (opened.text, opened.outcome_text)] == [True, True]
    assert {"zh-hans": "2026年3月27日", "en": "27March2026"}[spoken] not in papers.flat(papers.pages(content)[0])


def test_draft_says_so_and_a_final_report_does_not():
    assert "草稿" in book.html(papers.paper(is_draft=True))
    assert "草稿" not in book.html(papers.paper(is_draft=False))


def test_pages_stand_in_the_order_of_the_design(file):
    titles = [item.title for item in file.outline if not isinstance(item, list)]
    wanted = (
        "结论",
        "评分矩阵",
        "结论的稳定性",
        "分析图表",
        "五年总成本",
        "POC",
        "不同意见与未决事项",
        "例外",
        "附录：每一个分数",
        "已阅本报告",
        "如何核对本报告",
    )
    if file.root_object["/Lang"] == "zh-Hans":
        assert tuple(titles[1:]) == wanted
    assert len(titles) == len(wanted) + 1


def test_costs_of_the_demo_take_one_page(file):
    parts = [item for item in file.outline if not isinstance(item, list)]
    after = next(place for place, item in enumerate(parts) if item.title == "POC")
    costs, poc = (file.get_destination_page_number(item) for item in parts[after - 1 : after + 1])
    assert poc - costs == 1


# How it is built --------------------------------------------------------------------------------
def test_file_is_tagged_pdf_a_3a_with_language_and_title(opened, file):
    root, metadata = file.root_object, file.xmp_metadata
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("3", "A")
    name = opened.decision_file["selection"]["name"]["en" if opened.language == "en" else "zh"]
    assert metadata.dc_title["x-default"].startswith(name)
    assert root["/Lang"] == {"zh-hans": "zh-Hans", "en": "en"}[opened.language]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert "/StructTreeRoot" in root
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"


def structure(node):
    yield node
    kids = node.get("/K", [])
    for kid in (entry.get_object() for entry in (kids if isinstance(kids, ArrayObject) else [kids])):
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield from structure(kid)


def test_every_figure_has_an_alternative_text_and_every_table_heads(file):
    elements = list(structure(file.root_object["/StructTreeRoot"]["/K"][0]))
    figures = [element for element in elements if element.get("/S") == "/Figure"]
    assert len(figures) > 5
    assert all(len(str(figure.get("/Alt", ""))) >= 3 for figure in figures)
    kinds = {element["/S"] for element in elements if "/S" in element}
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD", "/P", "/Figure", "/BlockQuote"} <= kinds


def test_attachment_is_related_as_data_once(file):
    [attachment] = file.root_object["/AF"]
    assert attachment["/AFRelationship"] == "/Data"
    assert attachment["/EF"]["/F"]["/Subtype"] == "/application/json"


def test_metadata_name_no_tool_and_no_version(content, file):
    assert (file.metadata.producer, file.metadata.creator) == ("Touchstone", None)
    assert b"WeasyPrint" not in file.root_object["/Metadata"].get_data()
    assert not any(tool in content for tool in (b"WeasyPrint", b"pydyf", b"pypdf"))
    assert file.metadata["/CreationDate"].startswith("D:20260327")


def fonts(file):
    for page in file.pages:
        yield from (font.get_object() for font in page["/Resources"]["/Font"].values())


def test_every_font_is_embedded(file):
    found = {font["/BaseFont"].partition("+")[2]: font for font in fonts(file)}
    first = {"Inter", "Inter-Bold", "Noto-Sans-SC", "Noto-Serif-SC-Bold", "Touchstone-Marks"}
    assert first <= set(found) <= first | {"Noto-Sans-SC-Bold", "Inter-More", "Inter-More-Bold"}
    assert len(ASSETS) == 2 * len(typefaces.FAMILIES) + 2
    assert all("/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"] for font in found.values())
    assert all("/ToUnicode" in font for font in found.values())


def drawn_glyphs(file):
    """The glyph numbers of all text; two bytes each."""
    for page in file.pages:
        for operands, operator in ContentStream(page.get_contents(), file).operations:
            shown = operands[0] if operator == b"TJ" else operands[:1] if operator == b"Tj" else ()
            for data in (piece.original_bytes for piece in shown if isinstance(piece, STRINGS)):
                yield from (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))


def test_no_glyph_is_missing(file):
    found = list(drawn_glyphs(file))
    assert len(found) > 10_000
    assert 0 not in found


def test_same_run_gives_the_same_bytes():
    """With attachments and without, laid out together or alone."""
    work = book.job(papers.paper(language="en"))
    work["html"] = work["html"].partition("<h1>Decision matrix")[0]
    whole, plain = rendering.both(work)
    assert [rendering.render(work), rendering.render({**work, "attachments": []})] == [whole, plain]
    assert [list(PdfReader(BytesIO(content)).attachments) for content in (whole, plain)] == [["decision.json"], []]
    assert [b"EmbeddedFile" in content for content in (whole, plain)] == [True, False]


def test_page_says_nothing_that_is_read_from_the_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        book.job(papers.paper(language="en"))


# What people typed ------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def hostile():
    return papers.set_in_type(papers.paper(papers.hostile()))


def test_markup_is_printed_as_it_was_typed(hostile):
    told = papers.flat("".join(papers.pages(hostile)))
    assert told.count(papers.flat(papers.MARKUP)) > 10
    assert "@importurl(file:///etc/passwd);" in told
    file = PdfReader(BytesIO(hostile))
    assert "/JavaScript" not in file.root_object.get("/Names", {})
    assert not [page for page in file.pages if "/Annots" in page]


def test_texts_of_any_length_are_whole(hostile):
    told = papers.flat("".join(papers.pages(hostile)))
    assert "十字" * 100 in told
    assert "的最后一句" in told
    assert "必须到此为止" in told
    assert told.count(papers.LONG_WORD) > 3


def test_characters_without_a_glyph_are_written_as_numbers(hostile):
    told = papers.flat("".join(papers.pages(hostile)))
    assert papers.flat("[U+1F600 U+1F600]") in told
    assert "[U+20BB7]" in told
    assert "[U+0007]" in told
    assert "[U+200D" not in told
    file = PdfReader(BytesIO(hostile))
    assert 0 not in list(drawn_glyphs(file))
    assert papers.EMOJI.encode() in file.attachments[book.ATTACHMENT][0]


def test_report_says_that_characters_are_missing_only_when_they_are():
    assert "U+1F600" in book.html(papers.paper(papers.hostile()))
    assert "U+1F600" not in book.html(papers.paper())


def test_title_keeps_no_control_character():
    assert "\u0007" not in glyphs.legible("<title>a\u0007b</title>")


def all_criteria_are_printed(content, opened):
    told = [papers.flat(page) for page in papers.pages(content)]
    matrix = "".join(page for page in told if "评分矩阵" in page)
    assert all(f"{total:.2f}" in told[1] for total in opened.results["total"].values())
    assert "请委员会决定" in told[1]
    for leaf in opened.leaves:
        values = "".join(f"{cell['value'] / 10:.2f}" for cell in opened.results["cells"][leaf["code"]].values())
        assert papers.flat(opened.speaker.criterion(leaf["code"])) in matrix
        assert values in "".join(c for c in matrix if c in "0123456789.")


def test_sixty_seven_criteria_are_all_printed_and_the_summary_fits_one_page():
    opened = papers.paper(papers.wide(67, vendors=3))
    work = book.job(opened)
    work["html"] = work["html"].partition("<h1>附录")[0]
    all_criteria_are_printed(rendering.render(work), opened)


@pytest.mark.campaign
def test_sixty_seven_criteria_of_eight_vendors_are_all_printed():
    opened = papers.paper(papers.wide(67, vendors=8))
    all_criteria_are_printed(papers.set_in_type(opened), opened)


def test_a_matrix_of_many_vendors_names_them_beside_their_letters():
    told = book.html(papers.paper(papers.wide(17, vendors=8), "en"))
    assert told.count('<table class="matrix z') == 1
    assert told.count("Vendor H") >= 3


def kinds():
    inputs = finished.inputs
    yield "incomplete", finished.without_scores(inputs(), "F1", "A")
    yield "single", finished.only(inputs(), "A")
    yield "none", finished.failing(inputs(), "A", "B", "C", "D")
    yield "leads", inputs(bar="10", lead="0")
    yield "no_clear_winner", finished.failing(inputs(), "D")


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "decision_file"), list(kinds()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_conclusion_has_its_page(kind, decision_file, spoken):
    opened = papers.paper(decision_file, spoken)
    assert opened.results["conclusion"]["kind"] == kind
    told = book.job(opened)["html"]
    assert not re.search(r"\b(None|nan|inf)\b", told)
    assert opened.speaker.headline()[:4] in re.sub("<[^>]+>", "", told)


# The process that sets it -----------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "file:///etc/passwd",
        "asset:../settings.py",
        *(
            pytest.param(address, marks=pytest.mark.campaign)
            for address in (
                "https://example.org/x.png",
                "ftp://127.0.0.1/x",
                "data:image/png;base64,AAAA",
                "asset:NotThere.ttf",
            )
        ),
    ],
)
def test_other_addresses_stop_the_work(address):
    with pytest.raises(rendering.RenderFailed, match="is not a bundled file"):
        rendering.render(job(f'<img alt="x" src="{address}">'))


def test_a_style_from_elsewhere_stops_the_work():
    with pytest.raises(rendering.RenderFailed, match="is not a bundled file"):
        rendering.render(job("<p>x</p>", css="@import url(http://127.0.0.1:9/x.css);"))


def test_a_bundled_file_that_was_not_named_is_refused():
    face = f"@font-face {{ font-family: X; src: url('{SCHEME}Inter-Regular.ttf') }} body {{ font-family: X }}"
    with pytest.raises(rendering.RenderFailed, match="is not a bundled file"):
        rendering.render(job("<p>x</p>", css=face, assets=["NotoSansSC-Regular.ttf"]))


def refused(code):
    head = "import socket, subprocess, os, urllib.request\nfrom reports.pdf.sandbox import FONTS, lock\nlock([FONTS])\n"
    done = subprocess.run(
        [sys.executable, "-c", head + code],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        timeout=60,
        check=False,
    )
    return done.returncode, (done.stderr.strip().splitlines() or [""])[-1]


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/passwd')",
        "open('/etc/hostname', 'w')",
        "os.open('/etc/passwd', os.O_RDONLY)",
        "socket.socket()",
        "socket.getaddrinfo('localhost', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "urllib.request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_the_process_opens_no_file_no_address_and_starts_no_program(code):
    status, said = refused(code)
    assert status == 1
    assert said.startswith("PermissionError: ")


def test_the_process_may_read_its_fonts():
    assert refused(f"open({str(ASSETS['Inter-Regular.ttf'])!r}, 'rb').read()") == (0, "")


def test_no_setting_and_no_secret_reaches_the_process(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "hidden")
    monkeypatch.setenv("DATABASE_URL", "hidden")
    given = rendering._environment(tmp_path)
    assert "hidden" not in given.values()
    assert set(given) - {"LD_LIBRARY_PATH"} == {
        "PATH", "FONTCONFIG_FILE", "HOME", "LANG", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONPATH",
        "SOURCE_DATE_EPOCH", "TMPDIR",
    }  # fmt: skip
    assert os.environ["SECRET_KEY"] == "hidden"


def test_a_page_that_takes_too_long_is_given_up():
    with pytest.raises(rendering.RenderFailed, match="within"):
        rendering.render(job("<p>x</p>"), seconds=0.01)


def test_the_process_has_little_memory():
    program = "from reports.pdf.sandbox import LIMITS\nLIMITS.impose()\nbytearray(4 * 2**30)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=settings.BASE_DIR, check=False
    )
    assert "MemoryError" in done.stderr


def in_a_process(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.BASE_DIR, timeout=120, check=False
    )


def test_the_process_bounds_itself_before_it_reads():
    done = in_a_process(
        "import io, resource, sys\n"
        "from reports.pdf import sandbox\n"
        "sandbox.editions = lambda job: [str(resource.getrlimit(resource.RLIMIT_AS)[0]).encode()]\n"
        "sys.stdin = io.StringIO('{}')\n"
        "sandbox.main()"
    )
    assert int(done.stdout[LENGTH:]) == LIMITS.memory


def test_the_process_is_locked_while_it_sets_the_page(tmp_path):
    path = tmp_path / "job.json"
    path.write_text(json.dumps(job("<p>x</p>") | {"assets": sorted(ASSETS)}))
    done = in_a_process(
        f"import json\nfrom reports.pdf import sandbox\njob = json.load(open({str(path)!r}))\n"
        "assert sandbox.press(job).startswith(b'%PDF-')\nopen('/etc/passwd')"
    )
    assert done.stderr.strip().splitlines()[-1].startswith("PermissionError")


def test_what_cannot_be_set_says_why():
    with pytest.raises(rendering.RenderFailed, match="hex"):
        rendering.render(job("<p>x</p>", identifier="not a number"))


def test_snapshot_is_the_canonical_file_of_its_inputs(opened):
    assert canonical_bytes(opened.decision_file) == opened.text.encode()


def test_reader_sees_as_many_pages_as_the_footer_counts(content):
    reader = PdfReader(BytesIO(content))
    last = reader.pages[-1].extract_text()
    assert f"{len(reader.pages)}/{len(reader.pages)}" in papers.flat(last)
