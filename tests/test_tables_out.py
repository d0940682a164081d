"""Does every table leave as it stands on its page, under a name people understand, and is that an event?"""

import csv
from datetime import datetime
from io import BytesIO, StringIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from criteria.table import table
from poc.models import Scenario, Trial
from selection import taking
from selection.models import Event, MoSCoW, Phase, Selection, User
from selection.taking import file_name
from tests.reports import finished
from tests.scoring.scene import scene
from tests.test_access import TABLES, everyone
from tests.vendors import builders
from vendors import costing
from vendors.facts import record_fact
from vendors.models import CostLine, Vendor

pytestmark = pytest.mark.django_db


def take(client, view, code="S-0001", **query):
    answer = client.get(reverse(view, args=[code]), query)
    assert answer.status_code == 200, (view, answer.status_code)
    return answer


def untold(*args, **query):
    """The same without the event, which the record would show the next time."""
    with transaction.atomic():
        answer = take(*args, **query)
        transaction.set_rollback(True)
    return answer


def rows(answer):
    page = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    return [list(row) for row in page.iter_rows(values_only=True)]


def name_of(answer):
    """Plain where it is ASCII, else as RFC 5987 has it."""
    plain, _quote, coded = answer["Content-Disposition"].partition("utf-8''")
    return unquote(coded) if coded else plain.removeprefix('attachment; filename="').removesuffix('"')


def reader(name, language="en"):
    """What somebody gets who reads this language."""
    User.objects.filter(username=name).update(language=language)
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


@pytest.fixture
def demo():
    made = finished.selection(Phase.CONSENSUS)
    finished.run(made)
    return made


@pytest.fixture
def xu(demo):
    return reader("xu")


def test_each_table_has_its_address_and_its_name():
    assert {name.removesuffix("_table") for name in TABLES} | {"report"} == set(taking.TITLES)  # on a page of its own


def test_a_workbook_and_a_csv_say_the_same(demo, xu):
    for view in sorted({*TABLES} - {"all_table"}):  # several tables are no CSV
        found = rows(untold(xu, view, demo.code))
        text = untold(xu, view, demo.code, **{"as": "csv"}).content.decode("utf-8-sig")
        read = list(csv.reader(StringIO(text)))
        assert len(found) > 1 or view == "facts_table"
        assert [[plain(cell) for cell in row] for row in found] == [list(map(numbered, row)) for row in read], view
        assert not [cell for row in found for cell in row if isinstance(cell, str) and cell.startswith("=")]


def plain(cell):
    """A cell of a workbook as a text; numbers without the decimals that are only shown."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else numbered(str(cell))


def numbered(text):
    try:
        return str(float(text))
    except ValueError:
        return text.removeprefix("'")


def test_weights_are_those_of_the_page(demo, xu):
    found = {row[0]: row for row in rows(take(xu, "weights_table", demo.code))[1:]}
    shown = {row.criterion.code: row for row in table(demo).rows}
    assert {code: row[9] for code, row in found.items()} == {c: round(r.points, 2) for c, r in shown.items()}
    leaf = next(row for row in shown.values() if row.criterion.parent)
    assert found[leaf.criterion.code][8] == leaf.criterion.weight / 100


def test_facts_stand_as_numbers_with_their_evidence():
    made = scene(Phase.DEFINE)
    about = {"criterion": made.criteria["T2"], "level": "documented", "source": "合同附件", "member": made.member("bo")}
    record_fact(made.vendors["A"], value="99", **about)
    found = rows(take(reader("eva"), "facts_table"))
    assert found[0][4:] == ["A Yunqiao Desk", "A Evidence", "A Source", "B Lingxi Service", "B Evidence", "B Source"]
    assert found[1:] == [
        ["T2", "Architecture", "Availability", "%", 99, "Documented", "合同附件", None, None, None],
    ]


def test_costs_stand_in_full_and_add_up(demo, xu):
    head, *found = rows(take(xu, "cost_lines_table", demo.code))
    series = {(s.vendor_id, s.scenario, s.key): s for s in costing.series_of(demo)}
    total = head.index("Total (CNY)")
    sums = sum(row[total] for row in found if row[total] is not None)
    assert sums == pytest.approx(sum(line.total for line in series.values()) / 100)
    assert all(sum(filter(None, row[5:total])) == pytest.approx(row[total]) for row in found if row[1])


def test_total_costs_are_those_of_the_page_in_every_scenario_and_add_up(demo, xu):
    view = costing.View(5.0, 3, "fast", costing.official(demo).timing)
    asked = {"scenario": "fast", "horizon": 3, "rate": view.rate_text}
    head, *found = rows(take(xu, "tco_table", demo.code, **asked))
    shown = {row[1][0]: row for row in found if row[0] == "Fast"}
    for cost in costing.money(demo, view=view):
        row = shown[cost.vendor.code]
        kinds = row[3 : head.index("Outside the quote, %")]
        years = row[head.index("Quoted, not discounted (CNY)") + 1 : -1]
        assert row[2] == pytest.approx(cost.tco / 100, abs=0.01)
        assert sum(filter(None, kinds)) == pytest.approx(row[2], abs=0.05)
        assert years == pytest.approx([amount / 100 for amount in cost.by_year], abs=0.01)
    assert [row[0] for row in found[:: len(shown)]] == ["Slow", "Base", "Fast"]
    page = xu.get(reverse("costs", args=[demo.code]), asked).content.decode()
    assert "costs/table/?scenario=fast&amp;horizon=3" in page


def test_scores_name_the_mean_and_everybody_behind_it(demo, xu):
    _head, *found = rows(take(xu, "scores_table", demo.code))
    means = {(row[0], row[2][0]): row[4] for row in found if row[3] == "Mean"}
    marks = [row for row in found if row[3] != "Mean"]
    run = finished.opened()
    assert means == {
        (leaf, vendor): None if cell["mean"] is None else round(cell["mean"], 2)
        for leaf, vendor in means
        for cell in [run.cell(leaf, vendor)]
        if run.cell(leaf, vendor)["source"] == "mean"
    } | {key: mean for key, mean in means.items() if run.cell(*key)["source"] != "mean"}
    assert {row[4] for row in marks} <= {*range(11), "n/a"}


def test_results_are_those_of_the_run(demo, xu):
    _head, *found = rows(take(xu, "results_table", demo.code))
    results = finished.opened().results
    assert [(row[0], row[1][0], row[2]) for row in found if row[0]] == [
        (entry["rank"], entry["vendor"], round(results["total"][entry["vendor"]], 2))
        for entry in results["ranking"]
        if entry["rank"]
    ]
    assert all(sum(filter(None, row[6:-1])) == pytest.approx(row[2]) for row in found if row[0])


def test_the_name_says_what_it_is_in_the_readers_language(demo, xu):
    day = timezone.localdate().isoformat()
    assert name_of(take(xu, "needs_table", demo.code)) == f"{demo.name_en}-Needs-{day}.xlsx"
    with translation.override("zh-hans"):
        assert (
            file_name(Selection(name_zh='2026 客服/平台:"A"'), "scores", "csv") == f"2026 客服 平台  A -评分-{day}.csv"
        )
    assert name_of(take(reader("xu", "zh-hans"), "scores_table", demo.code)) == f"{demo.name_zh}-评分-{day}.xlsx"


def test_an_example_says_so(demo, xu):
    Selection.objects.filter(pk=demo.pk).update(is_demo=True)
    answer = take(xu, "needs_table", demo.code, **{"as": "csv"})
    assert "-Needs-Example-" in name_of(answer)
    assert answer.content.decode("utf-8-sig").splitlines()[-1] == "Example"


def test_to_take_one_is_an_event_with_its_table(demo, xu):
    take(xu, "needs_table", demo.code, **{"as": "csv"})
    event = Event.objects.latest("pk")
    assert (event.type, event.actor.username, event.payload.body) == (
        "selection.table_taken",
        "xu",
        {"table": "needs", "form": "csv"},
    )
    assert "Took a table along as a file" in xu.get(reverse("record", args=[demo.code])).content.decode()


def test_to_take_one_makes_no_result_stale(demo, xu):
    take(xu, "facts_table", demo.code)
    assert not xu.get(reverse("results", args=[demo.code])).context["is_stale"]


def test_a_form_nobody_knows_is_a_workbook(demo, xu):
    assert take(xu, "needs_table", demo.code, **{"as": "exe"})["Content-Type"] == taking.KINDS["xlsx"]


def test_what_somebody_typed_computes_nothing(client):
    made = scene(Phase.DEFINE)
    typed = '=HYPERLINK("http://x","y")'
    builders.need(made.selection, text_zh=typed, text_en=typed)
    Vendor.objects.filter(code="A").update(name_zh="@SUM(1)", name_en="@SUM(1)")
    client = everyone(made)
    for view in ("needs_table", "vendors_table", "facts_table"):
        book = openpyxl.load_workbook(BytesIO(take(client, view).content))
        assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}
    lines = list(csv.reader(StringIO(take(client, "needs_table", **{"as": "csv"}).content.decode("utf-8-sig"))))
    assert lines[1][1] == f"'{typed}"


def test_who_has_withdrawn_stands_below_in_grey():
    scene(Phase.DEFINE)
    Vendor.objects.filter(code="A").update(withdrawn="书面退出")
    book = openpyxl.load_workbook(BytesIO(take(reader("bo"), "vendors_table").content))
    page = book.worksheets[0]
    assert (page.cell(2, 1).value, page.cell(2, 1).font.color.type) == ("B", "theme")
    assert (page.cell(3, 1).value, page.cell(3, 4).value, page.cell(3, 1).font.color.rgb) == (
        "A",
        "Withdrawn – 书面退出",
        "FF8A8A8A",
    )


@pytest.mark.parametrize(("name", "sees"), [("bo", True), ("eva", False)])
def test_prices_stand_in_the_list_of_vendors_only_for_who_sees_them(name, sees):
    made = scene(Phase.INVITE)
    CostLine.objects.create(vendor=made.vendors["A"], item="K01", year=1, amount=12_345_600, is_quoted=True)
    found = rows(take(reader(name), "vendors_table"))
    worth = 12_345_600 / 100 / 1.06  # due within a year
    assert ("Total cost (CNY)" in found[0], any(worth * 0.9 < cell < worth * 1.1 for cell in found[1][6:])) == (
        sees,
        sees,
    )


def test_the_table_of_the_record_is_what_its_filter_asks_for(demo, xu):
    take(xu, "needs_table", demo.code)
    kinds = {row[4] for row in rows(take(xu, "record_table", demo.code, kind="selection.table_taken"))[1:]}
    assert kinds == {"Took a table along as a file"}
    assert len(rows(take(xu, "record_table", demo.code, since="nonsense"))) == 1


def test_a_table_costs_the_same_at_any_length():
    """However many needs, criteria, vendors, facts, costs, marks and scenarios there are."""
    made = scene(Phase.CONSENSUS)
    client = everyone(made)
    grow(made, 10)
    for view in TABLES[:2]:  # what a device and a process read once
        take(client, view)
    few = {view: queries(client, view) for view in TABLES if view != "results_table"}
    made.grow(leaves=12, vendors=3)
    for start in range(20, 100, 20):
        grow(made, start)
    assert {view: queries(client, view) for view in few} == few


def grow(made, start):
    """Two needs, a scenario and a cost line of everybody more."""
    for n, kind in ((start, MoSCoW.MUST), (start + 1, MoSCoW.COULD)):
        builders.need(made.selection, code=f"R-{n}", moscow=kind).criteria.add(made.criteria["F1"])
    scenario = Scenario.objects.create(selection=made.selection, code=f"P-{start}", position=start, name_zh="场景")
    scenario.criteria.add(made.criteria["F1"])
    for vendor in made.vendors.values():
        CostLine.objects.create(vendor=vendor, item="K01", year=start % 5, amount=100, is_quoted=True)
        Trial.objects.create(scenario=scenario, vendor=vendor, result="pass")


def queries(client, view):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        take(client, view)
    return len(seen)
