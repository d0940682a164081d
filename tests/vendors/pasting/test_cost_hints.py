"""Is what a table of costs says of itself chosen already, and never guessed?"""

import pytest
from django.utils import translation

from selection.bringing.answers import Answers
from tests.cast import committee
from tests.vendors.builders import vendor
from vendors.pasting.cost_block import read_costs

pytestmark = pytest.mark.django_db
BODY = "费用项目\t{head}\n运维\t3\n升级\t4"


@pytest.fixture
def row():
    with translation.override("zh-hans"):
        yield vendor(committee().bo, "云客通")


def chosen(found):
    return {one.field: [choice.value for choice in one.choices if choice.is_chosen] for one in found.asked}


@pytest.mark.parametrize(
    ("title", "head", "when", "where"),
    [
        ("云客通年费一览", "云客通", ["each"], ["quoted"]),
        ("Annual costs outside the quote", "云客通", ["each"], ["outside"]),
        ("报价外费用", "云客通（元/年）", ["each"], ["outside"]),
        ("报价单", "云客通（签约时支付）", ["0"], ["quoted"]),
        ("首年费用", "云客通", ["1"], ["quoted"]),
        ("三年费用报价", "云客通（5年费用）", [], ["quoted"]),  # a sum of years
        ("一次性投入", "云客通", [], ["quoted"]),  # on signing or in the first year?
        ("签约时及每年的费用", "云客通", [], ["quoted"]),  # both
        ("2026年度成本（五年）", "云客通", [], ["quoted"]),
    ],
)
def test_what_the_table_says_is_chosen_and_shown(row, title, head, when, where):
    found = read_costs(row, f"{title}\t\n{BODY.format(head=head)}", unit="one")
    assert chosen(found) == {"answer-when": when, "answer-where": where}
    assert len(found.bad) == (0 if when else 1)


def test_what_a_person_says_counts_for_more(row):
    block = f"报价外年费\t\n{BODY.format(head='云客通')}"
    found = read_costs(row, block, unit="one", answers=Answers(said={"when": "0", "where": "quoted"}))
    assert [(one.is_quoted, one.amounts) for one in found.read] == [(True, {0: 300}), (True, {0: 400})]


@pytest.mark.parametrize(
    ("title", "where"),
    [("云客通报价明细", ["quoted"]), ("报价外费用", ["outside"]), ("报价内与报价外费用", []), ("成本明细", [])],
)
def test_a_table_of_one_vendor_may_say_in_its_title_whether_it_is_the_quote(row, title, where):
    found = read_costs(row, f"{title}\t\t\n费用项目\t签约\t第1年\n实施\t3\t4", unit="one")
    assert chosen(found) == {"answer-where": where}
    assert len(found.bad) == (0 if where else 1)
