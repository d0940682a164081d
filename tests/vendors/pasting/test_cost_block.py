import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.cast import committee
from tests.vendors.builders import cost, vendor
from vendors.costing import series_of
from vendors.forms.costs import LineForm
from vendors.models import CostLine
from vendors.pasting.cost_block import read_costs
from vendors.pasting.cost_writing import compared, write_costs

pytestmark = pytest.mark.django_db

HEAD = "成本项\t名称\t报价内\t签约\t2026\t2027\t2028\t2029\t2030\n"
LICENCE = "K01\t订阅\t是\t\t60.5\t67.7\t75.8\t84.9\t95.2"


@pytest.fixture
def row():
    with translation.override("en"):
        yield vendor(committee().bo)


def write(row, block, **options):
    member = row.selection.members.get(key="bo")
    return write_costs(row, block, **{"unit": "wan", "scenarios": ["base"], "member": member} | options)


def test_rows_become_series_with_the_head_left_out(row):
    found = write(row, HEAD + LICENCE + "\nCustom development and integration\tERP link\tno\t12 万\t０\t\t\t\t")
    assert found.bad == []
    assert [(one.item, one.label_zh, one.label_en, one.is_quoted, one.amounts) for one in series_of(row.selection)] == [
        ("K01", "订阅", "", True, {1: 60500000, 2: 67700000, 3: 75800000, 4: 84900000, 5: 95200000}),
        ("K03", "", "ERP link", False, {0: 12000000, 1: 0}),
    ]


def test_every_bad_cell_is_named_and_nothing_is_written(row):
    found = write(row, "K99\tx\tyes\t1\nK02\ty\tmaybe\t-5\tabc\n" + LICENCE)
    assert [(cell.row, cell.column, cell.typed) for cell in found.bad] == [
        (1, 1, "K99"),
        (2, 3, "maybe"),
        (2, 4, "-5"),
        (2, 5, "abc"),
    ]
    assert not CostLine.objects.exists()


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        ("12.6万\t900元\t¥3万\t1.5M\t30k\t2", [12_600_000, 90_000, 3_000_000, 150_000_000, 3_000_000, 2_000_000]),
        ("1,250\t7,5\t0\t0\t0\t0", [1_250_000, 7_500_000, 0, 0, 0, 0]),
        ("1,250\t7,500\t1,000,000\t0\t0\t0", [1_250_000_000, 7_500_000_000, 10**12, 0, 0, 0]),
        ("1,250\t7,500\t0\t0\t0\t0", None),
        ("¥1,200.50\t0\t0\t0\t0\t0", None),
        ("约 5\t0\t0\t0\t0\t0", None),
        ("3-4\t0\t0\t0\t0\t0", None),
        ("$5\t0\t0\t0\t0\t0", None),
    ],
)
def test_amounts_of_a_block_are_read_together_or_asked_about(row, cells, amounts):
    found = read_costs(row, f"K01\tx\tyes\t{cells}", unit="wan")
    if amounts is None:
        assert (found.read, len({cell.row for cell in found.bad})) == ([], 1)
    else:
        assert ([list(line.amounts.values()) for line in found.read], found.bad) == ([amounts], [])


@pytest.mark.parametrize(("currency", "typed"), [("USD", "¥1,000,000"), ("USD", "1,000,000元"), ("EUR", "CNY 500")])
def test_the_currency_is_that_of_the_selection(row, currency, typed):
    row.selection.currency = currency
    [bad] = read_costs(row, f"K02\tSetup\tyes\t{typed}", unit="one").bad
    assert f"is not the currency of this selection, which counts in {currency}." in bad.message


YEARS = {1: 10_000, 2: 20_000, 3: 30_000, 4: 40_000, 5: 50_000}


@pytest.mark.parametrize(
    "block",
    [
        "Item\tLabel\tIn the quote\tYear 1\tYear 2\tYear 3\tYear 4\tYear 5\nK10\tStaff\tno\t100\t200\t300\t400\t500",
        "Item\tLabel\tIn the quote\tYear 5\tYear 4\tYear 3\tYear 2\tYear 1\nK10\tStaff\tno\t500\t400\t300\t200\t100",
        "编号\t第1年\t第2年\t第3年\t第4年\t第5年\t是否报价内\t名称\nK10\t100\t200\t300\t400\t500\t否\tStaff",
        "Item\tLabel\tQuoted\t2031\t2032\t2033\t2034\t2035\tTotal\nK10\tStaff\tno\t100\t200\t300\t400\t500\t1500",
    ],
)
def test_columns_are_read_by_their_heads_and_not_by_their_places(row, block):
    found = read_costs(row, block, unit="one")
    assert ([(line.label, line.is_quoted, line.amounts) for line in found.read], found.bad) == (
        [("Staff", False, YEARS)],
        [],
    )
    assert found.skipped == (["Total"] if "Total" in block else [])


def test_calendar_years_count_from_the_first_cost_year(row):
    row.selection.first_cost_year = 2030
    found = read_costs(row, "Item\tQuoted\t2031\tOn signing\nK10\tyes\t7\t1", unit="one")
    assert [line.amounts for line in found.read] == [{2: 700, 0: 100}]


@pytest.mark.parametrize(
    ("block", "named"),
    [
        ("Wallpaper\t\t\t1000\nK05\tMigration\tyes\t500", [(1, 1, "Wallpaper"), (1, 3, "")]),
        ("Item\tLabel\tQuoted\tYear 9\nK05\tx\tyes\t500", [(1, 4, "Year 9")]),
        ("Item\tLabel\tQuoted\tYear 1\tYear 1\nK05\tx\tyes\t5\t6", [(1, 4, "Year 1"), (1, 5, "Year 1")]),
        ("Item\tColour\tQuoted\tYear 1\nK05\tx\tyes\t500", [(1, 2, "Colour")]),
        ("K07\t\tyes\t1000\nK08\t\tyes\t1\nK07\t\tyes\t500", [(3, 1, "K07")]),
    ],
)
def test_no_row_and_no_column_vanishes(row, block, named):
    assert [(cell.row, cell.column, cell.typed) for cell in read_costs(row, block, unit="one").bad] == named


def test_quotes_and_line_breaks_take_no_row_with_them(row):
    block = 'K02\t"Quick start\tyes\t1000\nK05\t24" screens\tyes\t500\nK06\t"Setup and\ntraining"\tyes\t70'
    found = read_costs(row, block, unit="one")
    assert [(line.item, line.label, line.amounts[0]) for line in found.read] == [
        ("K02", '"Quick start', 100_000),
        ("K05", '24" screens', 50_000),
        ("K06", "Setup and training", 7_000),
    ]


def test_three_years_of_a_plan_of_five_are_named(row):
    found = write(row, "K02\t实施\t是\t10\nK01\t订阅\t是\t\t1\t2\t3")
    assert [(cell.row, cell.column) for cell in found.bad] == [(2, 1)]
    assert "years 4, 5 are missing" in found.bad[0].message
    assert not CostLine.objects.exists()
    assert not row.selection.chain.events.filter(type="vendors.cost_line_recorded").exists()


def test_trial_writes_nothing(row):
    assert write(row, LICENCE, is_trial=True, scenarios=["base", "fast"]).bad == []
    assert not CostLine.objects.exists()
    assert row.selection.scenarios == ["base"]


def test_same_cost_is_replaced_in_its_place(row):
    member = row.selection.members.get(key="bo")
    cost(row, member, "K01", [1] * 5, label_zh="订阅")
    cost(row, member, "K02", {1: 1})
    [one] = compared(row, read_costs(row, LICENCE, unit="wan"), ["base"])
    assert (one.is_new, one.was) == (False, {year: [100] for year in range(1, 6)})
    assert write(row, LICENCE).bad == []
    assert [(one.item, one.total) for one in series_of(row.selection)] == [("K01", 384100000), ("K02", 100)]


def test_each_amount_says_what_it_changes_in_the_scenarios_that_are_meant(row):
    member = row.selection.members.get(key="bo")
    cost(row, member, "K02", {0: 1, 1: 2}, label_zh="实施")
    cost(row, member, "K02", {0: 1, 1: 3}, label_zh="实施", scenarios=("fast",))
    cost(row, member, "K05", {0: 9}, label_zh="迁移")
    cost(row, member, "K06", {0: 9}, label_zh="升级")
    block = "K02\t实施\tyes\t1\t\t4\nK05\t迁移\tyes\t9\nK06\t升级\tno\t9"
    found = compared(row, read_costs(row, block, unit="one"), ["base", "fast"])
    assert [(one.is_new, one.was) for one in found] == [
        (False, {1: [200, 300], 2: [None]}),
        (False, {0: [900, None]}),
        (True, {}),
    ]
    [_setup, move, upgrade] = compared(row, read_costs(row, block, unit="one"), ["base"])
    assert (move.mark.is_same, upgrade.mark.was) == (True, "")


@pytest.mark.parametrize("block", ["K01\tx\tyes" + "\t1" * 7, HEAD, ""])
def test_block_that_cannot_be_placed_is_refused(row, block):
    with pytest.raises(ValidationError):
        read_costs(row, block, unit="wan")


def test_a_label_or_an_amount_that_is_too_large_is_named_in_its_cell(row):
    label = "Subscription, " + "as described in section four of the offer, " * 5
    block = f"K02\tSetup\tyes\t70\nK05\t{label}\tyes\t500\nK06\tUpgrade\tyes\t\t100000000000"
    found = write(row, block)
    assert [(cell.row, cell.column, cell.message) for cell in found.bad] == [
        (3, 5, "“100000000000” cannot be kept to the cent."),
        (2, 2, f"At most 200 characters are allowed, here are {len(label.strip())}."),
    ]
    assert CostLine.objects.count() == 0


def test_a_pasted_label_can_be_edited_in_the_form(row):
    label = "Migration of the tickets of two years, " * 4
    write(row, f"K05\t{label}\tyes\t500")
    [series] = series_of(row.selection)
    form = LineForm(row.selection, {**LineForm(row.selection, series=series).initial, "year_0": "600"}, series=series)
    assert form.is_valid(), form.errors
