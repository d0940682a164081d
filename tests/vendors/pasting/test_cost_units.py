"""Does a table of costs that says its unit itself keep its amounts, or is it asked?"""

import pytest
from django.utils import translation

from selection.bringing.answers import Answers
from tests.cast import committee
from tests.vendors.builders import vendor
from vendors.pasting.cost_block import read_costs

pytestmark = pytest.mark.django_db
PLAIN = "成本项\t报价内\t签约\nK02\t是\t12.6\nK05\t是\t3"


@pytest.fixture
def row():
    with translation.override("zh-hans"):
        yield vendor(committee().bo, "云客通")


def read(row, block, chosen, **said):
    """(cents of each row, refused places, open questions)."""
    found = read_costs(row, block, unit=chosen, answers=Answers(said=said))
    asked = [one.field for one in found.asked if not any(choice.is_chosen for choice in one.choices)]
    return [line.amounts[0] for line in found.read], [(cell.row, cell.column) for cell in found.bad], asked


WAN, YUAN = [12_600_000, 3_000_000], [1260, 300]


ASKED = {
    f"云客通报价（单位：万元）\t\t\n{PLAIN}": (1, 1),
    f"云客通报价\t\t单位：万元\n{PLAIN}": (1, 3),
    PLAIN.replace("签约", "签约（万元）"): (1, 3),
    f"{PLAIN}\n注：金额单位为人民币万元\t\t": (4, 1),
    "成本项\t报价内\t签约\t单位\nK02\t是\t12.6\t万元\nK05\t是\t3\t万元": (2, 4),
    "成本项\t报价内\t签约\t计量单位\nK02\t是\t12.6\t万元/年\nK05\t是\t3\t套": (2, 4),
}


def test_another_unit_than_was_chosen_is_asked_about_once(row):
    for block, place in ASKED.items():
        assert read(row, block, "one") == (YUAN, [place], ["answer-unit"])
        assert read(row, block, "one", unit="4") == (WAN, [], [])
        assert read(row, block, "one", unit="0") == (YUAN, [], [])
        assert read(row, block, "wan") == (WAN, [], [])


def test_only_what_names_another_unit_is_asked_about(row):
    def under(said):
        return read(row, PLAIN.replace("签约", f"签约（{said}）"), "wan")

    others = ["元", "人民币元", "CNY thousand", "亿元"]
    assert [under(said)[1:] for said in others] == [([(1, 3)], ["answer-unit"])] * 4
    nothing = ["含税", "CNY", "人民币", "¥", "三年", "不含增值税，人民币"]
    assert [under(said) for said in nothing] == [(WAN, [], [])] * 6


def test_another_currency_that_the_table_names_is_refused_at_its_place(row):
    others = {
        PLAIN.replace("签约", "签约（USD）"): [(1, 3)],
        f"报价（币种：美元）\t\t\n{PLAIN}": [(1, 1)],
        "成本项\t报价内\t签约\t币种\nK02\t是\t5\tCNY\nK05\t是\t3\tEUR": [(3, 4)],
    }
    assert {block: read(row, block, "wan")[1:] for block in others} == {
        block: (places, []) for block, places in others.items()
    }


def test_two_units_in_one_table_are_refused_where_the_second_stands(row):
    block = "成本项\t报价内\t签约\t单位\nK02\t是\t12.6\t万元\nK05\t是\t3\t元"
    assert read(row, block, "wan")[1:] == ([(3, 4)], [])
