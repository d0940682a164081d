"""Are blocks that went wrong elsewhere, and their like, read to the cell, asked about, or refused at their place?"""

import pytest
from django.utils import translation

from selection.bringing.answers import Answers
from tests.cast import committee
from tests.vendors.builders import measured, vendor
from vendors.pasting.cost_block import read_costs
from vendors.pasting.fact_block import read_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    with translation.override("en"):
        yield committee()


def with_vendors(made, *names):
    """Three measured criteria, and vendors of these names; reading writes nothing, so blocks follow each other."""
    for name in names:
        vendor(made.bo, "", name_en=name)
    measured(made.selection, "F-1", name_zh="", name_en="Response time", unit_zh="毫秒", unit_en="ms", minimum="0")
    share = {"unit_zh": "%", "unit_en": "%", "minimum": "0", "maximum": "100", "decimals": 2}
    measured(made.selection, "F-2", name_zh="", name_en="Availability", **share)
    rate = {"unit_zh": "次/秒", "unit_en": "calls/s", "decimals": 1}
    measured(made.selection, "F-3", name_zh="", name_en="Throughput", **rate)
    return made.selection


@pytest.fixture
def acme(made):
    return with_vendors(made, "Acme", "Beta", "Gamma")


def facts(selection, block):
    """((criterion, vendor) → value, refused places, open questions)."""
    found = read_facts(selection, block)
    values = {(cell.criterion.code, cell.vendor.code): cell.value for cell in found.read}
    return values, [(cell.row, cell.column) for cell in found.bad], [one.field for one in found.asked]


def of(code, *values):
    return {(code, letter): value for letter, value in zip("ABC", values, strict=False) if value is not None}


HEAD = "\tAcme\tBeta\tGamma\n"
READ = {
    # Names are written with a remark, a form of company, another case, wide letters, invisible signs.
    "\tAcme (incumbent)\tBeta Inc.\tGamma\nF-1\t200\t300\t400": of("F-1", "200", "300", "400"),
    "\tＡＣＭＥ GmbH\tbeta（备选）\t\u200bGamma\u00a0\nF-1\t200\t300\t400": of("F-1", "200", "300", "400"),
    "Criterion\tGamma Ltd\tBeta Ltd\tAcme & Co\nF-1\t400\t300\t200": of("F-1", "200", "300", "400"),
    "Vendor\tF-1\nGamma Limited\t400\nAcme (new)\t200": of("F-1", "200", None, "400"),
    # No number of thousands begins with 0, and what one cell says counts for its row.
    f"{HEAD}F-3\t0,500\t1,5\t2,0": of("F-3", "0.5", "1.5", "2"),
    f"{HEAD}F-1\t1,200\t12,000\t3": of("F-1", "1200", "12000", "3"),
    f"{HEAD}F-1\t1'200\t12 000\t1,00,000": of("F-1", "1200", "12000", "100000"),
    f"{HEAD}F-2\t99,95\t99.9 %\t９８": of("F-2", "99.95", "99.9", "98"),
}
REFUSED = {
    f"{HEAD}F-1\t200¹\t300²\t400": [(2, 2), (2, 3)],
    f"{HEAD}F-1\t200*\t③00\t4٠0": [(2, 2), (2, 3), (2, 4)],
    f"{HEAD}F-3\t12 5\t9 9.5\t7": [(2, 2), (2, 3)],
    f"{HEAD}F-3\t1 2345\t10 20 30\t5,5,5": [(2, 2), (2, 3), (2, 4)],
    f"{HEAD}F-1\t(200)\t#REF!\t1.2E+03": [(2, 2), (2, 3), (2, 4)],
    f"{HEAD}F-1\tTBD\t########\t2k": [(2, 2), (2, 3), (2, 4)],
    "\tAcme\tNorda\tVela & Co\nF-1\t1\t2\t3": [(1, 3), (1, 4)],
    "Criterion\tNorda\tVela\tPyxis\nF-1\t1\t2\t3": [(1, 2), (1, 3), (1, 4)],
    "\tAcme\tBeta\nF-1\t1\t2\nResponse  TIME\t3\t4": [(3, 1)],
}
ASKED = {
    f"{HEAD}F-3\t0,500\t1,000\t2,000": "F-3-separator",
    f"{HEAD}F-3\t12.500\t7\t8": "F-3-separator",
    f"{HEAD}F-3\t0,1\t12,000\t3": "F-3-separator",
    f"{HEAD}F-2\t0.99\t0.98\t0.97": "F-2-percent",
    f"{HEAD}F-2\t1\t0.5\t/": "F-2-percent",
    f"{HEAD}F-2\t0,999\t0,99\t": "F-2-percent",
}


def test_facts_are_read_as_they_were_meant(acme):
    assert {block: facts(acme, block) for block in READ} == {block: (found, [], []) for block, found in READ.items()}


def test_facts_that_nobody_can_read_are_refused_at_their_place(acme):
    assert {block: facts(acme, block)[1] for block in REFUSED} == REFUSED


def test_decimals_or_thousands_and_shares_of_one_are_asked_about(acme):
    found = {block: facts(acme, block) for block in ASKED}
    assert {block: asked for block, (_values, _bad, asked) in found.items()} == {
        block: [f"answer-{key}"] for block, key in ASKED.items()
    }
    assert all(bad for _values, bad, _asked in found.values())


@pytest.mark.parametrize(
    ("names", "head", "bad"),
    [
        (("Delta", "A", "Gamma"), "\tA\tC", [(1, 2)]),
        (("C", "Beta", "Gamma"), "\tB\tC", [(1, 3)]),
        (("Acme Ltd", "Acme GmbH", "Gamma"), "\tAcme\tGamma", [(1, 2)]),
    ],
)
def test_a_name_that_may_be_two_vendors_is_given_to_neither(made, names, head, bad):
    assert facts(with_vendors(made, *names), f"{head}\nF-1\t200\t400")[1] == bad


OTHER_UNITS = {
    "\tUnit\tAcme\tBeta\tGamma\nF-1\ts\t2\t3\t4": [(2, 1)],
    "\tAcme\tBeta\tGamma\nResponse time (s)\t2\t3\t4": [(2, 1)],
    "Vendor\tResponse time（分钟）\tAvailability（‰）\nAcme\t2\t99.5": [(1, 2), (1, 3)],
}


def test_numbers_beside_another_unit_are_asked_about(acme):
    found = {block: facts(acme, block) for block in OTHER_UNITS}
    assert {block: bad for block, (_values, bad, _asked) in found.items()} == OTHER_UNITS
    asked = [field for _values, _bad, fields in found.values() for field in fields]
    assert asked == [f"answer-{code}-unit" for code in ("F-1", "F-1", "F-1", "F-2")]
    answers = Answers(said={"F-1-unit": "own", "F-2-unit": "own"})
    assert [read_facts(acme, block, answers).bad for block in OTHER_UNITS] == [[], [], []]


def test_numbers_beside_their_own_unit_or_none_are_not(acme):
    units = ["ms", "毫秒", "MS", "越低越好", "一次", "—", ""]
    blocks = [
        f"\tUnit\tAcme\tBeta\tGamma\nResponse time（{unit or '备'}）\t{unit}\t2\t3\t4" for unit in units
    ]  # fmt: skip
    assert [facts(acme, block) for block in blocks] == [(of("F-1", "2", "3", "4"), [], [])] * len(units)


# Costs -------------------------------------------------------------------------------------------
@pytest.fixture
def offer(made):
    return vendor(made.bo, "云客通")


def costs(offer, block, *, currency="CNY", unit="one"):
    """([item, label, amounts], refused places, open questions)."""
    offer.selection.currency = currency
    found = read_costs(offer, block, unit=unit)
    rows = [(row.item, row.label, row.amounts) for row in found.read]
    asked = [one.field for one in found.asked if not any(choice.is_chosen for choice in one.choices)]
    return rows, [(cell.row, cell.column) for cell in found.bad], asked


YEARS = {1: 10_000, 2: 20_000, 3: 30_000, 4: 40_000, 5: 50_000}
NUMBERED = "Year 1\tYear 2\tYear 3\tYear 4\tYear 5"
BACKWARDS = "Year 5\tYear 4\tYear 3\tYear 2\tYear 1"
CALENDAR = "2027\t2028\t2029\t2030\t2031"
STAFF = [("K10", "Staff", YEARS)]
READ_COSTS = {
    # Quotes and breaks take no row with them.
    'K02\t"Quick start\tyes\t1000\nK05\t24" screens\tyes\t500\nK06\tUpgrade\tyes\t70': [
        ("K02", '"Quick start', {0: 100_000}),
        ("K05", '24" screens', {0: 50_000}),
        ("K06", "Upgrade", {0: 7000}),
    ],
    'K02\t"Setup and\ntraining"\tyes\t1000': [("K02", "Setup and training", {0: 100_000})],
    'K02\t"27"" screens"\tyes\t9\nK06\t5\' cable\tyes\t7': [
        ("K02", '27" screens', {0: 900}),
        ("K06", "5' cable", {0: 700}),
    ],
    # What nobody sees is taken out.
    "\ufeffK02\tSetup\tyes\t1000": [("K02", "Setup", {0: 100_000})],
    "K02\u200b\tSetup\u200e\tyes\u00a0\t\u200f1000": [("K02", "Setup", {0: 100_000})],
    # A head is read, whatever stands in it and in which order.
    f"Item\tLabel\tIn the quote\t{NUMBERED}\nK10\tStaff\tno\t100\t200\t300\t400\t500": STAFF,
    f"Item\t{BACKWARDS}\tIn the quote\tLabel\nK10\t500\t400\t300\t200\t100\tno\tStaff": STAFF,
    f"Label\tItem\t{CALENDAR}\tTotal\tIn the quote\nStaff\tK10\t100\t200\t300\t400\t500\t1500\tno": STAFF,
}
REFUSED_COSTS = {
    ("Implementation\t\t\t1000\nK05\tMigration\tyes\t500", "CNY"): [(1, 3)],
    ("Coffee\tx\tyes\t1000\nK05\tMigration\tyes\t500", "CNY"): [(1, 1)],
    ("K02\t\tyes\t1000\nK02\t\tyes\t500", "CNY"): [(2, 1)],
    ("K02\tSetup\tyes\t1\nK05\t\tyes\t2\nk02\tSetup\tyes\t3", "CNY"): [(3, 1)],
    ("K02\tSetup\tyes\t¥1,000,000", "USD"): [(1, 4)],
    ("K02\tSetup\tyes\tCNY 500", "USD"): [(1, 4)],
    ("K02\tSetup\tyes\t1,000,000元", "EUR"): [(1, 4)],
    ("K02\tSetup\tyes\t$1,200.00", "CNY"): [(1, 4)],
    ("K02\tSetup\tyes\t£80", "USD"): [(1, 4)],
    ("K02\tSetup\tyes\t(1,200.00)", "CNY"): [(1, 4)],
    ("\tmerged\tyes\t70\nK05\tx\tyes\t1", "CNY"): [(1, 1)],
}
OWN_SIGNS = {("$1,200.00", "USD"): 120_000, ("USD 8,000", "USD"): 800_000, ("€45", "EUR"): 4500, ("HK$20", "HKD"): 2000}


def test_costs_are_read_as_they_were_meant(offer):
    found = {block: costs(offer, block) for block in READ_COSTS}
    assert found == {block: (rows, [], []) for block, rows in READ_COSTS.items()}


def test_costs_that_nobody_can_read_are_refused_at_their_place(offer):
    found = {key: costs(offer, key[0], currency=key[1])[1] for key in REFUSED_COSTS}
    assert found == REFUSED_COSTS


def test_the_sign_of_the_selections_own_currency_is_read(offer):
    found = {key: costs(offer, f"K02\tSetup\tyes\t{key[0]}", currency=key[1]) for key in OWN_SIGNS}
    assert found == {key: ([("K02", "Setup", {0: cents})], [], []) for key, cents in OWN_SIGNS.items()}


def test_a_sign_in_a_column_of_thousands_is_asked_about(offer):
    typed = [("¥1,200", "thousand"), ("￥3.5", "wan"), ("CNY 12", "thousand")]
    found = [costs(offer, f"K02\tSetup\tyes\t{amount}", unit=unit) for amount, unit in typed]
    assert found == [([], [(1, 4)], ["answer-amounts-sign"])] * 3


def test_items_and_vendors_are_known_with_numbers_before_them_and_words_of_offers_behind(offer):
    block = "序号\t费用项目\t云客通报价（含税）\n1\t1.1 软件许可费用\t9\n2\t（二）培训费\t8\n3\t③数据迁移费用\t7"
    found = read_costs(offer, block, unit="one", answers=Answers(said={"when": "0"}))
    assert ([(row.item, row.amounts) for row in found.read], found.bad) == (
        [("K01", {0: 900}), ("K02", {0: 800}), ("K05", {0: 700})],
        [],
    )


def test_criteria_are_known_with_numbers_before_them(acme):
    block = "指标\tAcme quote\tBeta\n1. Response time\t2\t3\n2.1 Availability\t99\t98"
    assert facts(acme, block)[:2] == (of("F-1", "2", "3") | of("F-2", "99", "98"), [])
