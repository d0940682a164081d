"""Does the workbook of a selection compute the official result, for who may see it, and say what it leaves out?"""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.utils import translation

from reports.workbook.book import _of_run, book
from selection import ledger
from selection.models import Member, Phase, Selection
from tables.writing import workbook
from tests.reports import finished
from tests.reports.workbook.formulas import Computed
from tests.scoring.scene import scene
from tests.tables.test_writing import DAY
from tests.test_tables_out import reader, take
from vendors.events import VendorEvent
from vendors.models import CostLine

pytestmark = pytest.mark.django_db
CENT = 0.005
NO_PRICES = "Costs: you do not see prices now."
NO_MARKS = "Scores and result: they come with the reveal."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def of_run(decision_file):
    """The sheets of a run of this file, opened as openpyxl opens them: its formulas, and what is stored beside them."""
    made = finished.stored(decision_file)
    content = workbook(_of_run(made), code="S", made=DAY)
    return finished.opened(decision_file), *(
        openpyxl.load_workbook(BytesIO(content), data_only=is_stored) for is_stored in (False, True)
    )


def recomputed(book):
    """Every formula of the book: where it stands, and what it comes to."""
    cells = Computed(book)
    return {
        (page.title, cell.coordinate): cells.cell(page.title, cell.row, cell.column)
        for page in book
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def line(page, label):
    return next(row for row in page.iter_rows(values_only=True) if row[1] == label)


def totals(opened, page):
    row = line(page, "Total points")
    return {vendor: row[4 + 2 * n] for n, vendor in enumerate(opened.visible)}


def measured_too():
    """Beside the marks a criterion that is measured on a curve with a bend, and one in shares of downtime."""
    decision_file = finished.inputs()
    rated = [node for node in decision_file["criteria"] if node["kind"] == "rated"]
    scale = {"unit": {"zh": "", "en": ""}, "decimals": 2, "min": None, "max": None}
    bent = {"type": "piecewise", "points": [["0", "0"], ["10", "70"], ["30", "100"]]}
    nines = {"type": "log", "points": [["99", "0"], ["99.99", "100"]]}
    for node, function, values in ((rated[0], bent, ("-3", "7", "12.5")), (rated[1], nines, ("98", "99.9", "100"))):
        node |= {"kind": "measured", "scale": scale, "value_function": function, "anchors": None}
        for item in decision_file["rounds"]:
            item["scores"] = [score for score in item["scores"] if score["criterion"] != node["code"]]
        decision_file["consensus"] = [row for row in decision_file["consensus"] if row["criterion"] != node["code"]]
        for vendor, value in zip(decision_file["vendors"], values, strict=False):
            vendor["facts"].append({"criterion": node["code"], "value": value, "level": "documented", "source": ""})
    return decision_file


def a_cell_missing():
    decision_file = finished.inputs()
    first = decision_file["rounds"][0]["scores"][0]
    decision_file["consensus"] = []
    return finished.without_scores(decision_file, first["criterion"], "B")


CASES = {
    "the demo": finished.inputs,
    "facts": measured_too,
    "a cell that nobody scored": a_cell_missing,
    "somebody excluded": lambda: finished.failing(finished.inputs(), "A"),
    "one left": lambda: finished.only(finished.inputs(), "B"),
    "paid in mid-year, at no rate": lambda: finished.inputs(timing="mid", discount_rate="0"),
    "paid at the start": lambda: finished.inputs(timing="start"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_workbook_computes_the_official_totals(case):
    opened, book, stored = of_run(CASES[case]())
    found = recomputed(book)
    kept = {key: stored[key[0]][key[1]].value for key in found}
    assert {key for key, value in found.items() if not _same(value, kept[key])} == set()
    official = {vendor: opened.results["total"].get(vendor, "excluded") for vendor in opened.visible}
    shown = totals(opened, stored["Result"])
    assert {v: t for v, t in shown.items() if not _same(t, official[v])} == {}
    said = set(line(stored["Result"], "Both agree to two decimals")[3:]) - {None}
    assert said == ({"yes"} if opened.ranked else set())


def test_what_is_stored_beside_the_check_tells_when_the_official_total_is_another():
    """A preview computes nothing: it shows what is stored."""
    run = finished.stored(finished.inputs())
    first, *others = [code for code, total in run.results["total"].items() if total is not None]
    run.results["total"][first] += 0.02
    content = workbook(_of_run(run), code="S", made=DAY)
    stored = openpyxl.load_workbook(BytesIO(content), data_only=True)
    computed = recomputed(openpyxl.load_workbook(BytesIO(content)))
    said = line(stored["Result"], "Both agree to two decimals")
    assert [word for word in said[3:] if word] == ["no", *["yes"] * len(others)]
    assert {key for key, value in computed.items() if not _same(value, stored[key[0]][key[1]].value)} == set()


def _same(one, other):
    if isinstance(one, float | int) and isinstance(other, float | int):
        return one == pytest.approx(other, abs=CENT)
    return (one or None) == (other or None)


def test_what_is_changed_in_the_workbook_changes_its_result():
    """A mark, a fact, a cost and a weight each move a total, so the formulas hang on the other sheets."""
    opened, book, stored = of_run(measured_too())
    before = totals(opened, stored["Result"])
    moved = {}
    inputs = (("Scores", 4, 2), ("Facts", 5, 2), ("Costs by year", 7, 4), ("Criteria and weights", 7, 2))
    for sheet, column, first in inputs:
        cells = (row[column - 1] for row in book[sheet].iter_rows(min_row=first))
        cell = next(cell for cell in cells if isinstance(cell.value, int | float))
        kept, cell.value = cell.value, cell.value * 3 + 1
        found = {key: value for key, value in recomputed(book).items() if key[0] == "Result"}
        moved[sheet] = any(not _same(value, stored["Result"][at].value) for (_sheet, at), value in found.items())
        cell.value = kept
    assert (set(moved.values()), len(before)) == ({True}, len(opened.visible))


def test_who_is_excluded_stands_in_grey_without_a_total():
    opened, book, stored = of_run(finished.failing(finished.inputs(), "A"))
    column = 4 + 2 * opened.visible.index("A")
    page = book["Result"]
    assert {page.cell(row, column).font.color.rgb for row in range(2, page.max_row - 3)} == {"FF8A8A8A"}
    assert totals(opened, stored["Result"])["A"] == "excluded"


def test_from_the_reveal_on_the_whole_selection_is_one_workbook(client):
    demo = finished.selection(Phase.CONSENSUS)
    finished.run(demo)
    Selection.objects.filter(pk=demo.pk).update(is_demo=True)
    content = take(reader("xu"), "all_table", demo.code).content
    found = openpyxl.load_workbook(BytesIO(content))
    assert found.sheetnames == [
        "Read me",
        "Result",
        "Criteria and weights",
        "Scores",
        "Facts",
        "Costs by year",
        "Needs",
        "Vendors",
        "POC",
        "Committee",
    ]
    assert [page.sheet_state for page in found] == ["visible"] * 10
    about = {row[0]: row[1] for row in found["Read me"].iter_rows(values_only=True)}
    assert (about["Snapshot"], about["Origin"], "Not in this file" in about) == ("1", "Example", False)
    names = ZipFile(BytesIO(content)).namelist()
    assert [name for name in names if "external" in name or "vba" in name] == []


@pytest.mark.parametrize(
    ("name", "phase", "sheets", "why"),
    [
        ("eva", Phase.SCORE, set(), {NO_PRICES, NO_MARKS}),
        ("bo", Phase.SCORE, {"Cost lines"}, {NO_MARKS}),
        ("aude", Phase.CLOSED, set(), {NO_PRICES, NO_MARKS}),
        ("eva", Phase.CONSENSUS, {"Cost lines", "Scores"}, {"Result: no analysis has been run yet."}),
    ],
)
def test_what_somebody_may_not_see_is_absent_and_named(name, phase, sheets, why):
    made = scene(phase)
    CostLine.objects.create(vendor=made.vendors["A"], item="K01", year=1, amount=100, is_quoted=True)
    found = book(made.member(name))
    always = {"Read me", "Criteria and weights", "Facts", "Needs", "Vendors", "POC", "Committee"}
    assert {sheet.name for sheet in found} - always == sheets
    assert {row[1] for row in found[0].rows if row[0] == "Not in this file"} == why


def test_the_book_says_when_something_has_changed_since():
    demo = finished.selection(Phase.CONSENSUS)
    finished.run(demo)
    Selection.objects.filter(pk=demo.pk).update(seed=demo.seed + 1)
    member = Member.objects.select_related("selection", "user").get(selection=demo, key="xu")
    ledger.record(VendorEvent.FACT_RECORDED, selection=demo, member=member)
    about = [row[1] for row in book(member)[0].rows]
    assert "Something has changed since the snapshot." in about


@pytest.mark.parametrize("phase", [Phase.SCORE, Phase.CLOSED, Phase.CANCELLED])
def test_a_run_that_is_stored_shows_no_result_outside_the_reveal(phase):
    demo = finished.selection(phase)
    finished.run(demo)
    member = Member.objects.select_related("selection", "user").get(selection=demo, key="xu")
    found = book(member)
    assert {"Result", "Scores"} & {sheet.name for sheet in found} == set()
    assert NO_MARKS in {row[1] for row in found[0].rows}
