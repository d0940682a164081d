"""Are blocks that went wrong elsewhere, and their like, read to the cell, asked about, or refused at their place?"""

import pytest
from django.utils import translation

from selection.bringing.answers import Answers
from selection.models import Selection
from tests.cast import committee
from tests.vendors.builders import measured, vendor
from vendors.pasting.cost_block import read_costs
from vendors.pasting.fact_block import read_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    with translation.override("en"):
        yield committee()


def facts(made, names, block):
    """((criterion, vendor) → value, refused places, open questions)."""
    for name in names:
        vendor(made.bo, "", name_en=name)
    measured(made.selection, "F-1", name_zh="", name_en="Response time", unit_zh="毫秒", unit_en="ms", minimum="0")
    share = {"unit_zh": "%", "unit_en": "%", "minimum": "0", "maximum": "100", "decimals": 2}
    measured(made.selection, "F-2", name_zh="", name_en="Availability", **share)
    rate = {"unit_zh": "次/秒", "unit_en": "calls/s", "decimals": 1}
    measured(made.selection, "F-3", name_zh="", name_en="Throughput", **rate)
    found = read_facts(made.selection, block)
    values = {(cell.criterion.code, cell.vendor.code): cell.value for cell in found.read}
    return values, [(cell.row, cell.column) for cell in found.bad], [one.field for one in found.asked]


ACME = ("Acme", "Beta", "Gamma")


def of(code, *values):
    return {(code, letter): value for letter, value in zip("ABC", values, strict=False) if value is not None}


@pytest.mark.parametrize(
    ("block", "read"),
    [
        # Names are written with a remark, a form of company, another case, wide letters, invisible signs.
        ("\tAcme (incumbent)\tBeta Inc.\tGamma\nF-1\t200\t300\t400", of("F-1", "200", "300", "400")),
        ("\tＡＣＭＥ GmbH\tbeta（备选）\t\u200bGamma\u00a0\nF-1\t200\t300\t400", of("F-1", "200", "300", "400")),
        ("Criterion\tGamma Ltd\tBeta Ltd\tAcme & Co\nF-1\t400\t300\t200", of("F-1", "200", "300", "400")),
        ("Vendor\tF-1\nGamma Limited\t400\nAcme (new)\t200", of("F-1", "200", None, "400")),
        # No number of thousands begins with 0, and what one cell says counts for its row.
        ("\tAcme\tBeta\tGamma\nF-3\t0,500\t1,5\t2,0", of("F-3", "0.5", "1.5", "2")),
        ("\tAcme\tBeta\tGamma\nF-1\t1,200\t12,000\t3", of("F-1", "1200", "12000", "3")),
        ("\tAcme\tBeta\tGamma\nF-1\t1'200\t12 000\t1,00,000", of("F-1", "1200", "12000", "100000")),
        ("\tAcme\tBeta\tGamma\nF-2\t99,95\t99.9 %\t９８", of("F-2", "99.95", "99.9", "98")),
    ],
)
def test_facts_are_read_as_they_were_meant(made, block, read):
    assert facts(made, ACME, block) == (read, [], [])


@pytest.mark.parametrize(
    ("block", "bad"),
    [
        ("\tAcme\tBeta\tGamma\nF-1\t200¹\t300²\t400", [(2, 2), (2, 3)]),
        ("\tAcme\tBeta\tGamma\nF-1\t200*\t③00\t4٠0", [(2, 2), (2, 3), (2, 4)]),
        ("\tAcme\tBeta\tGamma\nF-3\t12 5\t9 9.5\t7", [(2, 2), (2, 3)]),
        ("\tAcme\tBeta\tGamma\nF-3\t1 2345\t10 20 30\t5,5,5", [(2, 2), (2, 3), (2, 4)]),
        ("\tAcme\tBeta\tGamma\nF-1\t(200)\t#REF!\t1.2E+03", [(2, 2), (2, 3), (2, 4)]),
        ("\tAcme\tBeta\tGamma\nF-1\tTBD\t########\t2k", [(2, 2), (2, 3), (2, 4)]),
        ("\tAcme\tNorda\tVela & Co\nF-1\t1\t2\t3", [(1, 3), (1, 4)]),
        ("Criterion\tNorda\tVela\tPyxis\nF-1\t1\t2\t3", [(1, 2), (1, 3), (1, 4)]),
        ("\tAcme\tBeta\nF-1\t1\t2\nResponse  TIME\t3\t4", [(3, 1)]),
    ],
)
def test_facts_that_nobody_can_read_are_refused_at_their_place(made, block, bad):
    assert facts(made, ACME, block)[1] == bad


@pytest.mark.parametrize("cells", ["0,500\t1,000\t2,000", "12.500\t7\t8", "0,1\t12,000\t3"])
def test_what_may_be_decimals_or_thousands_is_asked_about(made, cells):
    assert facts(made, ACME, f"\tAcme\tBeta\tGamma\nF-3\t{cells}")[2] == ["answer-F-3-separator"]


@pytest.mark.parametrize("cells", ["0.99\t0.98\t0.97", "1\t0.5\t/", "0,999\t0,99\t"])
def test_shares_of_one_where_percentages_belong_are_asked_about(made, cells):
    _values, bad, asked = facts(made, ACME, f"\tAcme\tBeta\tGamma\nF-2\t{cells}")
    assert (bool(bad), asked) == (True, ["answer-F-2-percent"])


@pytest.mark.parametrize(
    ("names", "head", "bad"),
    [
        (("Delta", "A", "Gamma"), "\tA\tC", [(1, 2)]),
        (("C", "Beta", "Gamma"), "\tB\tC", [(1, 3)]),
        (("Acme Ltd", "Acme GmbH", "Gamma"), "\tAcme\tGamma", [(1, 2)]),
    ],
)
def test_a_name_that_may_be_two_vendors_is_given_to_neither(made, names, head, bad):
    assert facts(made, names, f"{head}\nF-1\t200\t400")[1] == bad


@pytest.mark.parametrize(
    ("block", "places", "criterion"),
    [
        ("\tUnit\tAcme\tBeta\tGamma\nF-1\ts\t2\t3\t4", [(2, 1)], "F-1"),
        ("\tAcme\tBeta\tGamma\nResponse time (s)\t2\t3\t4", [(2, 1)], "F-1"),
        ("Vendor\tResponse time（分钟）\tAvailability（‰）\nAcme\t2\t995", [(1, 2), (1, 3)], "F-2"),
    ],
)
def test_numbers_beside_another_unit_are_asked_about(made, block, places, criterion):
    values, bad, asked = facts(made, ACME, block)
    assert (values, bad) == ({}, places)
    assert f"answer-{criterion}-unit" in asked
    said = {"F-1-unit": "own", "F-2-unit": "own"}
    block = block.replace("995", "99.5")
    assert read_facts(made.selection, block, Answers(said=said)).bad == []


@pytest.mark.parametrize("unit", ["ms", "毫秒", "MS", "越低越好", "一次", "—", ""])
def test_numbers_beside_their_own_unit_or_none_are_not(made, unit):
    block = f"\tUnit\tAcme\tBeta\tGamma\nResponse time（{unit or '备'}）\t{unit}\t2\t3\t4"
    assert facts(made, ACME, block) == (of("F-1", "2", "3", "4"), [], [])


# Costs -------------------------------------------------------------------------------------------
def costs(made, block, *, currency="CNY", unit="one", horizon=5):
    """([item, label, amounts], refused places, open questions)."""
    Selection.objects.filter(pk=made.selection.pk).update(currency=currency, horizon=horizon)
    made.bo.selection.refresh_from_db()
    found = read_costs(vendor(made.bo, "云客通"), block, unit=unit)
    rows = [(row.item, row.label, row.amounts) for row in found.read]
    asked = [one.field for one in found.asked if not any(choice.is_chosen for choice in one.choices)]
    return rows, [(cell.row, cell.column) for cell in found.bad], asked


YEARS = {1: 10_000, 2: 20_000, 3: 30_000, 4: 40_000, 5: 50_000}
NUMBERED = "Year 1\tYear 2\tYear 3\tYear 4\tYear 5"
BACKWARDS = "Year 5\tYear 4\tYear 3\tYear 2\tYear 1"
CALENDAR = "2027\t2028\t2029\t2030\t2031"
STAFF = [("K10", "Staff", YEARS)]


@pytest.mark.parametrize(
    ("block", "read"),
    [
        # Quotes and breaks take no row with them.
        (
            'K02\t"Quick start\tyes\t1000\nK05\t24" screens\tyes\t500\nK06\tUpgrade\tyes\t70',
            [("K02", '"Quick start', {0: 100_000}), ("K05", '24" screens', {0: 50_000}), ("K06", "Upgrade", {0: 7000})],
        ),
        ('K02\t"Setup and\ntraining"\tyes\t1000', [("K02", "Setup and training", {0: 100_000})]),
        ('K02\t"27"" screens"\tyes\t9\nK06\t5\' cable\tyes\t7', [
            ("K02", '27" screens', {0: 900}), ("K06", "5' cable", {0: 700})
        ]),
        # What nobody sees is taken out.
        ("\ufeffK02\tSetup\tyes\t1000", [("K02", "Setup", {0: 100_000})]),
        ("K02\u200b\tSetup\u200e\tyes\u00a0\t\u200f1000", [("K02", "Setup", {0: 100_000})]),
        # A head is read, whatever stands in it and in which order.
        (f"Item\tLabel\tIn the quote\t{NUMBERED}\nK10\tStaff\tno\t100\t200\t300\t400\t500", STAFF),
        (f"Item\t{BACKWARDS}\tIn the quote\tLabel\nK10\t500\t400\t300\t200\t100\tno\tStaff", STAFF),
        (f"Label\tItem\t{CALENDAR}\tTotal\tIn the quote\nStaff\tK10\t100\t200\t300\t400\t500\t1500\tno", STAFF),
    ],
)  # fmt: skip
def test_costs_are_read_as_they_were_meant(made, block, read):
    assert costs(made, block) == (read, [], [])


@pytest.mark.parametrize(
    ("block", "currency", "bad"),
    [
        ("Implementation\t\t\t1000\nK05\tMigration\tyes\t500", "CNY", [(1, 3)]),
        ("Coffee\tx\tyes\t1000\nK05\tMigration\tyes\t500", "CNY", [(1, 1)]),
        ("K02\t\tyes\t1000\nK02\t\tyes\t500", "CNY", [(2, 1)]),
        ("K02\tSetup\tyes\t1\nK05\t\tyes\t2\nk02\tSetup\tyes\t3", "CNY", [(3, 1)]),
        ("K02\tSetup\tyes\t¥1,000,000", "USD", [(1, 4)]),
        ("K02\tSetup\tyes\tCNY 500", "USD", [(1, 4)]),
        ("K02\tSetup\tyes\t1,000,000元", "EUR", [(1, 4)]),
        ("K02\tSetup\tyes\t$1,200.00", "CNY", [(1, 4)]),
        ("K02\tSetup\tyes\t£80", "USD", [(1, 4)]),
        ("K02\tSetup\tyes\t(1,200.00)", "CNY", [(1, 4)]),
        ("\tmerged\tyes\t70\nK05\tx\tyes\t1", "CNY", [(1, 1)]),
    ],
)
def test_costs_that_nobody_can_read_are_refused_at_their_place(made, block, currency, bad):
    assert costs(made, block, currency=currency)[1] == bad


@pytest.mark.parametrize(
    ("typed", "currency", "cents"),
    [("$1,200.00", "USD", 120_000), ("USD 8,000", "USD", 800_000), ("€45", "EUR", 4500), ("HK$20", "HKD", 2000)],
)
def test_the_sign_of_the_selections_own_currency_is_read(made, typed, currency, cents):
    assert costs(made, f"K02\tSetup\tyes\t{typed}", currency=currency) == ([("K02", "Setup", {0: cents})], [], [])


@pytest.mark.parametrize(("typed", "unit"), [("¥1,200", "thousand"), ("￥3.5", "wan"), ("CNY 12", "thousand")])
def test_a_sign_in_a_column_of_thousands_is_asked_about(made, typed, unit):
    rows, bad, asked = costs(made, f"K02\tSetup\tyes\t{typed}", unit=unit)
    assert (rows, bad, asked) == ([], [(1, 4)], ["answer-amounts-sign"])
