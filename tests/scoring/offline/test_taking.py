"""What does the workbook hold that somebody takes along, and what does it keep people from?"""

import zipfile
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from criteria.assignments import assign
from scoring.offline import taking
from scoring.offline.taking import form_of, own_sheet, take_sheet
from selection.models import Event, User
from tests.scoring.offline.taken import ADDRESS, opened, place, taken
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db
SECRET = "只有艾德知道的理由"


@pytest.fixture
def s():
    return scene()


@pytest.fixture
def eva(client, s):
    client.force_login(s.committee.eva.user)
    return client


def test_each_own_cell_is_a_line_with_what_stands_in_it(eva, s):
    s.give("eva", "F1", "A", 9, level="reference", rationale="=看过，六个渠道都通")
    s.give("eva", "T1", "B", None, rationale="不卖", not_applicable=True)
    page = opened(taken(eva)).worksheets[0]
    given = {
        (row[taking.CODE], row[taking.LETTER]): row[taking.POINTS : taking.REASON + 1]
        for row in page.iter_rows(min_row=2, values_only=True)
    }
    empty = (None, None, None, None)
    assert given == {
        **{(leaf, vendor): empty for leaf in ("F1", "F2", "T1") for vendor in ("A", "B")},
        ("F1", "A"): (9, None, "客户核实", "=看过，六个渠道都通"),
        ("T1", "B"): (None, "是", "演示", "不卖"),
    }


def test_criteria_vendors_and_anchors_stand_there_in_the_language_of_the_person(eva, s):
    User.objects.filter(pk=s.committee.eva.user_id).update(language="en")
    book = opened(taken(eva))
    row = place(book, "F1", "A")
    texts = [cell.value for cell in book.worksheets[0][row]]
    assert texts[:5] == ["F1", "Omnichannel intake", "How good is Omnichannel intake?", "A", "Yunqiao Desk"]
    note = book.worksheets[0].cell(row, taking.POINTS + 1).comment
    assert "9–10: Omnichannel intake at 9-10" in note.text
    assert note.author == "Touchstone"


def test_only_points_levels_reasons_and_not_applicable_can_be_changed_and_only_to_what_a_cell_takes(eva):
    book = opened(taken(eva))
    page = book.worksheets[0]
    open_ones = {cell.column - 1 for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert open_ones == {taking.POINTS, taking.NOT_APPLICABLE, taking.LEVEL, taking.REASON}
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    held = {
        min(cells.min_col for cells in rule.sqref.ranges) - 1: rule for rule in page.data_validations.dataValidation
    }
    assert set(held) == open_ones
    points = held[taking.POINTS]
    assert (points.type, points.formula1, points.formula2) == ("whole", "0", "10")
    levels = held[taking.LEVEL].formula1.strip('"').split(",")
    assert levels == ["无证据", "宣称", "有文档", "演示", "客户核实"] and "POC" not in held[taking.LEVEL].formula1
    assert held[taking.NOT_APPLICABLE].formula1 == '"是"'
    assert {str(rule.sqref).split(":")[0] for rule in page.conditional_formatting} == {"F2", "I2"}


def test_nothing_in_it_is_hidden(eva):
    book = opened(taken(eva))
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "visible"]
    assert [about.hidden for sheet in book.worksheets for about in sheet.column_dimensions.values()].count(True) == 0
    assert [about.hidden for sheet in book.worksheets for about in sheet.row_dimensions.values()].count(True) == 0
    assert set(book.defined_names) == set()


def test_no_part_of_it_holds_anything_of_others(eva, s):
    s.give("ed", "F1", "A", 3, rationale=SECRET)
    s.selection.members.filter(key="ed").update(name_zh="艾德旧名")
    assign(s.member("eva"), criteria=[s.criteria["F1"]], by=s.member("chen"))
    with zipfile.ZipFile(BytesIO(taken(eva))) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    everything = "\n".join([*parts, *parts.values()])
    assert "全渠道接入" in everything
    for foreign in (
        SECRET,
        "艾德",
        "智能机器人",
        "集成与 API",
        "五年总成本",
        "vbaProject",
        "externalLink",
    ):
        assert foreign not in everything


def test_taking_is_an_event_without_values_and_the_file_bears_the_names_of_its_selection(eva, s):
    s.give("eva", "F1", "A", 9, rationale=SECRET)
    answer = eva.get(f"{ADDRESS}workbook/")
    event = Event.objects.select_related("payload").latest("pk")
    found = (event.type, event.object, event.actor, event.payload.body)
    assert found == ("scoring.sheet_taken_along", "1/eva", s.committee.eva.user, {})
    name = unquote(answer["Content-Disposition"])
    assert s.selection.name_zh in name and "我的评分" in name and name.endswith(".xlsx")


@pytest.mark.parametrize("name", ["chen", "bo", "otto", "aude"])
def test_who_has_no_sheet_takes_none(client, s, name):
    client.force_login(s.member(name).user)
    assert client.get(ADDRESS).status_code == 403
    assert client.get(f"{ADDRESS}workbook/").status_code == 403


def test_after_the_close_none_is_taken(eva, s):
    s.selection.phase = "closed"
    s.selection.save()
    assert eva.get(f"{ADDRESS}workbook/").status_code == 409


def test_who_has_nothing_to_score_is_told_so(eva, s):
    s.selection.vendors.all().delete()
    assert eva.get(f"{ADDRESS}workbook/").status_code == 409


def test_taking_costs_as_many_queries_however_many_cells_there_are(s, client):
    take_sheet(s.member("eva"))

    def count():
        with CaptureQueriesContext(connection) as seen:
            take_sheet(s.member("eva"))
        return len(seen)

    few = count()
    s.grow(leaves=6, vendors=4)
    assert count() == few


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_reason_is_asked_for_where_the_sheet_asks_for_it(s, language):
    with translation.override(language):
        form = form_of(own_sheet(s.member("eva")), s.member("eva"))
    formula = form.warnings[taking.REASON]
    weak = '$H2="",$H2="无证据",$H2="宣称"' if language == "zh-hans" else '$H2="",$H2="No evidence",$H2="Claimed"'
    yes = "是" if language == "zh-hans" else "yes"
    assert formula == (f'=AND(TRIM($I2)="",OR($G2="{yes}",AND(ISNUMBER($F2),OR($F2<4,$F2>8,AND($F2>=7,OR({weak}))))))')
