"""Is an empty workbook, filled in, read as it was meant, in both languages?"""

from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from tables.block import block_of
from tables.writing import workbook
from tests.cast import committee
from tests.tables.books import saved, texts
from tests.vendors.builders import measured, vendor
from vendors.costing.years import year_name
from vendors.models import CostItem
from vendors.pasting.cost_block import read_costs
from vendors.pasting.fact_block import read_facts
from vendors.tables_out import costs_to_fill_in, facts_to_fill_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = committee(decision_date="2026-03-27")
    vendor(cast.bo, "云桥", name_en="Yunqiao"), vendor(cast.bo, "灵犀", name_en="Lingxi")
    cast.selection.refresh_from_db()
    return cast


@pytest.fixture(params=["en", "zh-hans"], autouse=True)
def language(request):
    with translation.override(request.param):
        yield


def filled(sheet, cast, cells):
    """The block that the workbook makes with these cells filled in."""
    book = load_workbook(BytesIO(workbook([sheet], code="S", made=cast.selection.created_at.date())))
    for place, value in cells.items():
        book.active[place] = value
    return block_of(texts(saved(book)))


def test_facts_filled_in_are_those_of_their_vendors(cast):
    leaf, other = measured(cast.selection), measured(cast.selection, "F-CH-03", unit_zh="%", unit_en="%")
    found = read_facts(cast.selection, filled(facts_to_fill_in(cast.selection), cast, {"D2": 12, "E3": 97}))
    assert found.bad == []
    assert [(cell.criterion, cell.vendor.code, cell.value) for cell in found.read] == [
        (leaf, "A", "12"),
        (other, "B", "97"),
    ]


def test_costs_filled_in_are_read_and_items_left_empty_are_named(cast):
    row = cast.selection.vendors.get(code="A")
    years = {f"{column}4": 100 for column in "EFGHI"}
    found = read_costs(
        row, filled(costs_to_fill_in(row.selection, [row], has_letters=False), cast, {"C4": "是", **years}), unit="one"
    )
    assert found.bad == []
    assert [(line.item, line.is_quoted, line.amounts) for line in found.read] == [
        ("K03", True, dict.fromkeys(range(1, 6), 10_000))
    ]
    assert [name[:3] for name in found.bare] == [code for code in CostItem.values if code != "K03"]
    assert year_name(row.selection, 0) in costs_to_fill_in(row.selection, [row], has_letters=False).head


@pytest.mark.parametrize("block", ["K01\tx", "K01\t\tyes", "x", "\tlabel"])
def test_a_row_with_more_than_its_item_is_not_left_out(cast, block):
    found = read_costs(cast.selection.vendors.get(code="A"), block, unit="one")
    assert (found.bare, bool(found.bad or found.read)) == ([], True)
