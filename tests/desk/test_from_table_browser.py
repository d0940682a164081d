"""How many clicks and seconds does a selection from one sheet take, and can everybody use its page?"""

import time
from itertools import product

import pytest
from openpyxl import Workbook

from selection.models import Selection
from tests import cast
from tests.browser import SIZES, dressed, violations

pytestmark = [pytest.mark.campaign, pytest.mark.django_db(transaction=True)]
MOST_CLICKS, MOST_SECONDS = 12, 120
SHEET = [
    ["2026 全渠道客服平台比选打分表"],
    ["类别", "指标", "权重", "云声", "智达", "备注"],
    ["功能", "情绪识别", 20, 8, 7, ""],
    ["", "智能路由", 20, 7, 9, ""],
    ["技术", "可用性承诺", 15, "99.95%", "99.9%", "以合同为准"],
    ["", "方言培训", 15, 6, 8, ""],
    ["商务", "总价", 30, 7, 8, ""],
    ["", "加权总分", "", 5.6, 6.1, ""],
]


@pytest.fixture
def file(tmp_path):
    book = Workbook()
    for row in SHEET:
        book.active.append(row)
    book.save(tmp_path / "打分表.xlsx")
    return tmp_path / "打分表.xlsx"


def test_a_selection_from_one_sheet_takes_few_clicks_and_little_time(open_page, file):
    page, clicks, start = open_page(cast.person("chen")), 0, time.monotonic()
    page.goto("/")
    for target in ("a[href='/selections/new/']", "a[href='/selections/from-a-spreadsheet/']"):
        page.locator(target).first.click()
        clicks += 1
    page.set_input_files("[name=file]", file)
    clicks += 2  # the button of the field, and the file in the window of the system
    for target in ("[name=take]", "[name=write]"):
        page.locator(target).click()
        clicks += 1
    page.wait_for_url("**/s/*/")
    made = Selection.objects.get()
    assert (made.name_zh, made.criteria.exclude(kind="category").count()) == ("2026 全渠道客服平台比选打分表", 5)
    assert (made.vendors.count(), clicks) == (2, 6)
    assert clicks <= MOST_CLICKS and time.monotonic() - start < MOST_SECONDS


@pytest.mark.parametrize(("language", "theme", "size"), list(product(("zh-hans", "en"), ("light", "dark"), SIZES)))
def test_the_page_is_for_everybody(open_page, file, language, theme, size):
    page = dressed(open_page, cast.person("chen"), language, theme, size)
    page.goto("/selections/from-a-spreadsheet/")
    page.set_input_files("[name=file]", file)
    page.locator("[name=take]").click()
    page.wait_for_selector("#rows-and-columns")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
